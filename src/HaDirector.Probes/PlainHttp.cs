using System.Net.Sockets;
using System.Runtime.CompilerServices;
using HaDirector.Health;

namespace HaDirector.Probes;

/// <summary>One request of HTTP/1.1 over plain TCP.</summary>
internal static class PlainHttp
{
    /// <summary>Asks on a connection of its own.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<HttpAnswer> Ask(CheckSpec spec, HttpExchange exchange, long startedAt, CancellationToken stop)
    {
        ProbeConnection connection = ProbeConnection.Rent(spec, startedAt, stop);
        try
        {
            SocketError error = await connection.Connect().ConfigureAwait(false);
            if (error != SocketError.Success) return connection.Failed(error);
            error = await connection.Send(exchange.Request).ConfigureAwait(false);
            if (error != SocketError.Success) return connection.Failed(error);

            HttpResponseReader response = new(exchange.WantsBody);
            HttpProgress progress;
            do
            {
                error = await connection.Receive().ConfigureAwait(false);
                if (error != SocketError.Success) return connection.Failed(error);
                connection.Phase = ProbePhase.Answering;
                progress = connection.Received.IsEmpty ? response.End() : response.Feed(connection.Received);
            }
            while (progress == HttpProgress.More);

            return progress == HttpProgress.Bad
                ? connection.Failed(response.Reason, connection.Received.IsEmpty ? ProbeOutcome.Broken : ProbeOutcome.Malformed)
                : HttpAnswer.Of(connection, exchange, response.Status, response.Body, response.BodyCut, response.Location);
        }
        finally
        {
            connection.Return();
        }
    }
}
