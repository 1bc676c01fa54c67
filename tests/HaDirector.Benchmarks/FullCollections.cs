using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace HaDirector.Benchmarks;

/// <summary>
/// Forces full garbage collections in another .NET process from outside: opening an event session with the heap-collect keyword of the
/// runtime's provider makes the runtime collect (documented diagnostics IPC, "DOTNET_IPC_V1"). The process needs DOTNET_EnableDiagnostics=1.
/// </summary>
internal sealed class FullCollections(int processId) : IDisposable
{
    private const long HeapCollectKeyword = 0x0080_0000;
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Collections asked for so far.</summary>
    public int Count { get; private set; }

    public async Task RunAsync(TimeSpan every)
    {
        string socketPath = Directory.GetFiles(Path.GetTempPath(), $"dotnet-diagnostic-{processId}-*-socket").Single();
        while (!_stop.IsCancellationRequested)
        {
            try { await CollectOnceAsync(socketPath); }
            catch (Exception e) when (e is SocketException or IOException) { /* the process is busy or gone; the next round tells */ }
            try { await Task.Delay(every, _stop.Token); }
            catch (OperationCanceledException) { return; }
        }
    }

    public void Dispose() => _stop.Cancel();

    private async Task CollectOnceAsync(string socketPath)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), _stop.Token);
        await socket.SendAsync(StartSession(), _stop.Token);
        byte[] buffer = new byte[65536];
        // The answer is a header with the session id, then the event stream; a little of it shows that the session runs.
        int got = await socket.ReceiveAsync(buffer, _stop.Token);
        if (got > 0) Count++;
        await Task.Delay(20, _stop.Token);
    }

    private static byte[] StartSession()
    {
        using var payload = new MemoryStream();
        using var writer = new BinaryWriter(payload);
        writer.Write(1u);                       // circular buffer, MiB
        writer.Write(1u);                       // format: nettrace
        writer.Write(1u);                       // one provider
        writer.Write(HeapCollectKeyword);
        writer.Write(4u);                       // level: informational
        WriteText(writer, "Microsoft-Windows-DotNETRuntime");
        WriteText(writer, "");                  // no arguments
        byte[] body = payload.ToArray();
        byte[] message = new byte[20 + body.Length];
        Encoding.ASCII.GetBytes("DOTNET_IPC_V1\0").CopyTo(message, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(14), (ushort)message.Length);
        message[16] = 0x02;                     // command set: EventPipe
        message[17] = 0x02;                     // command: CollectTracing
        body.CopyTo(message, 20);
        return message;
    }

    private static void WriteText(BinaryWriter writer, string text)
    {
        writer.Write((uint)text.Length + 1);
        writer.Write(Encoding.Unicode.GetBytes(text + '\0'));
    }
}
