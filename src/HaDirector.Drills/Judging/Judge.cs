namespace HaDirector.Drills;

/// <summary>Compares what was measured with what a pair owes its clients.</summary>
/// <remarks>Times are judged by the median of the repetitions; connections and ARP by every one of them.</remarks>
public static class Judge
{
    /// <summary>What a scheduler of a busy host may add to a takeover; and an outage below it counts as none.</summary>
    public static readonly TimeSpan TakeoverTolerance = TimeSpan.FromMilliseconds(20);

    /// <summary>What the verdict's way to the kernel and the spacing of new connections may add to the time a dead server is used.</summary>
    public static readonly TimeSpan DeadServerTolerance = TimeSpan.FromMilliseconds(200);

    /// <summary>Judges the repetitions of one fault.</summary>
    public static IReadOnlyList<Finding> Weigh(DrillSubject subject, Fault fault, IReadOnlyList<ActFigures> acts) =>
        acts.Count == 0 ? [new Finding(fault, "the fault is injected", "never", false)] : [.. Expect(subject, fault, acts)];

    private static IEnumerable<Finding> Expect(DrillSubject subject, Fault fault, IReadOnlyList<ActFigures> acts)
    {
        (string master, string backup) = (subject.Master.Name, subject.Backup.Name);
        int ends = acts.Sum(a => a.UnexpectedEnds);
        if (ends > 0) yield return new(fault, "no director ends by itself", $"{ends} ended", false);
        if (acts.Any(a => a.ProbesAnswered == 0)) yield return new(fault, "the probe is answered after the fault", "no", false);
        yield return FaultText.TakesOver(fault) ? TakenOver(fault, acts, backup) : NotTakenOver(fault, acts, master);
        if (fault is Fault.Cut or Fault.LinkDown)
            yield return AtMost(fault, "outage", acts.Select(a => a.Outage), subject.BackupDownInterval + TakeoverTolerance);
        // Nothing is owed but that nothing happens; the new process takes its share of a small host's processor while it starts.
        if (fault == Fault.KillDirector) yield return AtMost(fault, "outage", acts.Select(a => a.Outage), subject.AdvertInterval);
        if (fault is Fault.Graceful or Fault.KillVrrp or Fault.KillDirector or Fault.Cut) yield return AllKept(fault, acts);
        if (fault == Fault.ServerDown && subject.DeadServerBound is { } bound)
        {
            IEnumerable<TimeSpan> used = acts.Select(a => a.DeadServerUsed ?? TimeSpan.Zero);
            yield return AtMost(fault, "dead server used", used, bound + DeadServerTolerance);
            int answered = acts.Min(a => a.NewAnswered);
            yield return new(fault, "new connections are answered by the others", $"{answered} at least", answered > 0);
        }
        yield return ArpOnlyBy(fault, acts, FaultText.TakesOver(fault) ? Seat.Backup : Seat.Master, subject);
        int back = acts.Count(a => a.Restored);
        yield return new(fault, $"{master} is master again", Times(back, acts.Count), back == acts.Count);
    }

    private static Finding TakenOver(Fault fault, IReadOnlyList<ActFigures> acts, string backup)
    {
        int times = acts.Count(a => a.Takeover is not null);
        return new(fault, $"{backup} takes over", Times(times, acts.Count), times == acts.Count);
    }

    private static Finding NotTakenOver(Fault fault, IReadOnlyList<ActFigures> acts, string master)
    {
        int times = acts.Count(a => a.Takeover is null);
        return new(fault, $"{master} stays master", Times(times, acts.Count), times == acts.Count);
    }

    private static string Times(int times, int of) => times == of ? "yes" : times == 0 ? "no" : $"{times} of {of}";

    private static Finding AtMost(Fault fault, string what, IEnumerable<TimeSpan> measured, TimeSpan limit)
    {
        Spread spread = Spread.Of(measured)!.Value;
        double bound = limit.TotalMilliseconds;
        string expectation = $"{what} at most {Figure.Milliseconds(bound)} ms";
        return new(fault, expectation, $"{Figure.Of(spread)} ms", spread.Median <= bound, spread.Median, bound);
    }

    private static Finding AllKept(Fault fault, IReadOnlyList<ActFigures> acts)
    {
        (int lost, int held) = (acts.Sum(a => a.Lost), acts.Sum(a => a.Kept + a.Lost));
        return new(fault, "every held connection is kept", $"{held - lost} of {held}", lost == 0 && held > 0, lost, 0);
    }

    private static Finding ArpOnlyBy(Fault fault, IReadOnlyList<ActFigures> acts, Seat wanted, DrillSubject subject)
    {
        string measured = string.Join("; ", acts.Select(a => Figure.Of(a.ArpAnswers, subject)).Distinct());
        return new(fault, $"only {Figure.Of(wanted, subject)} answers ARP at the end", measured, acts.All(a => a.ArpAnswers == wanted));
    }
}
