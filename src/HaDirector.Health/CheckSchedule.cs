using HaDirector.Model;

namespace HaDirector.Health;

/// <summary>How often a check is made just now.</summary>
internal enum Pace : byte
{
    /// <summary>At its interval.</summary>
    Normal,

    /// <summary>Something is changing, or nothing is known yet.</summary>
    Fast,

    /// <summary>Down, and nothing says otherwise.</summary>
    Slow,
}

/// <summary>The times of one check. They are points of a grid, whatever happens in between: no lateness adds up.</summary>
internal struct CheckSchedule
{
    /// <summary>Shorter intervals are taken for this.</summary>
    private static readonly TimeSpan IntervalMin = TimeSpan.FromMilliseconds(1);

    /// <summary>The grid of the normal interval goes through this; the other paces go on from the last point, and come back to this grid.</summary>
    private Instant _phase;

    /// <summary>The point the next try belongs to, or the last one when a try is under way.</summary>
    private Instant _slot;

    /// <summary>When the last try began.</summary>
    public Instant Taken { get; private set; }

    /// <summary>Whether the last try was the one of its point, and not one between two points.</summary>
    private bool _ofSlot;

    /// <summary>A place for a check that was never tried: its grid, and a point of its own for the first try.</summary>
    public static CheckSchedule Begin(Instant phase, Instant first) => new() { _phase = phase, _slot = first, Taken = Instant.Never };

    /// <summary>Time between two points; less than the interval by the jitter, so that jitter makes no interval longer.</summary>
    public static TimeSpan Period(CheckSpec spec, Pace pace)
    {
        TimeSpan interval = pace switch
        {
            Pace.Fast => spec.FastInterval ?? spec.Interval,
            Pace.Slow => spec.SlowInterval ?? spec.Interval,
            _ => spec.Interval,
        };
        if (interval < IntervalMin) return IntervalMin;
        (long whole, long rest) = Math.DivRem(interval.Ticks, 100 + spec.JitterPercent);
        return new TimeSpan((whole * 100) + (rest * 100 / (100 + spec.JitterPercent)));
    }

    /// <summary>A try begins; <paramref name="between"/> when it is an extra one that leaves the points alone.</summary>
    public void Take(Instant now, bool between) => (Taken, _ofSlot) = (now, !between);

    /// <summary>Another grid from now on, also for what is under way. Gives its first point.</summary>
    public Instant Move(Instant phase)
    {
        (_phase, _slot, _ofSlot) = (phase, phase, false);
        return phase;
    }

    /// <summary>When the next try is due after the last one. What was missed is skipped.</summary>
    public Instant Next(CheckSpec spec, Pace pace, ulong seed)
    {
        Instant after = _ofSlot && _slot > Taken ? _slot : Taken; // jitter and coalescing take a try before its point
        TimeSpan period = Period(spec, pace);
        _slot = FirstAfter(pace == Pace.Normal ? _phase : _slot, period, after);
        if (spec.JitterPercent == 0) return _slot;
        Instant due = _slot - new TimeSpan((long)(period.Ticks * (spec.JitterPercent / 100.0) * Fraction(seed ^ (ulong)_slot.Nanoseconds)));
        return due > Taken ? due : Taken;
    }

    private static Instant FirstAfter(Instant phase, TimeSpan period, Instant after)
    {
        long step = period.Ticks * 100;
        long steps = Math.DivRem(after.Nanoseconds - phase.Nanoseconds, step, out long rest);
        if (rest < 0) steps--;
        long point = phase.Nanoseconds + ((steps + 1) * step);
        return new Instant(point);
    }

    /// <summary>A number from 0 to 1 that looks random (splitmix64's finish).</summary>
    private static double Fraction(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return ((x ^ (x >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
