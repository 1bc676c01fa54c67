using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HaDirector.Config;

/// <summary>Findings for programs.</summary>
public static class DiagnosticJson
{
    /// <summary>All findings of a load as one JSON object.</summary>
    public static string Render(LoadResult result, string fileName) => JsonSerializer.Serialize(
        new FindingsDocument(
            fileName,
            result.Errors == 0,
            result.Errors,
            result.Warnings,
            [.. result.Diagnostics.Select(d => new FindingEntry(
                d.Code,
                d.Severity == Severity.Error ? "error" : "warning",
                d.Position.File,
                d.Position.Line,
                d.Position.Column,
                d.Message,
                d.Hint))]),
        FindingsJsonContext.Readable.FindingsDocument);
}

/// <summary>The document of <c>hadirector check --format json</c>.</summary>
internal sealed record FindingsDocument(string File, bool Ok, int Errors, int Warnings, IReadOnlyList<FindingEntry> Findings);

/// <summary>One finding of it.</summary>
internal sealed record FindingEntry(string Code, string Severity, string File, int Line, int Column, string Message, string? Hint);

[JsonSerializable(typeof(FindingsDocument))]
internal sealed partial class FindingsJsonContext : JsonSerializerContext
{
    /// <summary>Quotes and angle brackets stand as they are: the text goes to a file or a pipe, not into a web page.</summary>
    public static FindingsJsonContext Readable { get; } = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
