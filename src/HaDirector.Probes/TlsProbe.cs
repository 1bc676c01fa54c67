using System.Net.Sockets;
using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Probes;

/// <summary>Tries whether a TLS handshake comes about with a good certificate.</summary>
public static class TlsProbe
{
    /// <summary>One try; the time-out covers connection and handshake together.</summary>
    public static async ValueTask<ProbeResult> Run(CheckSpec spec, TlsCheck tls, CancellationToken stop)
    {
        ProbeConnection connection = ProbeConnection.Rent(spec, stop);
        try
        {
            SocketError error = await connection.Connect().ConfigureAwait(false);
            if (error != SocketError.Success) return connection.Failed(error);
            using TlsSession session = await TlsSession.Open(connection, spec.Target.Address, tls.Tls, tls.Protocol).ConfigureAwait(false);
            if (session.Failure is { } failure) return failure;
            return tls.Protocol is null || session.Stream.NegotiatedApplicationProtocol.ToString() == tls.Protocol
                ? connection.Passed(session.Description)
                : connection.Failed($"the server does not speak {tls.Protocol}", ProbeOutcome.Tls);
        }
        finally
        {
            connection.Return();
        }
    }
}
