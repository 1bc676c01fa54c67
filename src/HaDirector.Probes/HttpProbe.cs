using System.Net.Sockets;
using System.Runtime.CompilerServices;
using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Probes;

/// <summary>Sends one GET over a connection of its own and judges the answer.</summary>
public static class HttpProbe
{
    /// <summary>One try; the time-out covers connection, request and answer together.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<ProbeResult> Run(CheckSpec spec, HttpCheck http, CancellationToken stop)
    {
        HttpExchange exchange = HttpExchange.Of(spec, http);
        if (exchange.Defect is { } defect) return new ProbeResult(false, default, defect) { Fault = Fault.Local, Outcome = ProbeOutcome.Local };

        ProbeConnection connection = ProbeConnection.Rent(spec, stop);
        try
        {
            SocketError error = await connection.Connect().ConfigureAwait(false);
            if (error != SocketError.Success) return connection.Failed(error);
            error = await connection.Send(exchange.Request).ConfigureAwait(false);
            if (error != SocketError.Success) return connection.Failed(error);

            HttpResponseReader response = new(wantsBody: exchange.Pattern is not null);
            HttpProgress progress;
            do
            {
                error = await connection.Receive().ConfigureAwait(false);
                if (error != SocketError.Success) return connection.Failed(error);
                connection.Phase = ProbePhase.Answering;
                progress = connection.Received.IsEmpty ? response.End() : response.Feed(connection.Received);
            }
            while (progress == HttpProgress.More);

            if (progress == HttpProgress.Bad) return connection.Failed(response.Reason, connection.Received.IsEmpty ? ProbeOutcome.Broken : ProbeOutcome.Malformed);
            return exchange.Objection(response) is { } objection
                ? connection.Failed(objection, ProbeOutcome.WrongAnswer)
                : connection.Passed(exchange.PassedDetail(response.Status));
        }
        finally
        {
            connection.Return();
        }
    }
}
