using System.Text.RegularExpressions;

namespace HaDirector.Tests.Architecture;

/// <summary>The table of projects in docs/architecture.md, read as data.</summary>
public sealed partial record ArrowTable(IReadOnlyDictionary<string, ArrowTable.Row> Rows)
{
    public sealed record Row(string Project, IReadOnlySet<string> MayReference, bool Pure);

    public static ArrowTable Load()
    {
        var rows = new Dictionary<string, Row>();
        foreach (Match line in TableRow().Matches(Repository.Read("docs", "architecture.md")))
        {
            string[] cells = [.. line.Groups["cells"].Value.Split('|').Select(c => c.Trim())];
            if (cells is not [var project, _, var references, "pure" or "rim"]) continue;
            string[] names = references == "–" ? [] : references.Split(", ");
            rows.Add(project, new Row(project, names.ToHashSet(), cells[3] == "pure"));
        }
        return new ArrowTable(rows);
    }

    [GeneratedRegex(@"^\|(?<cells>[^\n]+)\|$", RegexOptions.Multiline)]
    private static partial Regex TableRow();
}
