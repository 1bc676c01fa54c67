using HaDirector.Config;
using HaDirector.Control;
using HaDirector.Engine;

namespace HaDirector.Daemon.Applying;

/// <summary>What is written into the journal when.</summary>
internal static class JournalEntries
{
    private static readonly JournalAuthor Signal = new(JournalAuthor.Signal, null, null, null, null);

    /// <summary>A file begins to be applied.</summary>
    public static JournalEntry Begin(long number, ApplyRequest request, Plan before, IReadOnlyList<PlanChange> changes) =>
        Of(number, request.File, request.By, before, changes) with { AfterHash = request.Plan.SourceHash };

    /// <summary>A file that came over the socket is refused.</summary>
    public static JournalEntry Refused(long number, string file, JournalAuthor by, Plan before, LoadResult loaded) => Of(number, file, by, before, []) with
    {
        Outcome = ApplyOutcome.Refused,
        Reason = $"{loaded.Errors} error(s): {loaded.Diagnostics.First(finding => finding.Severity == Severity.Error)}",
        Ended = DateTimeOffset.UtcNow,
    };

    /// <summary>The file in place was loaded again by a signal.</summary>
    public static JournalEntry Reloaded(long number, string file, Plan before, Plan after, IReadOnlyList<PlanChange> changes) =>
        Of(number, file, Signal, before, changes) with { AfterHash = after.SourceHash, Outcome = ApplyOutcome.Applied, Ended = DateTimeOffset.UtcNow };

    /// <summary>The file in place was loaded again by a signal, and refused.</summary>
    public static JournalEntry ReloadRefused(long number, string file, Plan before, LoadResult loaded) => Refused(number, file, Signal, before, loaded);

    private static JournalEntry Of(long number, string file, JournalAuthor by, Plan before, IReadOnlyList<PlanChange> changes) => new()
    {
        Number = number,
        Began = DateTimeOffset.UtcNow,
        By = by,
        File = file,
        BeforeHash = before.SourceHash,
        Outcome = JournalEntry.Pending,
        Counts = ChangeReports.Count(changes),
        Changes = ChangeReports.First(changes, JournalEntry.ChangesMax),
        ChangesOmitted = Math.Max(0, changes.Count - JournalEntry.ChangesMax),
    };
}
