using HaDirector.Model;

namespace HaDirector.Health;

/// <content>Another plan.</content>
public sealed partial class CheckBoard
{
    /// <summary>
    /// Makes <paramref name="specs"/> the checks of the board. What is known of an identity that stays is kept, whatever its timing, and a try
    /// of it that is under way goes on. What did not change keeps its place in time.
    /// </summary>
    public void Reload(IEnumerable<CheckSpec> specs, Instant now)
    {
        _epoch++;
        List<CheckEntry?> inOrder = new(_inOrder.Length); // null is a check that is not known with this timing
        List<CheckSpec> unknown = [];
        foreach (CheckSpec spec in specs)
        {
            CheckEntry? entry = _checks.Find(spec);
            if (entry?.Epoch == _epoch) continue;
            if (entry is null) unknown.Add(spec);
            else Keep(entry, spec);
            inOrder.Add(entry);
        }
        if (unknown.Count > 0) PlaceUnknown(inOrder, unknown, now);
        foreach (CheckEntry entry in _inOrder)
            if (entry.Epoch != _epoch) Remove(entry);
        _inOrder = [.. inOrder.OfType<CheckEntry>()];
        Awaited = _inOrder.Count(static entry => !entry.Answered);
    }

    /// <summary>Begins the first round now: what passed since the board was made is no lateness of its checks.</summary>
    public void Begin(Instant now)
    {
        List<CheckEntry> untried = [.. _inOrder.Where(static entry => entry.Taken == Instant.Never)];
        foreach (CheckEntry entry in untried) _due.Remove(entry);
        Spread(untried, [], now);
    }

    /// <summary>A check not known with this timing is one of the same identity that would go, or a new one.</summary>
    private void PlaceUnknown(List<CheckEntry?> inOrder, List<CheckSpec> unknown, Instant now)
    {
        List<CheckEntry> added = [], moved = [];
        int next = 0;
        for (int i = 0; i < inOrder.Count; i++)
        {
            if (inOrder[i] is not null) continue;
            CheckSpec spec = unknown[next++];
            if (_checks.Find(spec) is not null) continue; // stands twice in the plan, and was placed just now
            CheckEntry? twin = _checks.Find(spec.Identity);
            CheckEntry? leaving = twin;
            while (leaving is not null && leaving.Epoch == _epoch) leaving = leaving.Twin;
            if (leaving is not null)
            {
                if (Keep(leaving, spec)) moved.Add(leaving);
                inOrder[i] = leaving;
                continue;
            }
            CheckEntry entry = new(spec, TotalsOf(spec.Kind)) { Epoch = _epoch };
            if (twin is not null) entry.Inherit(twin);
            _checks.Add(entry);
            added.Add(entry);
            inOrder[i] = entry;
        }
        Spread(added, moved, now);
    }

    private bool Keep(CheckEntry entry, CheckSpec spec)
    {
        entry.Epoch = _epoch;
        return entry.Become(spec); // even an equal spec is taken over: with the old one its whole plan can go
    }

    private void Remove(CheckEntry entry)
    {
        entry.Removed = true;
        _checks.Remove(entry);
        _due.Remove(entry);
    }

    /// <summary>Gives each check its place within an interval, so that a start is not a stampede and a single new server is checked at once.</summary>
    private void Spread(List<CheckEntry> added, List<CheckEntry> moved, Instant now)
    {
        for (int i = 0; i < added.Count; i++)
        {
            TimeSpan period = CheckSchedule.Period(added[i].Spec, Pace.Normal);
            double part = i * GoldenPart % 1;
            added[i].Begin(now + (period * part), now + ((period < FirstRoundMax ? period : FirstRoundMax) * part));
            _due.Put(added[i]);
        }
        for (int i = 0; i < moved.Count; i++)
        {
            moved[i].Move(now + (CheckSchedule.Period(moved[i].Spec, Pace.Normal) * ((i + 1) * GoldenPart % 1)));
            if (!moved[i].Running) _due.Put(moved[i]);
        }
    }

    private KindTotals TotalsOf(CheckKind kind)
    {
        if (!_totals.TryGetValue(kind.Name, out KindTotals? totals)) _totals.Add(kind.Name, totals = new KindTotals());
        return totals;
    }
}
