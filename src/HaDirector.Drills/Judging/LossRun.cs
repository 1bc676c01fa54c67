namespace HaDirector.Drills;

/// <summary>Probes in a row that were not answered.</summary>
/// <param name="From">When the first of them was sent.</param>
/// <param name="To">
/// When the first answered one after them was sent, but no later than <see cref="PauseMax"/> after the last lost one: while the prober
/// itself pauses nothing is measured. The last probe of all when none was answered.
/// </param>
/// <param name="Count">How many.</param>
public readonly record struct LossRun(TimeSpan From, TimeSpan To, int Count)
{
    /// <summary>Longest time between two probes in which the earlier one's fate goes on.</summary>
    public static readonly TimeSpan PauseMax = TimeSpan.FromMilliseconds(10);

    /// <summary>How long the client was without answers.</summary>
    public TimeSpan Length => To - From;

    /// <summary>All runs of lost probes among those sent from <paramref name="from"/> to before <paramref name="to"/>, in order.</summary>
    public static IEnumerable<LossRun> All(IEnumerable<ProbeSample> probes, TimeSpan from, TimeSpan to)
    {
        (TimeSpan begin, TimeSpan last, int count) = (default, default, 0);
        foreach (ProbeSample probe in probes)
        {
            if (probe.Sent < from || probe.Sent >= to) continue;
            if (probe.RoundTrip is null)
            {
                if (count++ == 0) begin = probe.Sent;
            }
            else if (count > 0)
            {
                yield return new LossRun(begin, probe.Sent - last > PauseMax ? last + PauseMax : probe.Sent, count);
                count = 0;
            }
            last = probe.Sent;
        }
        if (count > 0) yield return new LossRun(begin, last, count);
    }

    /// <summary>The longest of some runs; zero of none.</summary>
    public static TimeSpan Longest(IEnumerable<LossRun> runs) => runs.Select(r => r.Length).DefaultIfEmpty().Max();
}
