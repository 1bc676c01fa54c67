using HaDirector.Model;

namespace HaDirector.Engine;

/// <summary>
/// Judges by its pulse whether the VRRP process still turns. Our own lateness is not charged to it: a watcher that was itself held up
/// grants one more full limit, in which a healthy process is heard.
/// </summary>
/// <remarks>Duty of the host: take every message that waits before asking for a judgement (ears before clocks).</remarks>
public sealed class PulseWatch
{
    /// <summary>Shortest limit, whatever the advert interval.</summary>
    public static readonly TimeSpan LimitMin = TimeSpan.FromMilliseconds(300);

    /// <summary>How long the first pulse may take: the process is starting.</summary>
    public static readonly TimeSpan FirstLimit = TimeSpan.FromSeconds(10);

    /// <summary>Waking later than this after a deadline is our own lateness.</summary>
    public static readonly TimeSpan LatenessTolerated = TimeSpan.FromMilliseconds(20);

    private bool _granted;

    /// <summary>Begins to watch.</summary>
    public PulseWatch(Instant now) => Deadline = now + FirstLimit;

    /// <summary>How long without a pulse makes a stall, once there was one.</summary>
    public TimeSpan Limit { get; private set; } = LimitMin;

    /// <summary>When the last pulse came; <see cref="Instant.Never"/> before the first.</summary>
    public Instant LastHeard { get; private set; } = Instant.Never;

    /// <summary>When to judge next.</summary>
    public Instant Deadline { get; private set; }

    /// <summary>The limit for the shortest advert interval of a plan: three intervals, but not less than <see cref="LimitMin"/>.</summary>
    public static TimeSpan LimitFor(TimeSpan shortestInterval)
    {
        TimeSpan three = 3 * shortestInterval;
        return three > LimitMin ? three : LimitMin;
    }

    /// <summary>Sets the limit of a new plan; it holds from the next pulse on, or at once when it is longer.</summary>
    public void SetLimit(TimeSpan limit)
    {
        if (LastHeard != Instant.Never && limit > Limit) Deadline = LastHeard + limit;
        Limit = limit;
    }

    /// <summary>A pulse was taken.</summary>
    public void Heard(Instant now)
    {
        LastHeard = now;
        Deadline = now + Limit;
        _granted = false;
    }

    /// <summary>Whether it stalled. <paramref name="now"/> is when the watcher woke, after everything that waited was taken.</summary>
    public bool Stalled(Instant now)
    {
        if (now < Deadline) return false;
        if (_granted || now - Deadline <= LatenessTolerated) return true;
        _granted = true;
        Deadline = now + Limit;
        return false;
    }
}
