using System.Net.Sockets;
using System.Runtime.CompilerServices;
using HaDirector.Health;

namespace HaDirector.Probes;

/// <summary>Tries whether a TCP connection can be opened.</summary>
public static class TcpProbe
{
    /// <summary>One try. The connection is reset before the handshake is acknowledged, so the server's program never sees it.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<ProbeResult> Run(CheckSpec spec, CancellationToken stop)
    {
        ProbeConnection connection = ProbeConnection.Rent(spec, stop);
        try
        {
            SocketError error = await connection.Connect().ConfigureAwait(false);
            return error == SocketError.Success ? connection.Passed("connected") : connection.Failed(error);
        }
        finally
        {
            connection.Return();
        }
    }
}
