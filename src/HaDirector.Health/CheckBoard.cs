using HaDirector.Model;

namespace HaDirector.Health;

/// <summary>Decides when each check runs next and what its results add up to. Runs none itself, and belongs to one loop.</summary>
/// <remarks>
/// Equal specs are one check however many services use them. Each check keeps its own absolute times: a slow answer, a late loop
/// or a reload never shifts them. A check has at most one try under way. Taking and recording allocate nothing while no verdict changes.
/// </remarks>
public sealed partial class CheckBoard
{
    /// <summary>The first round is spread over one interval, but never over more than this: an unchecked server is not in service.</summary>
    public static readonly TimeSpan FirstRoundMax = TimeSpan.FromSeconds(5);

    /// <summary>Tries in a row that may be repeated because we looked too late; the next failure counts, for the server may be dead as well.</summary>
    public const int LateInARowMax = 3;

    /// <summary>From this lateness of our own on, what timed out meanwhile says nothing of the server.</summary>
    public static readonly TimeSpan OwnLatenessMax = TimeSpan.FromMilliseconds(100);

    /// <summary>Part of the golden ratio: its multiples fill an interval evenly, however many of them and whichever of them there are.</summary>
    private const double GoldenPart = 0.6180339887498949;

    private readonly int _concurrencyMax;
    private readonly DueQueue _due = new();
    private readonly CheckSet _checks = new();
    private readonly Dictionary<string, KindTotals> _totals = [];
    private readonly DurationHistogram _lateness = new();
    private CheckEntry[] _inOrder = [];
    private Instant _stalledUntil = new(long.MinValue);
    private int _epoch;

    /// <summary>A board with the given checks; at most <paramref name="concurrencyMax"/> run at once.</summary>
    public CheckBoard(IEnumerable<CheckSpec> specs, Instant now, int concurrencyMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(concurrencyMax, 1);
        _concurrencyMax = concurrencyMax;
        Reload(specs, now);
    }

    /// <summary>Distinct checks on the board.</summary>
    public int Count => _inOrder.Length;

    /// <summary>Tries under way, those of removed checks included.</summary>
    public int Running { get; private set; }

    /// <summary>Checks of which no result of this process counted yet: restored verdicts are among them.</summary>
    public int Awaited { get; private set; }

    /// <summary>How much later than due the last check was taken: the lateness of our own loop, or of a board at its concurrency bound.</summary>
    public TimeSpan Lateness { get; private set; }

    /// <summary>The same of all checks taken so far.</summary>
    public DurationHistogram LatenessHistogram => _lateness;

    /// <summary>What the checks of each kind gave so far, by the name of the kind.</summary>
    public IReadOnlyDictionary<string, KindTotals> Totals => _totals;

    /// <summary>When the next check is due; never while as many run as may.</summary>
    public Instant NextDeadline => Running < _concurrencyMax && _due.Count > 0 ? _due.First.Due : Instant.Never;

    /// <summary>Adds a ticket to <paramref name="start"/> for each check that is due and may run. Every ticket must come back through <see cref="Record"/>.</summary>
    /// <param name="now">The time.</param>
    /// <param name="start">Where the tickets go.</param>
    /// <param name="slack">Also takes what is due within this time, so that a loop with thousands of checks a second wakes seldom.</param>
    public void TakeDue(Instant now, List<CheckTicket> start, TimeSpan slack = default)
    {
        Observe(now);
        Instant until = now + slack;
        while (Running < _concurrencyMax && _due.Count > 0 && _due.First is var entry && entry.Due <= until)
        {
            _due.Remove(entry);
            Lateness = entry.Due < now ? now - entry.Due : TimeSpan.Zero;
            _lateness.Note(Lateness);
            entry.Take(now);
            Running++;
            start.Add(new CheckTicket(entry));
        }
    }

    /// <summary>Folds one result in; a change when the verdict is another now.</summary>
    /// <param name="ticket">What was tried.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="now">The time.</param>
    /// <param name="mustConfirm">
    /// Whether the check's fall would leave a pool without a server: then one more try, made at once, decides. Null is never.
    /// </param>
    public VerdictChange? Record(CheckTicket ticket, in ProbeResult result, Instant now, Func<CheckSpec, bool>? mustConfirm = null)
    {
        CheckEntry entry = ticket.Entry;
        if (!entry.Running || entry.Tries != ticket.Try) return null;
        Observe(now);
        Running--;
        entry.Note(result, now);
        if (entry.Removed) return null;

        Fault fault = result.Passed ? Fault.Server : TimedOutByUs(ticket, result, now) ? Fault.Late : result.Fault;
        if (fault == Fault.Local || (fault == Fault.Late && entry.MayBeLate))
        {
            entry.Discard(fault);
            Plan(entry, now, again: fault == Fault.Late);
            return null;
        }

        if (!entry.Answered) Awaited--;
        Verdict before = entry.Verdict;
        bool confirmed = entry.Confirming;
        bool confirm = !result.Passed && !confirmed && entry.WouldFall && mustConfirm is not null && mustConfirm(entry.Spec);
        bool changed = entry.Count(result, confirm, now);
        Plan(entry, now, again: confirm);
        return changed ? new VerdictChange(entry.Spec, before, entry.Verdict, result.Detail, now) { Confirmed = confirmed } : null;
    }

    /// <summary>
    /// Something else says that the target may have changed: its next try comes at once. There is at most one such try for each one of the
    /// schedule, however many hints come. True when a try was brought forward.
    /// </summary>
    public bool Hasten(CheckIdentity identity, Instant now)
    {
        bool any = false;
        for (CheckEntry? entry = _checks.Find(identity); entry is not null; entry = entry.Twin)
        {
            if (!entry.Hasten(now)) continue;
            _due.Put(entry);
            any = true;
        }
        return any;
    }

    /// <summary>What the check concludes; unknown when it is not on the board.</summary>
    public Verdict VerdictOf(CheckSpec spec) => _checks.Find(spec)?.Verdict ?? Verdict.Unknown;

    /// <summary>How the check stands; null when it is not on the board.</summary>
    public CheckState? StateOf(CheckSpec spec) => _checks.Find(spec)?.State();

    /// <summary>How every check stands, in the order of the configuration. To be enumerated before the board is touched again.</summary>
    public IEnumerable<CheckState> States()
    {
        foreach (CheckEntry entry in _inOrder) yield return entry.State();
    }

    /// <summary>Notices that the loop came much later than it was asked to: the process or the host stood still.</summary>
    private void Observe(Instant now)
    {
        Instant promised = NextDeadline;
        if (promised < now && now - promised >= OwnLatenessMax) _stalledUntil = now;
    }

    /// <summary>Whether we stood still while the try waited for an answer, or came to its end much too late.</summary>
    private bool TimedOutByUs(in CheckTicket ticket, in ProbeResult result, Instant now) =>
        result.Outcome == ProbeOutcome.TimedOut
        && (ticket.Entry.Taken < _stalledUntil || now - ticket.Entry.Taken >= ticket.Spec.Timeout + OwnLatenessMax);

    private void Plan(CheckEntry entry, Instant now, bool again)
    {
        entry.Schedule(now, again);
        _due.Put(entry);
    }
}
