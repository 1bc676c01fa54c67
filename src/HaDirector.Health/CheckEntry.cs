using HaDirector.Model;

namespace HaDirector.Health;

/// <summary>One check on the board: its place in time and what its results add up to.</summary>
internal sealed class CheckEntry(CheckSpec spec)
{
    /// <summary>Results remembered for status.</summary>
    public const int RecentMax = 10;

    private uint _recent;
    private int _recentCount;

    public CheckSpec Spec { get; } = spec;

    /// <summary>Order of the configuration; decides between checks due at the same instant.</summary>
    public int Order { get; set; }

    /// <summary>The check's times are this plus whole intervals, whatever happens in between: no drift.</summary>
    public Instant Phase { get; set; }

    public Instant Due { get; set; }

    public bool Running { get; set; }

    /// <summary>A reload took the check off the board; its outstanding result counts for nothing.</summary>
    public bool Removed { get; set; }

    public int LateInARow { get; set; }

    public long Tries { get; set; }

    public long Discarded { get; set; }

    public long Failures { get; private set; }

    public Verdict Verdict { get; private set; }

    public Instant VerdictSince { get; private set; } = Instant.Never;

    public ProbeResult Last { get; private set; }

    public Instant LastAt { get; private set; } = Instant.Never;

    public int Streak { get; private set; }

    /// <summary>Notes a result, without a conclusion.</summary>
    public void Note(in ProbeResult result, Instant now) => (Last, LastAt) = (result, now);

    /// <summary>Counts a result; true when the verdict changed.</summary>
    public bool Count(bool passed, Instant now)
    {
        Streak = passed ? Math.Max(Streak, 0) + 1 : Math.Min(Streak, 0) - 1;
        _recent = (_recent << 1) | (passed ? 1u : 0u);
        _recentCount = Math.Min(_recentCount + 1, RecentMax);
        if (!passed) Failures++;

        Verdict before = Verdict;
        if (before == Verdict.Unknown) Verdict = passed ? Verdict.Up : Verdict.Down; // the first word counts
        else if (Streak >= Spec.Rise) Verdict = Verdict.Up;
        else if (-Streak >= Spec.Fall) Verdict = Verdict.Down;
        if (Verdict == before) return false;
        VerdictSince = now;
        return true;
    }

    /// <summary>Takes over what another timing of the same check has learnt.</summary>
    public void Inherit(CheckEntry other)
    {
        (Verdict, VerdictSince, Last, LastAt, Streak) = (other.Verdict, other.VerdictSince, other.Last, other.LastAt, other.Streak);
        (Tries, Failures, Discarded) = (other.Tries, other.Failures, other.Discarded);
        (_recent, _recentCount) = (other._recent, other._recentCount);
    }

    /// <summary>Moves the due time on to the first of the check's times after <paramref name="now"/>: what was missed is skipped.</summary>
    public void Advance(Instant now)
    {
        long interval = Spec.Interval.Ticks * 100;
        long steps = now < Phase ? 0 : ((now.Nanoseconds - Phase.Nanoseconds) / interval) + 1;
        Due = new Instant(Phase.Nanoseconds + (steps * interval));
    }

    public CheckState State() =>
        new(Spec, Verdict, VerdictSince, Last, LastAt, Streak, RecentText(), Tries, Failures, Discarded);

    private string RecentText() =>
        string.Create(_recentCount, _recent, static (text, bits) =>
        {
            for (int i = 0; i < text.Length; i++) text[text.Length - 1 - i] = (bits >> i & 1) == 1 ? '+' : '-';
        });
}
