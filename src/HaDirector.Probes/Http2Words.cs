using System.Security.Authentication;
using HaDirector.Health;

namespace HaDirector.Probes;

/// <summary>What the HTTP/2 library throws, in words.</summary>
internal static class Http2Words
{
    private static readonly string[] Codes = // RFC 9113 section 7, by number
    [
        "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT", "STREAM_CLOSED", "FRAME_SIZE_ERROR",
        "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR", "CONNECT_ERROR", "ENHANCE_YOUR_CALM", "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED",
    ];

    /// <summary>The library wants a second connection, as it does when the server did not take the request on the first.</summary>
    public sealed class TurnedAway() : IOException("a try has one connection");

    /// <summary>Whether an exception is one of HTTP or of the connection below.</summary>
    public static bool CanSay(Exception e) => e is HttpRequestException or IOException or AuthenticationException or OperationCanceledException
        or ObjectDisposedException or InvalidOperationException or NotSupportedException or ArgumentException or FormatException;

    /// <summary>The result of a try that ended by such an exception.</summary>
    public static ProbeResult Failed(ProbeConnection connection, Exception e)
    {
        if (connection.HasFailed) return connection.Failed();
        bool answering = connection.Phase == ProbePhase.Answering;
        for (Exception? inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is TurnedAway) return connection.Failed("the server turned the request away (GOAWAY or REFUSED_STREAM)", ProbeOutcome.Broken);
            if (inner is not HttpProtocolException protocol) continue;
            string code = protocol.ErrorCode >= 0 && protocol.ErrorCode < Codes.Length ? Codes[protocol.ErrorCode] : $"error {protocol.ErrorCode}";
            return !answering && code is "PROTOCOL_ERROR" or "FRAME_SIZE_ERROR"
                ? connection.Failed($"the answer is not HTTP/2 ({code})", ProbeOutcome.Malformed)
                : connection.Failed($"HTTP/2 ended with {code}{(answering ? " in the middle of the answer" : "")}", ProbeOutcome.Broken);
        }
        HttpRequestError reason = ReasonOf(e);
        return reason switch
        {
            HttpRequestError.ConfigurationLimitExceeded => connection.Failed("the headers are longer than 64 KiB", ProbeOutcome.Malformed),
            _ when reason == HttpRequestError.ResponseEnded || connection.ReceivedBytes == 0 => connection.Failed(
                answering ? "the server closed in the middle of its answer" : "the server closed without an answer", ProbeOutcome.Broken),
            HttpRequestError.InvalidResponse => connection.Failed("the answer is not HTTP/2", ProbeOutcome.Malformed),
            _ => connection.Failed($"HTTP/2 failed: {e.InnerException?.Message ?? e.Message}", ProbeOutcome.Malformed),
        };
    }

    /// <summary>The first reason that one of the exceptions, from the outermost inwards, knows.</summary>
    private static HttpRequestError ReasonOf(Exception e)
    {
        for (Exception? inner = e; inner is not null; inner = inner.InnerException)
        {
            HttpRequestError reason = inner switch
            {
                HttpRequestException request => request.HttpRequestError,
                HttpIOException io => io.HttpRequestError,
                _ => HttpRequestError.Unknown,
            };
            if (reason != HttpRequestError.Unknown) return reason;
        }
        return HttpRequestError.Unknown;
    }
}
