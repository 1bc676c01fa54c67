using HaDirector.Model;

namespace HaDirector.Health;

/// <summary>Decides when each check runs next and what its results add up to. Runs none itself, and belongs to one loop.</summary>
/// <remarks>
/// Equal specs are one check however many services use them. Each check keeps its own absolute times: a slow answer, a late loop
/// or a reload never shifts them. A target has at most one try under way.
/// </remarks>
public sealed class CheckBoard
{
    /// <summary>The first round is spread over one interval, but never over more than this: an unchecked server is not in service.</summary>
    public static readonly TimeSpan FirstRoundMax = TimeSpan.FromSeconds(5);

    /// <summary>Tries in a row that may be repeated because we looked too late; the next failure counts, for the server may be dead as well.</summary>
    public const int LateInARowMax = 3;

    /// <summary>Shorter intervals are taken for this.</summary>
    private static readonly TimeSpan IntervalMin = TimeSpan.FromMilliseconds(1);

    private readonly int _concurrencyMax;
    private readonly PriorityQueue<CheckEntry, (Instant Due, int Order)> _due = new();
    private Dictionary<CheckSpec, CheckEntry> _entries = [];

    /// <summary>A board with the given checks; at most <paramref name="concurrencyMax"/> run at once.</summary>
    public CheckBoard(IEnumerable<CheckSpec> specs, Instant now, int concurrencyMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(concurrencyMax, 1);
        _concurrencyMax = concurrencyMax;
        Reload(specs, now);
    }

    /// <summary>Distinct checks on the board.</summary>
    public int Count => _entries.Count;

    /// <summary>Tries under way, those of removed checks included.</summary>
    public int Running { get; private set; }

    /// <summary>How much later than due the last check was taken: the lateness of our own loop, or of a board at its concurrency bound.</summary>
    public TimeSpan Lateness { get; private set; }

    /// <summary>When the next check is due; never while as many run as may.</summary>
    public Instant NextDeadline => Running < _concurrencyMax && _due.TryPeek(out CheckEntry? entry, out _) ? entry.Due : Instant.Never;

    /// <summary>Makes <paramref name="specs"/> the checks of the board. What is known of a kind and target that stays is kept, whatever its timing.</summary>
    public void Reload(IEnumerable<CheckSpec> specs, Instant now)
    {
        Dictionary<(CheckKind, IpEndpoint), CheckEntry> known = [];
        foreach (CheckEntry entry in _entries.Values)
        {
            if (!known.TryGetValue((entry.Spec.Kind, entry.Spec.Target), out CheckEntry? other) || other.Verdict == Verdict.Unknown)
                known[(entry.Spec.Kind, entry.Spec.Target)] = entry;
        }

        Dictionary<CheckSpec, CheckEntry> next = [];
        List<CheckEntry> unplaced = [];
        foreach (CheckSpec spec in specs)
        {
            if (next.ContainsKey(spec)) continue;
            if (!_entries.Remove(spec, out CheckEntry? entry))
            {
                entry = new CheckEntry(spec.Interval < IntervalMin ? spec with { Interval = IntervalMin } : spec);
                if (known.TryGetValue((spec.Kind, spec.Target), out CheckEntry? heirOf)) entry.Inherit(heirOf);
                unplaced.Add(entry);
            }
            entry.Order = next.Count;
            next.Add(spec, entry);
        }
        foreach (CheckEntry gone in _entries.Values) gone.Removed = true;
        _entries = next;

        Spread(unplaced, now);
        _due.Clear();
        foreach (CheckEntry entry in next.Values)
            if (!entry.Running) Enqueue(entry);
    }

    /// <summary>Adds a ticket to <paramref name="start"/> for each check that is due and may run. Every ticket must come back through <see cref="Record"/>.</summary>
    public void TakeDue(Instant now, List<CheckTicket> start)
    {
        while (Running < _concurrencyMax && _due.TryPeek(out CheckEntry? entry, out _) && entry.Due <= now)
        {
            _due.Dequeue();
            Lateness = now - entry.Due;
            entry.Advance(now);
            entry.Running = true;
            entry.Tries++;
            Running++;
            start.Add(new CheckTicket(entry));
        }
    }

    /// <summary>Folds one result in; a change when the verdict is another now.</summary>
    public VerdictChange? Record(CheckTicket ticket, in ProbeResult result, Instant now)
    {
        CheckEntry entry = ticket.Entry;
        if (!entry.Running || entry.Tries != ticket.Try) return null;
        entry.Running = false;
        Running--;
        if (entry.Removed) return null;

        entry.Note(result, now);
        bool repeat = !result.Passed && result.Fault == Fault.Late && entry.LateInARow < LateInARowMax;
        entry.LateInARow = repeat ? entry.LateInARow + 1 : 0;
        if (repeat) entry.Due = now;
        Enqueue(entry);
        if (repeat || (!result.Passed && result.Fault == Fault.Local))
        {
            entry.Discarded++;
            return null;
        }

        Verdict before = entry.Verdict;
        return entry.Count(result.Passed, now) ? new VerdictChange(entry.Spec, before, entry.Verdict, result.Detail, now) : null;
    }

    /// <summary>What the check concludes; unknown when it is not on the board.</summary>
    public Verdict VerdictOf(CheckSpec spec) => _entries.TryGetValue(spec, out CheckEntry? entry) ? entry.Verdict : Verdict.Unknown;

    /// <summary>How the check stands; null when it is not on the board.</summary>
    public CheckState? StateOf(CheckSpec spec) => _entries.TryGetValue(spec, out CheckEntry? entry) ? entry.State() : null;

    /// <summary>How every check stands, in the order of the configuration.</summary>
    public IEnumerable<CheckState> States() => _entries.Values.Select(entry => entry.State());

    /// <summary>Gives each new check its place within one interval, so that a start is not a stampede and a single new server is checked at once.</summary>
    private static void Spread(List<CheckEntry> entries, Instant now)
    {
        for (int i = 0; i < entries.Count; i++)
        {
            CheckEntry entry = entries[i];
            TimeSpan interval = entry.Spec.Interval;
            entry.Phase = now + new TimeSpan((long)((Int128)interval.Ticks * i / entries.Count));
            TimeSpan first = interval < FirstRoundMax ? interval : FirstRoundMax;
            entry.Due = now + new TimeSpan((long)((Int128)first.Ticks * i / entries.Count));
        }
    }

    private void Enqueue(CheckEntry entry) => _due.Enqueue(entry, (entry.Due, entry.Order));
}
