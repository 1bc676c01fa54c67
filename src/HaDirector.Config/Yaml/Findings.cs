namespace HaDirector.Config.Yaml;

/// <summary>Collects every finding of one load; a load does not stop at the first.</summary>
internal sealed class Findings(string file)
{
    /// <summary>More than a person reads; a hostile file must not fill the memory.</summary>
    public const int Most = 1000;

    /// <summary>Longest piece of the file that a message repeats.</summary>
    private const int QuoteMax = 60;

    private readonly List<Diagnostic> _items = [];

    public bool HasErrors { get; private set; }

    public bool IsEmpty => _items.Count == 0;

    public bool IsFull => _items.Count >= Most;

    public bool Has(string code) => _items.Exists(d => d.Code == code);

    public void Error(string code, Spot at, string message, string? hint = null) => Add(code, Severity.Error, at, message, hint);

    public void Warning(string code, Spot at, string message, string? hint = null) => Add(code, Severity.Warning, at, message, hint);

    /// <summary>Text of the file for a message: bounded, without characters that could steer a terminal.</summary>
    public static string Quote(string text) => $"'{Plain(text.Length > QuoteMax ? string.Concat(text.AsSpan(0, QuoteMax), "...") : text)}'";

    /// <summary>Replaces each control character.</summary>
    public static string Plain(string text) => string.Create(text.Length, text, static (target, source) =>
    {
        for (int i = 0; i < target.Length; i++) target[i] = char.IsControl(source[i]) ? '?' : source[i];
    });

    /// <summary>All findings by position; positions are drawn into the text, since a parser may point behind its end.</summary>
    public IReadOnlyList<Diagnostic> Sorted(TextLines lines) =>
        [.. _items.Select(d => d with { Position = lines.Clamp(d.Position) })
            .OrderBy(d => d.Position.Line).ThenBy(d => d.Position.Column).ThenBy(d => d.Code, StringComparer.Ordinal)];

    private void Add(string code, Severity severity, Spot at, string message, string? hint)
    {
        if (severity == Severity.Error) HasErrors = true;
        if (IsFull) return;
        _items.Add(new Diagnostic(code, severity, new Position(file, at.Line, at.Column), message, hint));
        if (_items.Count == Most - 1)
            Add(DiagnosticCodes.TooManyFindings, Severity.Warning, at, $"more than {Most - 2} findings: the rest is left out", null);
    }
}
