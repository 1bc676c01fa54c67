using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Probes;

/// <summary>Asks a gRPC server for its health (grpc.health.v1.Health/Check).</summary>
public static class GrpcProbe
{
    private static readonly string[] Codes = // of grpc-status, by number
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED",
        "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
    ];

    /// <summary>One try; the time-out covers connection, request and answer together.</summary>
    public static async ValueTask<ProbeResult> Run(CheckSpec spec, GrpcCheck grpc, CancellationToken stop)
    {
        using Http2Call call = new(spec, grpc.Tls, Stopwatch.GetTimestamp(), stop);
        string host = grpc.Host ?? (spec.Target.Address.IsV4 ? $"{spec.Target.Address}:{spec.Target.Port}" : $"[{spec.Target.Address}]:{spec.Target.Port}");
        if (HttpRequestText.Defect(new HttpRequest("/", []), host) is { } defect) return call.Connection.CannotTry(defect);
        using HttpRequestMessage request = Message(grpc, host);
        if (await call.Send(request).ConfigureAwait(false) is { } failure) return failure;

        HttpResponseMessage response = call.Response;
        if ((int)response.StatusCode != 200) return Wrong(call, string.Create(CultureInfo.InvariantCulture, $"HTTP status {(int)response.StatusCode}, not gRPC's 200"));
        if (response.Content.Headers.ContentType?.MediaType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) != true)
            return call.Connection.Failed("the answer is not gRPC", ProbeOutcome.Malformed);
        if (await call.ReadBody(GrpcHealthMessage.AnswerMax).ConfigureAwait(false) is { } broken) return broken;
        if (call.BodyCut) return call.Connection.Failed("the answer is longer than 4 KiB", ProbeOutcome.Malformed);

        // A server that has nothing to say but a status sends it with the headers.
        HttpResponseHeaders status = response.Headers.Contains("grpc-status") ? response.Headers : response.TrailingHeaders;
        return First(status, "grpc-status") switch
        {
            null => call.Connection.Failed("the answer has no grpc-status", ProbeOutcome.Malformed),
            "0" => Judge(call, grpc),
            { } code => Wrong(call, Refusal(code, First(status, "grpc-message"), grpc)),
        };
    }

    private static ProbeResult Judge(Http2Call call, GrpcCheck grpc)
    {
        if (!GrpcHealthMessage.TryReadStatus(call.Body.Span, out ulong status))
            return call.Connection.Failed("the answer is not a message of grpc.health.v1", ProbeOutcome.Malformed);
        return status switch
        {
            1 => call.Connection.Passed("serving"),
            2 => Wrong(call, "not serving"),
            3 => Wrong(call, $"the server does not know the service \"{grpc.Service}\""),
            _ => Wrong(call, "the server does not know its health"),
        };
    }

    private static string Refusal(string code, string? message, GrpcCheck grpc)
    {
        string name = int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < Codes.Length ? Codes[number] : "unknown code";
        string said = code switch
        {
            "12" => "the server does not offer grpc.health.v1",
            "5" => $"the server does not know the service \"{grpc.Service}\"",
            _ => string.IsNullOrEmpty(message) ? "the server refused to answer" : AnswerMatch.Quote(System.Text.Encoding.UTF8.GetBytes(Uri.UnescapeDataString(message))),
        };
        return $"{said} (grpc-status {AnswerMatch.Quote(System.Text.Encoding.UTF8.GetBytes(code)).Trim('"')} {name})";
    }

    private static string? First(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;

    private static ProbeResult Wrong(Http2Call call, string detail) => call.Connection.Failed(detail, ProbeOutcome.WrongAnswer);

    private static HttpRequestMessage Message(GrpcCheck grpc, string host)
    {
        ByteArrayContent content = new(GrpcHealthMessage.Request(grpc.Service));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        HttpRequestMessage message = new(HttpMethod.Post, Http2.Address(grpc.Tls is null ? "http" : "https", host, "/grpc.health.v1.Health/Check"))
        {
            Content = content,
        };
        message.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        message.Headers.TryAddWithoutValidation("User-Agent", "hadirector");
        return message;
    }
}
