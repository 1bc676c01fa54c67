using HaDirector.Health;

namespace HaDirector.Probes;

/// <summary>What one request brought: a result, or another place to ask.</summary>
/// <param name="Result">The result, when there is nowhere else to ask.</param>
/// <param name="Next">Where the server sends us; null is nowhere.</param>
internal readonly record struct HttpAnswer(ProbeResult Result, HttpExchange? Next)
{
    /// <summary>A result is an answer.</summary>
    public static implicit operator HttpAnswer(ProbeResult result) => new(result, null);

    /// <summary>Judges a whole answer.</summary>
    public static HttpAnswer Of(ProbeConnection connection, HttpExchange exchange, int status, ReadOnlySpan<byte> body, bool bodyCut, string? location)
    {
        if (exchange.Follows(status, location))
        {
            return exchange.At(status, location!) is { } next
                ? new HttpAnswer(connection.Passed(""), next)
                : connection.Failed($"redirected to another server: {AnswerMatch.Quote(System.Text.Encoding.UTF8.GetBytes(location!))}", ProbeOutcome.WrongAnswer);
        }
        return exchange.Objection(status, body, bodyCut) is { } objection
            ? connection.Failed(objection, ProbeOutcome.WrongAnswer)
            : connection.Passed(exchange.PassedDetail(status));
    }
}
