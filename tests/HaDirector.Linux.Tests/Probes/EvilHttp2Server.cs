using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using HaDirector.Model;

namespace HaDirector.Linux.Tests.Probes;

/// <summary>A server on loopback that speaks HTTP/2 until it misbehaves in the way the test names.</summary>
internal sealed class EvilHttp2Server : IAsyncDisposable
{
    private const byte Data = 0, Headers = 1, ResetStream = 3, Settings = 4, GoAway = 7, WindowUpdate = 8, Continuation = 9;
    private const byte EndHeaders = 4, EndStream = 1;

    private const int Preface = 24; // bytes

    private static readonly byte[] Status200 = [0x88], Status503 = [0x08, 0x03, (byte)'5', (byte)'0', (byte)'3']; // RFC 7541 appendix A

    // Content-Type is name 31 of the static table; the value follows as it is.
    private static readonly byte[] GrpcType = [0x0F, 0x10, 16, .. Encoding.ASCII.GetBytes("application/grpc")];

    private readonly string _behaviour;
    private readonly bool _grpc;
    private readonly ScriptedServer _server;

    /// <summary>Begins to listen.</summary>
    public EvilHttp2Server(string behaviour, bool grpc = false)
    {
        (_behaviour, _grpc) = (behaviour, grpc);
        _server = new ScriptedServer(Behave);
    }

    public IpEndpoint Endpoint => _server.Endpoint;

    private byte[] Good => _grpc ? [.. Status200, .. GrpcType] : Status200;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload)
    {
        byte[] frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8); // 24 bits of length, then the type
        (frame[3], frame[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        return frame;
    }

    private async Task Behave(Socket client, CancellationToken stop)
    {
        ValueTask<int> Send(byte type, byte flags, int stream, params byte[] payload) => client.SendAsync(Frame(type, flags, stream, payload), stop);
        await client.ReceiveAsync(new byte[Preface], stop);
        if (_behaviour == "silent") await Task.Delay(Timeout.Infinite, stop);
        if (_behaviour == "words")
        {
            await client.SendAsync("220 mail.example ESMTP ready\r\n"u8.ToArray(), stop);
            await Task.Delay(Timeout.Infinite, stop);
        }
        if (_behaviour == "close")
        {
            client.Shutdown(SocketShutdown.Send);
            await Task.Delay(Timeout.Infinite, stop);
        }
        SemaphoreSlim room = new(8); // pieces of 8,000 bytes that fit in the first window
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously), taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task reading = Drain(client, asked, taken, room, stop); // else our close would be a reset
        await Send(Settings, 0, 0);
        await asked.Task.WaitAsync(stop);
        // The beginning of an answer, which the probe has taken in when it gives room for more. gRPC's probe takes so little that it never does.
        async Task Answer()
        {
            await Send(Headers, EndHeaders, 1, Good);
            for (int i = 0; i < 5 && !_grpc; i++) await Send(Data, 0, 1, new byte[8_000]);
            await (_grpc ? Task.Delay(200, stop) : taken.Task.WaitAsync(stop));
        }

        switch (_behaviour)
        {
            case "wrong":
                await Send(Headers, EndHeaders | EndStream, 1, Status503);
                break;
            case "drip":
                await Send(Headers, EndHeaders, 1, Good);
                for (; ; await Task.Delay(15, stop)) await Send(Data, 0, 1, (byte)'z');
            case "half":
                await Answer();
                client.Shutdown(SocketShutdown.Send);
                break;
            case "reset":
                await Answer();
                client.Close(0);
                return;
            case "reset-stream":
                await Answer();
                await Send(ResetStream, 0, 1, 0, 0, 0, 2);
                break;
            case "goaway":
                await Send(GoAway, 0, 0, 0, 0, 0, 0, 0, 0, 0, 11);
                break;
            case "body":
                await Send(Headers, EndHeaders, 1, Good);
                while (true)
                {
                    await room.WaitAsync(stop);
                    await Send(Data, 0, 1, new byte[8_000]);
                }
            case "headers":
                await Send(Headers, 0, 1, Good);
                // A header x, not indexed, with a value of 127 + 1 + 31 * 128 bytes (RFC 7541 sections 5.1 and 6.2.2).
                byte[] filler = [0x00, 0x01, (byte)'x', 0x7F, 0x81, 0x1F, .. Enumerable.Repeat((byte)'y', 127 + 1 + (31 * 128))];
                while (true) await Send(Continuation, 0, 1, filler);
        }
        await reading;
    }

    /// <summary>Reads the frames of the probe, waits for its request and counts the room it gives to its stream.</summary>
    private static async Task Drain(Socket client, TaskCompletionSource asked, TaskCompletionSource taken, SemaphoreSlim room, CancellationToken stop)
    {
        await using NetworkStream stream = new(client);
        byte[] frame = new byte[16 * 1024], header = frame[..9];
        int credit = 0;
        while (await stream.ReadAtLeastAsync(header, 9, throwOnEndOfStream: false, stop) == 9)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(header) >> 8;
            await stream.ReadExactlyAsync(frame.AsMemory(0, length), stop);
            if (header[3] == Headers) asked.TrySetResult();
            if (header[3] != WindowUpdate || BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)) != 1) continue;
            taken.TrySetResult();
            for (credit += BinaryPrimitives.ReadInt32BigEndian(frame); credit >= 8_000; credit -= 8_000) room.Release();
        }
    }
}
