using System.Text.Json;
using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Health.Kinds;

namespace HaDirector.Config.Language;

/// <summary>An HTTP check as written.</summary>
internal sealed class HttpDraft : Draft
{
    public Located<string>? Path { get; set; }

    public Located<string>? Host { get; set; }

    public Located<StatusRange>? Status { get; set; }

    public Located<string>? Body { get; set; }
}

/// <summary>The keys of check.http.</summary>
internal static class HttpTable
{
    public static readonly StatusRange DefaultStatus = new(200, 299);
    public const string DefaultPath = "/";

    /// <summary>Longest pattern; a pattern is compiled before a plan is.</summary>
    private const int PatternMax = 500;

    private static readonly ScalarShape<string> Path = Scalars.Text(
        "a path that begins with '/' (at most 1000 characters, no blanks)", "^/[!-~]{0,999}$",
        t => t.StartsWith('/') && t.Length <= 1000 && t.All(c => c is >= '!' and <= '~'));

    private static readonly ScalarShape<string> Host = Scalars.Text(
        "a host name, perhaps with a port", "^[0-9A-Za-z._:\\[\\]-]{1,255}$",
        t => t.Length is >= 1 and <= 255 && t.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '[' or ']' or '-'));

    private static readonly ScalarShape<string> Body = Scalars.Text(
        $"a regular expression of at most {PatternMax} characters", $"^.{{1,{PatternMax}}}$",
        t => t.Length is >= 1 and <= PatternMax && !t.Contains('\n'));

    private static readonly ScalarShape<StatusRange> Status = new("a status code or a range of them (200-299)", DescribeStatus, TryStatus);

    public static readonly MappingShape<HttpDraft> Shape = new("services.NAME.check.http", "a mapping such as { path: /, status: 200-299 }",
        new Field<HttpDraft, string>("path", Path, (d, v) => d.Path = v)
        {
            Default = "/",
            Elsewhere = ["url", "uri"],
            Help = "What is asked for.",
        },
        new Field<HttpDraft, string>("host", Host, (d, v) => d.Host = v)
        {
            Default = "(the server's address)",
            Elsewhere = ["virtualhost"],
            Help = "The Host header.",
        },
        new Field<HttpDraft, StatusRange>("status", Status, (d, v) => d.Status = v)
        {
            Default = "200-299",
            Elsewhere = ["status_code"],
            Help = "Status code that passes, or a range.",
        },
        new Field<HttpDraft, string>("body", Body, (d, v) => d.Body = v)
        {
            Elsewhere = ["regex"],
            Help = "Regular expression that must match somewhere in the body (linear time: no look-around, no back-references).",
        })
    { AllowEmpty = true };

    private static void DescribeStatus(Utf8JsonWriter json)
    {
        json.WriteStartArray("anyOf");
        json.WriteStartObject();
        json.WriteString("type", "integer");
        json.WriteNumber("minimum", 100);
        json.WriteNumber("maximum", 599);
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteString("type", "string");
        json.WriteString("pattern", "^[1-5][0-9][0-9](-[1-5][0-9][0-9])?$");
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static bool TryStatus(string text, out StatusRange range)
    {
        int dash = text.IndexOf('-', StringComparison.Ordinal);
        bool read = dash < 0
            ? TryCode(text, out int from) & TryCode(text, out int to)
            : TryCode(text[..dash], out from) & TryCode(text[(dash + 1)..], out to);
        range = new(from, to);
        return read && from <= to;
    }

    private static bool TryCode(string text, out int code) => Scalars.TryNumber(text, out code) && code is >= 100 and <= 599;
}
