using System.Diagnostics;
using System.Runtime.CompilerServices;
using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Probes;

/// <summary>Sends the requests of an HTTP check, each over a connection of its own, and judges the answers.</summary>
public static class HttpProbe
{
    /// <summary>One try; the time-out covers all connections, requests and answers together.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<ProbeResult> Run(CheckSpec spec, HttpCheck http, CancellationToken stop)
    {
        long startedAt = Stopwatch.GetTimestamp();
        ProbeResult result = default;
        HttpExchange[] exchanges = HttpExchange.AllOf(spec, http);
        foreach (HttpExchange exchange in exchanges)
        {
            result = await Follow(spec, http, exchange, startedAt, stop).ConfigureAwait(false);
            if (result.Passed) continue;
            return exchanges.Length == 1 ? result : result with { Detail = $"{exchange.Asked.Method} {exchange.Asked.Path}: {result.Detail}" };
        }
        return result;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<ProbeResult> Follow(CheckSpec spec, HttpCheck http, HttpExchange exchange, long startedAt, CancellationToken stop)
    {
        for (int redirects = 0; redirects <= http.RedirectsMax; redirects++)
        {
            if (exchange.Defect is { } defect) return new ProbeResult(false, default, defect) { Fault = Fault.Local, Outcome = ProbeOutcome.Local };
            HttpAnswer answer = await Ask(spec, http, exchange, startedAt, stop).ConfigureAwait(false);
            if (answer.Next is null) return answer.Result;
            exchange = answer.Next;
        }
        return new ProbeResult(false, Stopwatch.GetElapsedTime(startedAt), $"more than {http.RedirectsMax} redirects") { Outcome = ProbeOutcome.WrongAnswer };
    }

    private static ValueTask<HttpAnswer> Ask(CheckSpec spec, HttpCheck http, HttpExchange exchange, long startedAt, CancellationToken stop) =>
        http.Version == HttpVersion.Http2 ? Http2.Ask(spec, exchange, http.Tls, startedAt, stop)
        : http.Tls is { } tls ? SecureHttp.Ask(spec, exchange, tls, startedAt, stop)
        : PlainHttp.Ask(spec, exchange, startedAt, stop);
}
