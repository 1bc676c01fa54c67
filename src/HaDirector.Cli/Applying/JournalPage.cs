using HaDirector.Cli.Status;
using HaDirector.Control;
using Spectre.Console;

namespace HaDirector.Cli.Applying;

/// <summary>The journal, for people.</summary>
internal static class JournalPage
{
    /// <summary>Renders.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="changes">Whether the changes of each entry are shown.</param>
    /// <param name="terminal">Colours and line drawing; else plain ASCII without either.</param>
    public static string Render(JournalList journal, bool changes, bool terminal) => Page.Render(terminal, console =>
    {
        if (journal.Entries.Count == 0) console.WriteLine("nothing was applied yet");
        else if (changes) Long(console, journal, terminal);
        else Short(console, journal, terminal);
    }, plainWidth: 240);

    private static void Short(IAnsiConsole console, JournalList journal, bool terminal)
    {
        Table table = StatusText.Table(terminal, "no.", "when", "who", "file", "before", "after", "changes", "outcome");
        foreach (JournalEntry entry in journal.Entries)
        {
            table.AddRow(
                $"{entry.Number}", $"{entry.Began.ToLocalTime():yyyy-MM-dd HH:mm:ss}", Markup.Escape(Page.Plain(entry.By.ToString())), Markup.Escape(Page.Plain(entry.File)),
                Hash(entry.BeforeHash), Hash(entry.AfterHash), $"{entry.Counts.Sum()}", Outcome(entry));
        }
        console.Write(table);
    }

    private static void Long(IAnsiConsole console, JournalList journal, bool terminal)
    {
        foreach (JournalEntry entry in journal.Entries)
        {
            console.MarkupLineInterpolated($"[bold]{entry.Number}[/] {entry.Began.ToLocalTime():yyyy-MM-dd HH:mm:ss} {Page.Plain(entry.By.ToString())}, {Page.Plain(entry.File)}");
            console.MarkupLine($"  {Hash(entry.BeforeHash)} -> {Hash(entry.AfterHash)}: {Outcome(entry)}");
            PlanPage.Changes(console, entry.Changes, entry.ChangesOmitted, terminal);
        }
    }

    private static string Hash(string? hash) => hash is null ? "-" : Markup.Escape(hash[..Math.Min(12, hash.Length)]);

    private static string Outcome(JournalEntry entry)
    {
        string colour = entry.Outcome switch { ApplyOutcome.Applied => "green", ApplyOutcome.RolledBack or ApplyOutcome.Refused => "red", _ => "yellow" };
        string by = entry.EndedBy is { } author ? $", {author}" : "";
        return $"[{colour}]{Markup.Escape(entry.Outcome.Replace('_', ' '))}[/]{Markup.Escape(Page.Plain(by + (entry.Reason.Length == 0 ? "" : ": " + entry.Reason)))}";
    }
}
