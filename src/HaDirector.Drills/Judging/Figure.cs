using System.Globalization;

namespace HaDirector.Drills;

/// <summary>Measured values as people read them.</summary>
public static class Figure
{
    /// <summary>No value.</summary>
    public const string None = "–";

    /// <summary>Milliseconds: one decimal below 10, whole from there on.</summary>
    public static string Milliseconds(double value) =>
        value.ToString(Math.Abs(value) < 9.95 && value != 0 ? "0.0" : "0", CultureInfo.InvariantCulture);

    /// <summary>A median, and its extremes when there are several values: "312 (270–360)".</summary>
    public static string Of(Spread? spread) => spread switch
    {
        null => None,
        { Count: 1 } one => Milliseconds(one.Median),
        { } many => $"{Milliseconds(many.Median)} ({Milliseconds(many.Min)}–{Milliseconds(many.Max)})",
    };

    /// <summary>Names of some directors: "lb01, lb02", or "nobody".</summary>
    public static string Of(Seat seats, DrillSubject subject)
    {
        var names = new List<string>();
        if (seats.HasFlag(Seat.Master)) names.Add(subject.Master.Name);
        if (seats.HasFlag(Seat.Backup)) names.Add(subject.Backup.Name);
        if (seats.HasFlag(Seat.Stranger)) names.Add("a stranger");
        return names.Count == 0 ? "nobody" : string.Join(", ", names);
    }
}
