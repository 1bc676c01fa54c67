using System.Text.RegularExpressions;

namespace HaDirector.Tests.Architecture;

/// <summary>One sentence of a standard and what is claimed about it.</summary>
internal sealed record StandardsRow(string Id, string Level, string Standing, string Positive, string Negative)
{
    public IEnumerable<string> Tests => $"{Positive}, {Negative}".Split(", ").Select(t => t.Trim()).Where(t => t is not ("—" or ""));
}

/// <summary>docs/standards/vrrp.md as data.</summary>
internal sealed class StandardsLedger
{
    private const int Columns = 8;

    private StandardsLedger(string[] lines, string[] defects)
    {
        Defects = [.. Table(defects, "^[A-Z`]", columns: 3)];
        Rows = [.. Table(lines, "^[A-Z]{2}-[0-9]{2}$", Columns).Select(c => new StandardsRow(c[0], c[1], c[5], c[6], c[7]))];
        Deviations = [.. Table(lines, "^D[0-9]$", columns: 6)];
    }

    public IReadOnlyList<StandardsRow> Rows { get; }

    /// <summary>Name, rows, what is done, why, in the strict profile, the tests that show that.</summary>
    public IReadOnlyList<string[]> Deviations { get; }

    /// <summary>Of keepalived: what it does, what is done here, the test.</summary>
    public IReadOnlyList<string[]> Defects { get; }

    public static StandardsLedger Load() => new(Lines("vrrp.md"), Lines("keepalived-defects.md"));

    private static string[] Lines(string page) => File.ReadAllLines(Path.Combine(Repository.Root, "docs/standards", page));

    private static IEnumerable<string[]> Table(string[] lines, string key, int columns) =>
        lines.Where(l => l.StartsWith("| ", StringComparison.Ordinal))
            .Select(l => l.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))
            .Where(c => c.Length == columns && Regex.IsMatch(c[0], key));
}
