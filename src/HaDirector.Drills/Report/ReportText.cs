using System.Text;

namespace HaDirector.Drills;

/// <summary>A report for the terminal: the table, then what was not met.</summary>
public static class ReportText
{
    /// <summary>Renders a report.</summary>
    public static string Render(DrillReport report)
    {
        var text = new StringBuilder();
        IReadOnlyList<string>[] rows = [ReportTable.Heads, .. report.Faults.Select(ReportTable.Row)];
        int[] widths = [.. ReportTable.Heads.Select((_, column) => rows.Max(row => row[column].Length))];
        for (int i = 0; i < rows.Length; i++)
        {
            text.AppendLine(Line(rows[i], widths));
            if (i == 0) text.AppendLine(string.Join("  ", widths.Select(width => new string('─', width))));
        }
        foreach (Finding missed in report.Faults.SelectMany(f => f.Findings).Where(f => !f.Met))
            text.AppendLine().Append($"{FaultText.Name(missed.Fault)}: expected: {missed.Expectation}; measured: {missed.Measured}");
        if (!report.Passed) text.AppendLine();
        int met = report.Faults.Sum(f => f.Findings.Count(x => x.Met));
        text.AppendLine().AppendLine($"{(report.Passed ? "PASS" : "FAIL")}: {met} of {report.Faults.Sum(f => f.Findings.Count)} expectations met");
        return text.ToString();
    }

    // Words to the left, numbers to the right.
    private static string Line(IReadOnlyList<string> cells, int[] widths)
    {
        IEnumerable<string> padded = cells.Select((cell, column) =>
            column == 0 || column == cells.Count - 1 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
        return string.Join("  ", padded).TrimEnd();
    }
}
