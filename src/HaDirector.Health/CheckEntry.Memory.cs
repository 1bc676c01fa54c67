using HaDirector.Model;

namespace HaDirector.Health;

/// <content>What is known of a check, handed on: to another timing, over a restart, to whoever asks.</content>
internal sealed partial class CheckEntry
{
    /// <summary>Takes over what another timing of the same check has learnt.</summary>
    public void Inherit(CheckEntry other)
    {
        (Verdict, _verdictSince, _last, _lastAt, _streak) = (other.Verdict, other._verdictSince, other._last, other._lastAt, other._streak);
        (Tries, _failures, _discarded, _outcomes) = (other.Tries, other._failures, other._discarded, other._outcomes);
        (_recent, _latency, _meanMicroseconds, _history) = (other._recent, other._latency, other._meanMicroseconds, other._history);
        (_advice, Answered, _countedAt) = (other._advice, other.Answered, other._countedAt);
    }

    /// <summary>Takes over what was saved before a restart.</summary>
    public void Restore(SavedCheck saved, Instant asOf)
    {
        (Verdict, _streak, _advice) = (saved.Verdict, saved.Streak, saved.Advice);
        (_verdictSince, _countedAt) = (asOf - saved.VerdictAge, asOf - saved.ResultAge);
        _history = new Transition[Math.Min(saved.History.Count, Transition.Max)];
        for (int i = 0; i < _history.Length; i++)
        {
            SavedTransition was = saved.History[saved.History.Count - _history.Length + i];
            _history[i] = new Transition(was.From, was.To, was.Detail, asOf - was.Age);
        }
        (Tries, _failures, _discarded) = (Tries + saved.Tries, _failures + saved.Failures, _discarded + saved.Discarded);
    }

    public SavedCheck Save(Instant now)
    {
        SavedTransition[] history = new SavedTransition[_history.Length];
        for (int i = 0; i < history.Length; i++)
            history[i] = new SavedTransition(_history[i].From, _history[i].To, _history[i].Detail, now - _history[i].At);
        return new SavedCheck(Spec.Identity.TextOf(Digest), Verdict, now - _verdictSince, now - _countedAt)
        {
            Streak = _streak,
            Tries = Tries,
            Failures = _failures,
            Discarded = _discarded,
            Advice = _advice,
            History = history,
        };
    }

    public CheckState State() => new()
    {
        Check = Spec,
        Verdict = Verdict,
        VerdictSince = _verdictSince,
        Last = _last,
        LastAt = _lastAt,
        Streak = _streak,
        Recent = _recent,
        Tries = Tries,
        Failures = _failures,
        Discarded = _discarded,
        Outcomes = _outcomes,
        Latency = _latency,
        LatencyMean = _latency.Count == 0 ? null : TimeSpan.FromMicroseconds(_meanMicroseconds),
        Advice = _advice,
        History = _history,
        NextDue = Running ? Instant.Never : Due,
        IsRestored = !Answered && Verdict != Verdict.Unknown,
        IsConfirming = Confirming,
    };
}
