using System.Net;
using System.Net.Sockets;
using HaDirector.Model;

namespace HaDirector.Linux.Tests.Probes;

/// <summary>A UDP server on loopback that answers each datagram with those the test says, until it is disposed.</summary>
internal sealed class ScriptedDatagrams : IAsyncDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public ScriptedDatagrams(Func<byte[], IEnumerable<byte[]>> answer)
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _serving = ServeAsync(answer);
    }

    public IpEndpoint Endpoint => new(IpAddress.Parse("127.0.0.1"), (ushort)((IPEndPoint)_socket.LocalEndPoint!).Port);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync(Func<byte[], IEnumerable<byte[]>> answer)
    {
        byte[] buffer = new byte[65536];
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                SocketReceiveFromResult received = await _socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
                foreach (byte[] datagram in answer(buffer[..received.ReceivedBytes])) await _socket.SendToAsync(datagram, received.RemoteEndPoint, _stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // The end, or the probe went away.
            }
        }
    }
}
