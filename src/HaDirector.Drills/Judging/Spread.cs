namespace HaDirector.Drills;

/// <summary>Median and extremes of repeated measurements.</summary>
/// <param name="Median">Middle value, or the mean of the two middle ones.</param>
/// <param name="Min">Smallest.</param>
/// <param name="Max">Largest.</param>
/// <param name="Count">How many there were.</param>
public readonly record struct Spread(double Median, double Min, double Max, int Count)
{
    /// <summary>The spread of some values; null of none.</summary>
    public static Spread? Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0) return null;
        int middle = sorted.Length / 2;
        double median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[^1], sorted.Length);
    }

    /// <summary>The spread of some durations in milliseconds; null of none.</summary>
    public static Spread? Of(IEnumerable<TimeSpan> durations) => Of(durations.Select(d => d.TotalMilliseconds));
}
