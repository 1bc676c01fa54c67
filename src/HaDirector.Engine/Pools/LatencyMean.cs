using HaDirector.Model;

namespace HaDirector.Engine.Pools;

/// <summary>Mean latency of a server in which old measurements fade, and the share of its weight that it is left with for it.</summary>
internal sealed class LatencyMean
{
    private Instant _at;
    private double _mean; // seconds

    /// <summary>The mean in seconds; 0 before the first measurement.</summary>
    public double Seconds => _mean;

    /// <summary>Share of its weight.</summary>
    public double Share { get; set; } = 1;

    /// <summary>Takes a measurement.</summary>
    public void Add(TimeSpan took, TimeSpan halfLife, Instant now)
    {
        double seconds = Math.Max(took.TotalSeconds, 0);
        if (_mean == 0) _mean = seconds;
        else _mean += (seconds - _mean) * (1 - Math.Pow(0.5, (now - _at) / halfLife));
        _at = now;
    }
}
