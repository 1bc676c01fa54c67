namespace HaDirector.Health;

/// <summary>What all checks of a kind gave since the start, those gone from the file included: counters that never go back.</summary>
public sealed class KindTotals
{
    private OutcomeCounts _outcomes;

    /// <summary>Results by how they ended.</summary>
    public OutcomeCounts Outcomes => _outcomes;

    /// <summary>How long the passed tries took.</summary>
    public DurationHistogram Latency { get; private init; } = new();

    /// <summary>A copy that stays as it is.</summary>
    public KindTotals Snapshot() => new() { _outcomes = _outcomes, Latency = Latency.Snapshot() };

    internal void Note(in ProbeResult result)
    {
        _outcomes.Note(result.Outcome);
        if (result.Passed) Latency.Note(result.Took);
    }
}
