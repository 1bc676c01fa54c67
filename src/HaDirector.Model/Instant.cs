namespace HaDirector.Model;

/// <summary>A point on the host's monotonic clock (CLOCK_MONOTONIC), in nanoseconds since boot.</summary>
/// <remarks>Never compared across hosts, never derived from the wall clock. Durations are <see cref="TimeSpan"/> (100 ns steps).</remarks>
public readonly record struct Instant(long Nanoseconds) : IComparable<Instant>
{
    /// <summary>Later than every other instant: a timer that is not set.</summary>
    public static readonly Instant Never = new(long.MaxValue);

    /// <inheritdoc/>
    public int CompareTo(Instant other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>Whether <paramref name="a"/> is earlier.</summary>
    public static bool operator <(Instant a, Instant b) => a.Nanoseconds < b.Nanoseconds;

    /// <summary>Whether <paramref name="a"/> is later.</summary>
    public static bool operator >(Instant a, Instant b) => a.Nanoseconds > b.Nanoseconds;

    /// <summary>Whether <paramref name="a"/> is earlier or the same.</summary>
    public static bool operator <=(Instant a, Instant b) => a.Nanoseconds <= b.Nanoseconds;

    /// <summary>Whether <paramref name="a"/> is later or the same.</summary>
    public static bool operator >=(Instant a, Instant b) => a.Nanoseconds >= b.Nanoseconds;

    /// <summary>The instant <paramref name="d"/> after <paramref name="a"/>.</summary>
    public static Instant operator +(Instant a, TimeSpan d) => new(a.Nanoseconds + (d.Ticks * 100));

    /// <summary>The instant <paramref name="d"/> before <paramref name="a"/>.</summary>
    public static Instant operator -(Instant a, TimeSpan d) => new(a.Nanoseconds - (d.Ticks * 100));

    /// <summary>The time from <paramref name="b"/> to <paramref name="a"/>.</summary>
    public static TimeSpan operator -(Instant a, Instant b) => new((a.Nanoseconds - b.Nanoseconds) / 100);

    /// <summary>Milliseconds since boot, for traces.</summary>
    public override string ToString() => Nanoseconds == long.MaxValue ? "never" : $"{Nanoseconds / 1_000_000.0:F1}ms";
}
