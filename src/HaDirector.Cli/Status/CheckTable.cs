using HaDirector.Control;
using Spectre.Console;

namespace HaDirector.Cli.Status;

/// <summary>Checks as a table, a row for each.</summary>
internal static class CheckTable
{
    /// <summary>Rows at most; more are for --format json and for filters.</summary>
    public const int RowsMax = 2000;

    private const int PlainWidth = 220;

    public static string Render(CheckList list, bool terminal) => Page.Render(terminal, console =>
    {
        Table table = StatusText.Table(terminal, "kind", "target", "verdict", "for", "last", "last result", "p50", "p99", "next", "users");
        int rows = 0;
        foreach (CheckDetail check in list.Checks)
        {
            if (rows++ >= RowsMax) continue;
            table.AddRow(
                check.Kind,
                Markup.Escape(check.Target),
                $"[{Page.Colour(check.Verdict)}]{check.Verdict}[/]{(check.Restored ? " (restored)" : "")}{(check.Confirming ? " (confirming)" : "")}",
                check.Since is { } since ? StatusText.Span(list.At - since) : "-",
                Markup.Escape(check.Recent),
                Markup.Escape(Page.Plain(check.LastOutcome is null ? "no result yet" : check.LastTookMs is { } took ? $"{check.LastResult} in {took:F1}ms" : check.LastResult)),
                Milliseconds(check.LatencyP50Ms),
                Milliseconds(check.LatencyP99Ms),
                check.NextDueMs is { } due ? StatusText.Span(TimeSpan.FromMilliseconds(due)) : "now",
                Markup.Escape(Users(check)));
        }
        if (rows == 0) console.WriteLine("no checks");
        else console.Write(table);
        int more = Math.Max(list.Matching, rows) - RowsMax;
        if (more > 0) console.MarkupLineInterpolated($"and {more} checks more (--service, --server and --verdict choose, --format json shows all)");
    }, PlainWidth);

    /// <summary>The services that use a check, the first few.</summary>
    public static string Users(CheckDetail check) =>
        string.Join(", ", check.Users) + (check.UsersTotal > check.Users.Count ? $" and {check.UsersTotal - check.Users.Count} more" : "");

    private static string Milliseconds(double? value) => value is { } number ? $"{number:F1}ms" : "-";
}
