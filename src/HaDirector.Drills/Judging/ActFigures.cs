namespace HaDirector.Drills;

/// <summary>What one act measured. Times count from the fault.</summary>
public sealed record ActFigures
{
    // A probe on its way when the fault falls is lost by it.
    private static readonly TimeSpan InFlight = TimeSpan.FromMilliseconds(5);

    /// <summary>The fault.</summary>
    public required Act Act { get; init; }

    /// <summary>Probes answered between fault and healing; 0 says that nothing was measured.</summary>
    public required int ProbesAnswered { get; init; }

    /// <summary>Longest time without an answered probe between fault and healing.</summary>
    public required TimeSpan Outage { get; init; }

    /// <summary>When the first answer came through the other director; null when none did before the healing.</summary>
    public required TimeSpan? Takeover { get; init; }

    /// <summary>Held connections that still exchanged after the watch.</summary>
    public required int Kept { get; init; }

    /// <summary>Held connections that did not.</summary>
    public required int Lost { get; init; }

    /// <summary>Longest silence of a kept connection; null when none was kept.</summary>
    public required TimeSpan? LongestSilence { get; init; }

    /// <summary>Start of the last new connection that the dead server did not answer; null when all were answered, or no server is dead.</summary>
    public required TimeSpan? DeadServerUsed { get; init; }

    /// <summary>New connections that were answered between fault and healing.</summary>
    public required int NewAnswered { get; init; }

    /// <summary>Who answered ARP for the virtual address at the end of the watch.</summary>
    public required Seat ArpAnswers { get; init; }

    /// <summary>Longest time without an answered probe from the healing to the end.</summary>
    public required TimeSpan FailbackOutage { get; init; }

    /// <summary>Kept connections that were lost from the healing to the end.</summary>
    public required int FailbackLost { get; init; }

    /// <summary>Whether the pair came back to where it was.</summary>
    public required bool Restored { get; init; }

    /// <summary>How often a director ended that nobody had ended.</summary>
    public required int UnexpectedEnds { get; init; }

    /// <summary>Longest pause of the prober itself: what is shorter was not measured.</summary>
    public required TimeSpan ProberStall { get; init; }

    /// <summary>Reads the figures from a record.</summary>
    public static ActFigures Of(ActRecord record)
    {
        HeldConnection[] kept = [.. record.Held.Where(held => IsKept(held, record.Watched))];
        return new ActFigures
        {
            Act = record.Act,
            ProbesAnswered = record.Probes.Count(p => p.RoundTrip is not null && IsDuring(record, p.Sent)),
            Outage = LossRun.Longest(LossRun.All(record.Probes, -InFlight, record.Healed)),
            Takeover = TakeoverOf(record),
            Kept = kept.Length,
            Lost = record.Held.Count - kept.Length,
            LongestSilence = kept.Length == 0 ? null : kept.Max(held => held.SilentTo - held.SilentFrom),
            DeadServerUsed = record.New
                .Where(attempt => record.Act.Fault == Fault.ServerDown && attempt.Took is null && IsDuring(record, attempt.Started))
                .Max(attempt => (TimeSpan?)attempt.Started),
            NewAnswered = record.New.Count(attempt => attempt.Took is not null && IsDuring(record, attempt.Started)),
            ArpAnswers = record.ArpAnswers,
            FailbackOutage = LossRun.Longest(LossRun.All(record.Probes, record.Healed, record.Ended)),
            FailbackLost = record.LostAtFailback,
            Restored = record.Restored,
            UnexpectedEnds = record.UnexpectedEnds,
            ProberStall = record.ProberStall,
        };
    }

    /// <summary>Whether a held connection stands and exchanged after the watch.</summary>
    public static bool IsKept(HeldConnection held, TimeSpan watched) => held.Broken is null && held.LastExchange >= watched;

    private static bool IsDuring(ActRecord record, TimeSpan at) => at >= TimeSpan.Zero && at < record.Healed;

    private static TimeSpan? TakeoverOf(ActRecord record)
    {
        TimeSpan? first = null;
        foreach (ProbeSample probe in record.Probes)
        {
            if (probe.Via != Seat.Backup || probe.RoundTrip is not { } took || !IsDuring(record, probe.Sent)) continue;
            TimeSpan answered = probe.Sent + took;
            if (answered < record.Healed && (first is null || answered < first)) first = answered;
        }
        return first;
    }
}
