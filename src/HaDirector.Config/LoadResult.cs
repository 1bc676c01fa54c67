using HaDirector.Engine;

namespace HaDirector.Config;

/// <summary>What came of a configuration file: a plan, or the errors that stand against it; warnings go with either.</summary>
/// <param name="Plan">The validated plan; null when any finding is an error.</param>
/// <param name="Diagnostics">Every finding, sorted by position.</param>
/// <param name="Source">The text that was read, for showing the lines of the findings; empty without findings,
/// or when it was no text.</param>
public sealed record LoadResult(Plan? Plan, IReadOnlyList<Diagnostic> Diagnostics, string Source)
{
    /// <summary>Findings that refuse the file.</summary>
    public int Errors => Diagnostics.Count(d => d.Severity == Severity.Error);

    /// <summary>Findings that do not.</summary>
    public int Warnings => Diagnostics.Count(d => d.Severity == Severity.Warning);
}
