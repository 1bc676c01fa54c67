using HaDirector.Cli.Status;
using HaDirector.Control;
using Spectre.Console;

namespace HaDirector.Cli.Applying;

/// <summary>What became of a file, for people.</summary>
internal static class ApplyPage
{
    /// <summary>Renders.</summary>
    /// <param name="report">The report.</param>
    /// <param name="content">The file, to show the lines of its findings; empty when there was none.</param>
    /// <param name="terminal">Colours and line drawing; else plain ASCII without either.</param>
    public static string Render(ApplyReport report, byte[] content, bool terminal) =>
        (report.Plan is { } plan ? PlanPage.Findings(plan, content) : "") + Page.Render(terminal, console => Write(console, report, terminal), plainWidth: 200);

    private static void Write(IAnsiConsole console, ApplyReport report, bool terminal)
    {
        if (report.Plan is { Accepted: true } plan)
        {
            console.MarkupLineInterpolated($"{PlanPage.Counts(plan.Counts)}");
            PlanPage.Changes(console, plan.Changes, plan.ChangesOmitted, terminal);
        }
        string number = report.Number == 0 ? "" : $" ({report.Number} in the journal)";
        switch (report.Outcome)
        {
            case ApplyOutcome.Applied when report.Written is not null:
                console.MarkupLineInterpolated($"[green]applied[/], written to {report.Written}{number}");
                break;
            case ApplyOutcome.Applied:
                console.MarkupLineInterpolated($"[yellow]applied, not written[/]: {report.Reason}{number}");
                break;
            case ApplyOutcome.Unconfirmed:
                console.MarkupLineInterpolated(
                    $"[yellow]in force, not confirmed[/]: goes back in {StatusText.Span(TimeSpan.FromSeconds(report.ConfirmSeconds ?? 0))} unless you run hadirector confirm{number}");
                break;
            case ApplyOutcome.RolledBack:
                console.MarkupLineInterpolated($"[red]rolled back[/], the configuration of before is in force: {report.Reason}{number}");
                break;
            default:
                console.MarkupLineInterpolated($"[red]{report.Outcome.Replace('_', ' ')}[/], nothing was changed: {report.Reason}{number}");
                break;
        }
    }
}
