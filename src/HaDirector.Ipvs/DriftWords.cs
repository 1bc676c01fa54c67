using System.Globalization;

namespace HaDirector.Ipvs;

/// <summary>What others did to the table, in words.</summary>
public static class DriftWords
{
    private const int Lines = 3;

    /// <summary>The first few changes that undid it, and for how long the table may have differed.</summary>
    /// <param name="undone">The changes that put it right.</param>
    /// <param name="by">Who did it.</param>
    /// <param name="sinceEqual">Time since the table was last seen equal; null when it never was.</param>
    public static string Of(IReadOnlyList<IpvsChange> undone, string by, TimeSpan? sinceEqual)
    {
        string more = undone.Count > Lines ? $"; and {undone.Count - Lines} more" : "";
        string equal = sinceEqual is { } span ? string.Create(CultureInfo.InvariantCulture, $"; equal until {Math.Max(0, Math.Round(span.TotalSeconds))} s ago") : "";
        return $"{undone.Count} {(undone.Count == 1 ? "change" : "changes")} put right: {string.Join("; ", undone.Take(Lines))}{more}; the table was changed by {by}{equal}";
    }
}
