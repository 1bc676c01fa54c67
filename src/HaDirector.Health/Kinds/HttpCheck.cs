using HaDirector.Model;

namespace HaDirector.Health.Kinds;

/// <summary>Every request is answered with a wanted status and body. They go out one after the other under one time-out.</summary>
/// <param name="Requests">What is asked for, at least one.</param>
/// <param name="Host">Host header or :authority; null is the target.</param>
/// <param name="Tls">How the server is known; null is plain text.</param>
/// <param name="Version">HTTP/1.1 or HTTP/2 (over plain text with prior knowledge).</param>
/// <param name="RedirectsMax">Redirects followed to the same server; 0 takes a redirect as the answer.</param>
public sealed record HttpCheck(ValueList<HttpRequest> Requests, string? Host, TlsOptions? Tls, HttpVersion Version, int RedirectsMax) : CheckKind
{
    /// <summary>One GET over plain HTTP/1.1.</summary>
    public static HttpCheck Get(string path, string? host, int statusFrom, int statusTo, string? bodyPattern) =>
        new([new HttpRequest(path, [new StatusRange(statusFrom, statusTo)]) { BodyPattern = bodyPattern }], host, null, HttpVersion.Http11, 0);

    /// <inheritdoc/>
    public override string Name => Tls is null ? "http" : "https";
}

/// <summary>One request of an HTTP check and what is wanted of its answer.</summary>
/// <param name="Path">Request target, begins with '/'.</param>
/// <param name="Status">Status codes that pass.</param>
public sealed record HttpRequest(string Path, ValueList<StatusRange> Status)
{
    /// <summary>Method.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>Headers besides Host, User-Agent and those the body needs.</summary>
    public ValueList<HttpHeader> Headers { get; init; } = [];

    /// <summary>Body that is sent; null is none.</summary>
    public string? Body { get; init; }

    /// <summary>Regular expression (non-backtracking) the answer's body must match somewhere; null is any.</summary>
    public string? BodyPattern { get; init; }

    /// <summary>SHA-256 of the answer's whole body in lower-case hex; null is any.</summary>
    public string? BodySha256 { get; init; }

    /// <summary>A value in the answer's JSON body; null is any.</summary>
    public JsonExpectation? BodyJson { get; init; }
}

/// <summary>A header.</summary>
public readonly record struct HttpHeader(string Name, string Value);

/// <summary>Status codes from one to another, both included.</summary>
public readonly record struct StatusRange(int From, int To);

/// <summary>The value at a JSON pointer (RFC 6901).</summary>
/// <param name="Pointer">"" or "/a/0/b".</param>
/// <param name="Value">What it must be: text as it is, numbers and true, false, null as JSON writes them.</param>
public sealed record JsonExpectation(string Pointer, string Value);

/// <summary>Version of HTTP a check speaks.</summary>
public enum HttpVersion : byte
{
    /// <summary>HTTP/1.1 (RFC 9112).</summary>
    Http11,

    /// <summary>HTTP/2 (RFC 9113).</summary>
    Http2,
}
