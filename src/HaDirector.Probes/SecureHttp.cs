using System.Net.Sockets;
using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Probes;

/// <summary>One request of HTTP/1.1 over TLS.</summary>
internal static class SecureHttp
{
    private const int ReceiveBytes = 4096;

    /// <summary>Asks on a connection of its own.</summary>
    public static async ValueTask<HttpAnswer> Ask(CheckSpec spec, HttpExchange exchange, TlsOptions tls, long startedAt, CancellationToken stop)
    {
        ProbeConnection connection = ProbeConnection.Rent(spec, startedAt, stop);
        try
        {
            SocketError error = await connection.Connect().ConfigureAwait(false);
            if (error != SocketError.Success) return connection.Failed(error);
            using TlsSession session = await TlsSession.Open(connection, spec.Target.Address, tls, "http/1.1").ConfigureAwait(false);
            if (session.Failure is { } failure) return failure;
            return await Ask(connection, session, exchange).ConfigureAwait(false);
        }
        catch (Exception e) when (TlsWords.CanSay(e))
        {
            return TlsWords.Failed(connection, e);
        }
        finally
        {
            connection.Return();
        }
    }

    private static async ValueTask<HttpAnswer> Ask(ProbeConnection connection, TlsSession session, HttpExchange exchange)
    {
        await session.Stream.WriteAsync(exchange.Request).ConfigureAwait(false);
        HttpResponseReader response = new(exchange.WantsBody);
        byte[] buffer = new byte[ReceiveBytes];
        int received;
        HttpProgress progress;
        do
        {
            received = await session.Stream.ReadAsync(buffer).ConfigureAwait(false);
            connection.Phase = ProbePhase.Answering;
            progress = received == 0 ? response.End() : response.Feed(buffer.AsSpan(0, received));
        }
        while (progress == HttpProgress.More);

        return progress == HttpProgress.Bad
            ? connection.Failed(response.Reason, received == 0 ? ProbeOutcome.Broken : ProbeOutcome.Malformed)
            : HttpAnswer.Of(connection, exchange, response.Status, response.Body, response.BodyCut, response.Location);
    }
}
