using System.Text;
using HaDirector.Cli.Status;
using HaDirector.Config;
using HaDirector.Control;
using Spectre.Console;

namespace HaDirector.Cli.Applying;

/// <summary>What a file would change, for people: findings where they are, then changes by how much they disturb, then the kernel.</summary>
internal static class PlanPage
{
    /// <summary>Renders.</summary>
    /// <param name="plan">The report.</param>
    /// <param name="content">The file, to show the lines of its findings.</param>
    /// <param name="terminal">Colours and line drawing; else plain ASCII without either.</param>
    public static string Render(PlanReport plan, byte[] content, bool terminal) =>
        Findings(plan, content) + Page.Render(terminal, console => Write(console, plan, terminal), plainWidth: 200);

    /// <summary>The findings with their lines, as hadirector check shows them.</summary>
    public static string Findings(PlanReport plan, byte[] content) => DiagnosticText.Render(new LoadResult(
        null,
        [.. plan.Findings.Select(finding => new Diagnostic(
            finding.Code, finding.Severity == "error" ? Severity.Error : Severity.Warning, new Position(plan.File, finding.Line, finding.Column), finding.Message, finding.Hint))],
        plan.Findings.Count == 0 ? "" : Encoding.UTF8.GetString(content)));

    /// <summary>The word of a class for people, in its colour.</summary>
    public static string Class(string word) => word switch
    {
        "role_change" => "[red]role change[/]",
        "drain" => "[yellow]drains[/]",
        "restart" => "[blue]restart[/]",
        _ => "[green]none[/]",
    };

    /// <summary>Changes as a table.</summary>
    public static void Changes(IAnsiConsole console, IReadOnlyList<ChangeReport> changes, int omitted, bool terminal)
    {
        if (changes.Count == 0) return;
        Table table = StatusText.Table(terminal, "disruption", "what", "change");
        foreach (ChangeReport change in changes) table.AddRow(Class(change.Class), Markup.Escape(Page.Plain(change.Subject)), Markup.Escape(Page.Plain(change.What)));
        console.Write(table);
        if (omitted > 0) console.MarkupLineInterpolated($"and {omitted} changes more");
    }

    /// <summary>How many of each class.</summary>
    public static string Counts(ChangeCounts counts) => counts.Sum() == 0
        ? "no changes"
        : $"{counts.Sum()} change{(counts.Sum() == 1 ? "" : "s")}: {string.Join(", ", Parts(counts))}";

    private static IEnumerable<string> Parts(ChangeCounts counts)
    {
        if (counts.RoleChange > 0) yield return $"{counts.RoleChange} may change a role";
        if (counts.Drain > 0) yield return $"{counts.Drain} drain connections";
        if (counts.Restart > 0) yield return $"{counts.Restart} at the next start";
        if (counts.None > 0) yield return $"{counts.None} that nobody notices";
    }

    private static void Write(IAnsiConsole console, PlanReport plan, bool terminal)
    {
        if (!plan.Accepted)
        {
            console.MarkupLineInterpolated($"{plan.File}: [red]refused[/], nothing would change");
            return;
        }
        if (plan.BeforeHash is null) console.MarkupLineInterpolated($"[yellow]no director runs here[/]: {plan.File} is good for director {plan.Director}; only the kernel's table can be compared");
        else
        {
            console.MarkupLineInterpolated($"director {plan.Director}, {plan.BeforeHash[..12]} -> {plan.AfterHash![..12]}: {Counts(plan.Counts)}");
            Changes(console, plan.Changes, plan.ChangesOmitted, terminal);
        }
        if (plan.Kernel is { } kernel) Kernel(console, kernel);
    }

    private static void Kernel(IAnsiConsole console, KernelPlanReport kernel)
    {
        string remark = kernel.Remark is null ? "" : $" ({kernel.Remark})";
        if (!kernel.Available) console.MarkupLineInterpolated($"kernel's table: not compared{remark}");
        else console.MarkupLineInterpolated($"kernel's table: {kernel.Operations} operation{(kernel.Operations == 1 ? "" : "s")}{remark}");
        foreach (string line in kernel.Lines) console.MarkupLineInterpolated($"  {line}");
        if (kernel.Operations > kernel.Lines.Count) console.MarkupLineInterpolated($"  and {kernel.Operations - kernel.Lines.Count} more");
    }
}
