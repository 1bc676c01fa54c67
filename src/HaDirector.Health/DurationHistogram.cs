namespace HaDirector.Health;

/// <summary>Counts durations by size, in the form metrics want them; belongs to one loop, and <see cref="Snapshot"/> to whoever asked for it.</summary>
public sealed class DurationHistogram
{
    private static readonly double[] UpperBounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly long[] _counts = new long[UpperBounds.Length + 1];

    /// <summary>Upper bounds of all but the last bucket, in seconds, inclusive.</summary>
    public static IReadOnlyList<double> Bounds => UpperBounds;

    /// <summary>Durations in each bucket, not added up; the last one has no upper bound.</summary>
    public IReadOnlyList<long> Counts => _counts;

    /// <summary>Durations counted.</summary>
    public long Count { get; private set; }

    /// <summary>All of them together, in seconds.</summary>
    public double SumSeconds { get; private set; }

    /// <summary>The longest.</summary>
    public TimeSpan Max { get; private set; }

    /// <summary>A copy that stays as it is.</summary>
    public DurationHistogram Snapshot()
    {
        DurationHistogram copy = new() { Count = Count, SumSeconds = SumSeconds, Max = Max };
        _counts.CopyTo(copy._counts.AsSpan());
        return copy;
    }

    /// <summary>Counts one.</summary>
    public void Note(TimeSpan duration)
    {
        double seconds = duration.TotalSeconds;
        int bucket = 0;
        while (bucket < UpperBounds.Length && seconds > UpperBounds[bucket]) bucket++;
        _counts[bucket]++;
        Count++;
        SumSeconds += seconds;
        if (duration > Max) Max = duration;
    }
}
