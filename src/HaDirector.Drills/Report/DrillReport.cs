namespace HaDirector.Drills;

/// <summary>All that came out of a drill.</summary>
/// <param name="Subject">The pair.</param>
/// <param name="Setting">Where and when.</param>
/// <param name="Faults">What each fault measured, in the order of the script.</param>
public sealed record DrillReport(DrillSubject Subject, DrillSetting Setting, IReadOnlyList<FaultReport> Faults)
{
    /// <summary>Whether every expectation of every fault was met.</summary>
    public bool Passed => Faults.Count > 0 && Faults.All(f => f.Passed);

    /// <summary>Makes the report of a drill from the records of its acts.</summary>
    public static DrillReport Of(DrillSubject subject, DrillSetting setting, IReadOnlyList<ActRecord> records)
    {
        var faults = new List<FaultReport>();
        foreach (IGrouping<Fault, ActRecord> group in records.GroupBy(r => r.Act.Fault))
        {
            ActReport[] acts = [.. group.Select(r => new ActReport(ActFigures.Of(r), TimeLine.Of(r, subject.AdvertInterval)))];
            faults.Add(new FaultReport(group.Key, acts, Judge.Weigh(subject, group.Key, [.. acts.Select(a => a.Figures)])));
        }
        return new DrillReport(subject, setting, faults);
    }
}

/// <summary>Where and when a drill was run.</summary>
/// <param name="Started">When it began.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Config">Name of the configuration file.</param>
/// <param name="Program">Name and version of what was drilled.</param>
/// <param name="Kernel">Kernel and processors of the host.</param>
public sealed record DrillSetting(DateTimeOffset Started, TimeSpan Took, string Config, string Program, string Kernel);

/// <summary>The repetitions of one fault and the findings about them.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Acts">Its repetitions.</param>
/// <param name="Findings">What was expected and what came.</param>
public sealed record FaultReport(Fault Fault, IReadOnlyList<ActReport> Acts, IReadOnlyList<Finding> Findings)
{
    /// <summary>Whether every expectation was met.</summary>
    public bool Passed => Findings.All(f => f.Met);

    /// <summary>Spread of one figure over the repetitions that have it.</summary>
    public Spread? Spread(Func<ActFigures, TimeSpan?> figure) =>
        Drills.Spread.Of(Acts.Select(a => figure(a.Figures)).OfType<TimeSpan>());

    /// <summary>The repetition whose outage is nearest to the median: the one to show.</summary>
    public ActReport Typical
    {
        get
        {
            double median = Drills.Spread.Of(Acts.Select(a => a.Figures.Outage))!.Value.Median;
            return Acts.MinBy(a => Math.Abs(a.Figures.Outage.TotalMilliseconds - median))!;
        }
    }
}

/// <summary>One repetition.</summary>
/// <param name="Figures">What it measured.</param>
/// <param name="TimeLine">How it went.</param>
public sealed record ActReport(ActFigures Figures, TimeLine TimeLine);
