namespace HaDirector.Config;

/// <summary>Where something stands in a file; line and column count from 1, as editors do.</summary>
/// <param name="File">The file's name as the caller gave it.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in characters, from 1.</param>
public readonly record struct Position(string File, int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}:{Column}";
}

/// <summary>How bad a finding is.</summary>
public enum Severity : byte
{
    /// <summary>The file is refused.</summary>
    Error,

    /// <summary>The file is accepted, but probably not meant so.</summary>
    Warning,
}

/// <summary>One finding about a configuration file, said to a human.</summary>
/// <param name="Code">Stable code, explained in docs/diagnostics.md: "HAD1003".</param>
/// <param name="Severity">Error or warning.</param>
/// <param name="Position">Where.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Hint">What to do, or "did you mean 'x'?"; null when there is nothing to add.</param>
public sealed record Diagnostic(string Code, Severity Severity, Position Position, string Message, string? Hint = null)
{
    /// <summary>One line: file:line:column: severity code: message (hint).</summary>
    public override string ToString() =>
        $"{Position}: {(Severity == Severity.Error ? "error" : "warning")} {Code}: {Message}{(Hint is null ? "" : $" ({Hint})")}";
}
