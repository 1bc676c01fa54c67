namespace HaDirector.Drills;

/// <summary>An act as a picture shows it: stretches and marks instead of single probes. Times count from the fault.</summary>
public sealed record TimeLine
{
    /// <summary>Most events that are kept; adverts and ARP of a storm are cut off here.</summary>
    private const int MarksMax = 400;

    private const int CombTeethMin = 5;
    private static readonly TimeSpan CombTooth = TimeSpan.FromMilliseconds(8);

    /// <summary>Stretches of the probe: answered through one director, or lost.</summary>
    public required IReadOnlyList<Stretch> Probe { get; init; }

    /// <summary>Stretches in which a director advertised.</summary>
    public required IReadOnlyList<Stretch> Adverts { get; init; }

    /// <summary>Single events: resignations, gratuitous ARP, answers to ARP.</summary>
    public required IReadOnlyList<LinkEvent> Marks { get; init; }

    /// <summary>Longest silence of each held connection.</summary>
    public required IReadOnlyList<HeldConnection> Held { get; init; }

    /// <summary>New connections.</summary>
    public required IReadOnlyList<NewConnection> New { get; init; }

    /// <summary>When the healing began.</summary>
    public required TimeSpan Healed { get; init; }

    /// <summary>End of the act.</summary>
    public required TimeSpan Ended { get; init; }

    /// <summary>Compresses a record.</summary>
    public static TimeLine Of(ActRecord record, TimeSpan advertInterval) => new()
    {
        Probe = [.. Gathered(ProbeStretches(record.Probes))],
        Adverts = [.. AdvertStretches(record.Link, Seat.Master, advertInterval), .. AdvertStretches(record.Link, Seat.Backup, advertInterval)],
        Marks = [.. record.Link.Where(e => e.Kind != LinkEventKind.Advert).Take(MarksMax)],
        Held = record.Held,
        New = record.New,
        Healed = record.Healed,
        Ended = record.Ended,
    };

    private static IEnumerable<Stretch> ProbeStretches(IReadOnlyList<ProbeSample> probes)
    {
        Stretch? open = null;
        foreach (ProbeSample probe in probes)
        {
            int lost = probe.RoundTrip is null ? 1 : 0;
            Seat by = lost == 1 ? Seat.None : probe.Via == Seat.None ? Seat.Stranger : probe.Via;
            if (open is { } same && same.By == by)
            {
                open = same with { To = probe.Sent, Count = same.Count + 1, Lost = same.Lost + lost };
                continue;
            }
            // As with outages, a pause of the prober itself does not belong to the loss before it.
            if (open is { } done)
            {
                bool paused = done.Lost > 0 && probe.Sent - done.To > LossRun.PauseMax;
                yield return done with { To = paused ? done.To + LossRun.PauseMax : probe.Sent };
            }
            open = new Stretch(probe.Sent, probe.Sent, by, 1, lost);
        }
        if (open is { } last) yield return last;
    }

    // Where every other probe is lost, as with one dead server of two, a picture of single probes would be a comb: it becomes one stretch.
    private static IEnumerable<Stretch> Gathered(IEnumerable<Stretch> stretches)
    {
        var comb = new List<Stretch>();
        foreach (Stretch stretch in stretches)
        {
            if (stretch.To - stretch.From <= CombTooth)
            {
                comb.Add(stretch);
                continue;
            }
            foreach (Stretch tooth in Joined(comb)) yield return tooth;
            comb.Clear();
            yield return stretch;
        }
        foreach (Stretch tooth in Joined(comb)) yield return tooth;
    }

    private static IReadOnlyList<Stretch> Joined(List<Stretch> comb) =>
        comb.Count < CombTeethMin
            ? comb
            : [new Stretch(comb[0].From, comb[^1].To, comb.Max(s => s.By), comb.Sum(s => s.Count), comb.Sum(s => s.Lost))];

    // Two adverts further apart than 2.5 intervals belong to two stretches.
    private static IEnumerable<Stretch> AdvertStretches(IReadOnlyList<LinkEvent> events, Seat by, TimeSpan interval)
    {
        Stretch? open = null;
        foreach (LinkEvent advert in events.Where(e => e.By == by && e.Kind is LinkEventKind.Advert or LinkEventKind.Resignation))
        {
            bool resigns = advert.Kind == LinkEventKind.Resignation;
            if (open is { } same && advert.At - same.To <= 2.5 * interval)
            {
                open = same with { To = advert.At, Count = same.Count + 1 };
            }
            else
            {
                if (open is { } done) yield return done;
                open = resigns ? null : new Stretch(advert.At, advert.At, by, 1);
            }
            if (!resigns || open is not { } resigned) continue;
            yield return resigned;
            open = null;
        }
        if (open is { } last) yield return last;
    }
}

/// <summary>A stretch of time in which one thing went on.</summary>
/// <param name="From">Begin.</param>
/// <param name="To">End.</param>
/// <param name="By">The director it went through, a stranger when that is not known; <see cref="Seat.None"/>: probes were lost.</param>
/// <param name="Count">Probes or adverts in it.</param>
/// <param name="Lost">How many of the probes were lost.</param>
public readonly record struct Stretch(TimeSpan From, TimeSpan To, Seat By, int Count, int Lost = 0);
