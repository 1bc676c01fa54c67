using HaDirector.Model;

namespace HaDirector.Health;

/// <summary>One check on the board: its place in time and what its results add up to. There are tens of thousands: every byte counts.</summary>
internal sealed partial class CheckEntry(CheckSpec spec, KindTotals totals)
{
    /// <summary>Newest says an eighth, as in TCP's smoothed round-trip time.</summary>
    private const double MeanGain = 1.0 / 8;

    private readonly KindTotals _totals = totals;
    private CheckSchedule _schedule;
    private OutcomeCounts _outcomes;
    private LatencyRing _latency;
    private float _meanMicroseconds;
    private RecentResults _recent;
    private ProbeResult _last;
    private Instant _lastAt = Instant.Never;
    private Instant _countedAt = Instant.Never;
    private ServerAdvice? _advice;
    private Transition[] _history = []; // never changed, only replaced: snapshots share it
    private Instant _verdictSince = Instant.Never;
    private ulong _digest;
    private int _streak;
    private uint _failures;
    private uint _discarded;
    private byte _lateInARow;
    private Hint _hint;

    private enum Hint : byte
    {
        None,

        /// <summary>An extra try is wanted as soon as may be.</summary>
        Wanted,

        /// <summary>It was made; the next one waits for a try at its own time.</summary>
        Spent,
    }

    public CheckSpec Spec { get; private set; } = spec;

    /// <summary>Another check of the same identity with another timing; null for the last of them.</summary>
    public CheckEntry? Twin { get; set; }

    /// <summary>The reload that last found the check in the plan.</summary>
    public int Epoch { get; set; }

    /// <summary>Place in the queue; below zero is not in it.</summary>
    public int QueuePlace { get; set; } = -1;

    public Instant Due { get; private set; }

    public bool Running { get; private set; }

    /// <summary>Whether the next try is none of the schedule's own.</summary>
    private bool Between { get; set; }

    /// <summary>A reload took the check off the board; its outstanding result counts for nothing.</summary>
    public bool Removed { get; set; }

    /// <summary>Whether a result of this process counted; a restored verdict has none yet.</summary>
    public bool Answered { get; private set; }

    /// <summary>Down is only told after one more try.</summary>
    public bool Confirming { get; private set; }

    public uint Tries { get; private set; }

    public Verdict Verdict { get; private set; }

    public Instant Taken => _schedule.Taken;

    public ulong Digest => _digest != 0 ? _digest : _digest = Spec.Identity.Digest;

    private Pace Pace => Verdict switch
    {
        Verdict.Up => _streak < 0 ? Pace.Fast : Pace.Normal,
        Verdict.Down => _streak > 0 ? Pace.Fast : Pace.Slow,
        _ => Pace.Fast,
    };

    /// <summary>Gives a check its place in time before its first try.</summary>
    public void Begin(Instant phase, Instant first) => (_schedule, Due) = (CheckSchedule.Begin(phase, first), first);

    /// <summary>Takes an equal question with perhaps another timing; true when its place in time must move.</summary>
    public bool Become(CheckSpec spec)
    {
        bool moves = CheckSchedule.Period(spec, Pace.Normal) != CheckSchedule.Period(Spec, Pace.Normal)
            || CheckSchedule.Period(spec, Pace) != CheckSchedule.Period(Spec, Pace);
        Spec = spec;
        return moves;
    }

    /// <summary>Moves the check to another grid. The next try is no later than it would have been, so that no row of reloads keeps it away.</summary>
    public void Move(Instant phase)
    {
        Instant first = _schedule.Move(phase);
        if (first < Due) (Due, Between) = (first, false);
        else if (Due < first) Between = true;
    }

    /// <summary>Wants an extra try; true when <see cref="Due"/> is another now.</summary>
    public bool Hasten(Instant now)
    {
        if (_hint != Hint.None) return false;
        _hint = Hint.Wanted;
        if (Running || Due <= now) return false;
        (Due, Between) = (now, true);
        return true;
    }

    public void Take(Instant now)
    {
        _schedule.Take(now, Between);
        if (_hint == Hint.Wanted) _hint = Hint.Spent;
        else if (!Between) _hint = Hint.None;
        Running = true;
        Tries++;
    }

    /// <summary>A try has ended: notes its result, without a conclusion.</summary>
    public void Note(in ProbeResult result, Instant now)
    {
        Running = false;
        (_last, _lastAt) = (result, now);
        _outcomes.Note(result.Outcome);
        _totals.Note(result);
        if (result.Advice is { } advice && advice != _advice)
        {
            _advice = _advice is null ? advice : new ServerAdvice(
                advice.WeightPercent ?? _advice.WeightPercent, advice.Mode ?? _advice.Mode, advice.ConnectionsMax ?? _advice.ConnectionsMax);
        }
        if (!result.Passed) return;
        double took = result.Took.TotalMicroseconds;
        _meanMicroseconds = (float)(_latency.Count == 0 ? took : _meanMicroseconds + (MeanGain * (took - _meanMicroseconds)));
        _latency.Note(result.Took);
    }

    /// <summary>Sets when the next try is due: at once if the last one is to be repeated, at its next time otherwise.</summary>
    public void Schedule(Instant now, bool again)
    {
        Due = _schedule.Next(Spec, Pace, Spec.JitterPercent == 0 ? 0 : Digest);
        Between = (again || _hint == Hint.Wanted) && now < Due;
        if (Between || Due < now) Due = now; // what passed while the try ran is nobody's lateness
    }

    /// <summary>A result that says nothing of the server; true when it is to be repeated because we only looked too late.</summary>
    public bool Discard(Fault fault)
    {
        _discarded++;
        if (fault == Fault.Late) _lateInARow++;
        return fault == Fault.Late;
    }

    /// <summary>Whether a failure because we looked too late is still repeated.</summary>
    public bool MayBeLate => _lateInARow < CheckBoard.LateInARowMax;

    /// <summary>Whether one more failure makes it down.</summary>
    public bool WouldFall => Verdict == Verdict.Unknown || (Verdict == Verdict.Up && 1 - Math.Min(_streak, 0) >= Spec.Fall);

    /// <summary>Counts a result; true when the verdict changed. With <paramref name="confirm"/> a fall waits for the next one.</summary>
    public bool Count(in ProbeResult result, bool confirm, Instant now)
    {
        _lateInARow = 0;
        (Answered, _countedAt) = (true, now);
        bool passed = result.Passed;
        _streak = passed ? Math.Max(_streak, 0) + 1 : Math.Min(_streak, 0) - 1;
        _recent = _recent.With(passed);
        if (!passed) _failures++;
        Confirming = confirm && !passed;
        if (Confirming) return false;

        Verdict before = Verdict;
        if (before == Verdict.Unknown) Verdict = passed ? Verdict.Up : Verdict.Down; // the first word counts
        else if (_streak >= Spec.Rise) Verdict = Verdict.Up;
        else if (-_streak >= Spec.Fall) Verdict = Verdict.Down;
        if (Verdict == before) return false;
        _verdictSince = now;
        _history = [.. _history.AsSpan(_history.Length < Transition.Max ? 0 : 1), new Transition(before, Verdict, result.Detail, now)];
        return true;
    }
}
