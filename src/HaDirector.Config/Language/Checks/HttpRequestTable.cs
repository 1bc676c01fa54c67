using System.Collections.Frozen;
using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Health.Kinds;

namespace HaDirector.Config.Language.Checks;

/// <summary>One request of an HTTP check as written, and what is wanted of its answer.</summary>
internal sealed class HttpRequestDraft : Draft
{
    public Located<string>? Path { get; set; }

    public Located<string>? Method { get; set; }

    public Located<IReadOnlyList<Entry<string>>>? Headers { get; set; }

    public Located<string>? Send { get; set; }

    public Located<IReadOnlyList<Located<StatusRange>>>? Status { get; set; }

    public Located<string>? Body { get; set; }

    public Located<string>? BodySha256 { get; set; }

    public Located<JsonDraft>? BodyJson { get; set; }

    /// <summary>Where its first key is written; null when it says nothing.</summary>
    public Spot? Said =>
        Path?.At ?? Method?.At ?? Headers?.At ?? Send?.At ?? Status?.At ?? WantsBody;

    private Spot? WantsBody => Body?.At ?? BodySha256?.At ?? BodyJson?.At;

    public void Judge(Findings findings)
    {
        if (Method?.Value == "HEAD" && WantsBody is { } at)
            findings.Error(DiagnosticCodes.CheckKeys, at, "the answer to HEAD has no body to look into", "method: GET");
        foreach (Entry<string> header in Headers?.Value ?? [])
        {
            if (HttpRequestTable.OwnHeaders.Contains(header.Name))
                findings.Error(DiagnosticCodes.CheckKeys, header.At, $"the header {header.Name} is made by the check itself", "the name of the host is 'host' of the check");
        }
    }

    public HttpRequest Make() => new(
        Path?.Value ?? HttpRequestTable.DefaultPath,
        Status is { } status ? [.. status.Value.Select(range => range.Value)] : [HttpRequestTable.DefaultStatus])
    {
        Method = Method?.Value ?? HttpRequestTable.DefaultMethod,
        Headers = [.. (Headers?.Value ?? []).Select(header => new HttpHeader(header.Name, header.Value))],
        Body = Send?.Value,
        BodyPattern = Body?.Value,
        BodySha256 = BodySha256?.Value.ToLowerInvariant(),
        BodyJson = BodyJson?.Value is { Pointer: { } pointer, Equal: { } equal } ? new JsonExpectation(pointer.Value, equal.Value) : null,
    };
}

/// <summary>A value wanted in a JSON answer, as written.</summary>
internal sealed class JsonDraft : Draft
{
    public Located<string>? Pointer { get; set; }

    public Located<string>? Equal { get; set; }
}

/// <summary>The keys of one request, in check.http itself and in its list of requests.</summary>
internal static class HttpRequestTable
{
    public static readonly StatusRange DefaultStatus = new(200, 299);
    public const string DefaultPath = "/";
    public const string DefaultMethod = "GET";

    /// <summary>What a request needs to be one is not the check's to say.</summary>
    public static readonly FrozenSet<string> OwnHeaders =
        new[] { "Host", "Connection", "Content-Length", "Transfer-Encoding" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names of headers and methods (RFC 9110 section 5.6.2: token).</summary>
    private const string TokenSigns = "!#$%&'*+.^_`|~-";

    private static readonly ScalarShape<string> Path = Scalars.Text(
        "a path that begins with '/' (at most 1000 characters, no blanks)", "^/[!-~]{0,999}$",
        t => t.StartsWith('/') && t.Length <= 1000 && t.All(c => c is >= '!' and <= '~'));

    private static readonly ScalarShape<string> Method = Scalars.Text(
        "a method in capital letters", "^[A-Z]{1,20}$", t => t.Length is >= 1 and <= 20 && t.All(char.IsAsciiLetterUpper));

    private static readonly ScalarShape<string> Sha256 = Scalars.Text(
        "64 hexadecimal digits", "^[0-9A-Fa-f]{64}$", t => t.Length == 64 && t.All(char.IsAsciiHexDigit));

    /// <summary>RFC 6901: "" is the whole document, which a check does not ask for.</summary>
    private static readonly ScalarShape<string> Pointer = Scalars.Text(
        "a JSON pointer such as /status/0", "^/[!-~]{0,254}$", t => t.StartsWith('/') && t.Length <= 255 && t.All(c => c is >= '!' and <= '~'));

    private static readonly MapShape<string> Headers = new(
        new NameRule("^[0-9A-Za-z!#$%&'*+.^_`|~-]{1,100}$", "at most 100 characters that may stand in the name of a header",
            t => t.Length is >= 1 and <= 100 && t.All(c => char.IsAsciiLetterOrDigit(c) || TokenSigns.Contains(c, StringComparison.Ordinal))),
        Words.Line, "values of headers");

    public static readonly MappingShape<JsonDraft> Json = new("services.NAME.check.http.body_json", "a mapping such as { pointer: /status, equals: up }",
        new Field<JsonDraft, string>("pointer", Pointer, (d, v) => d.Pointer = v)
        {
            Required = true,
            Help = "JSON pointer (RFC 6901) to the value.",
        },
        new Field<JsonDraft, string>("equals", Words.Line, (d, v) => d.Equal = v)
        {
            Required = true,
            Help = "What it must be: text as it is; numbers, true, false and null in quotes, as JSON writes them.",
        });

    public static readonly MappingShape<HttpRequestDraft> Shape =
        new("services.NAME.check.http.requests", "a mapping such as { path: /healthz, status: 200 }", Fields<HttpRequestDraft>(draft => draft)) { AllowEmpty = true };

    /// <summary>The keys, for a draft in which <paramref name="of"/> finds the request.</summary>
    public static Field<T>[] Fields<T>(Func<T, HttpRequestDraft> of)
        where T : Draft =>
    [
        new Field<T, string>("path", Path, (d, v) => of(d).Path = v)
        {
            Default = DefaultPath,
            Elsewhere = ["url", "uri"],
            Help = "What is asked for.",
        },
        new Field<T, string>("method", Method, (d, v) => of(d).Method = v)
        {
            Default = DefaultMethod,
            Help = "Method of the request.",
        },
        new Field<T, IReadOnlyList<Entry<string>>>("headers", Headers, (d, v) => of(d).Headers = v)
        {
            Elsewhere = ["hdr", "header"],
            Help = "Headers that are sent besides Host, User-Agent and those the body needs.",
        },
        new Field<T, string>("send", Scalars.Text("text of 1 to 4000 characters", "^[\\s\\S]{1,4000}$", t => t.Length is >= 1 and <= 4000), (d, v) => of(d).Send = v)
        {
            Help = "Body of the request.",
        },
        new Field<T, IReadOnlyList<Located<StatusRange>>>("status", new OneOrMoreShape<StatusRange>(HttpStatus.Shape, "status codes and ranges"), (d, v) => of(d).Status = v)
        {
            Default = "200-299",
            Elsewhere = ["status_code"],
            Help = "Status code that passes, a range, or a list of them.",
        },
        new Field<T, string>("body", Payload.Pattern, (d, v) => of(d).Body = v)
        {
            Elsewhere = ["regex"],
            Help = "Regular expression that must match somewhere in the body (linear time: no look-around, no back-references).",
        },
        new Field<T, string>("body_sha256", Sha256, (d, v) => of(d).BodySha256 = v)
        {
            Elsewhere = ["digest"],
            Help = "SHA-256 of the whole body.",
        },
        new Field<T, JsonDraft>("body_json", Json, (d, v) => of(d).BodyJson = v)
        {
            Help = "A value that must stand in the body, which is JSON.",
        },
    ];
}
