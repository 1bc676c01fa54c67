namespace HaDirector.Engine;

/// <summary>How a service makes weights of what its checks say.</summary>
public sealed record ServicePolicy
{
    /// <summary>Everything at its default.</summary>
    public static ServicePolicy Default { get; } = new();

    /// <summary>What happens to a server whose check fails.</summary>
    public FailureAction OnFailure { get; init; }

    /// <summary>What a server counts as before its first result.</summary>
    public StartPolicy Start { get; init; }

    /// <summary>How long a server that drains (down with <see cref="FailureAction.Drain"/>, drained by command, or gone from the file) keeps its connections; null is without end,
    /// for one that is gone from the file no time at all. It is removed sooner when it has no active connection left.</summary>
    public TimeSpan? Drain { get; init; }

    /// <summary>How a server that comes back gets its weight; null is at once.</summary>
    public SlowStartSpec? SlowStart { get; init; }

    /// <summary>How latency moves weights; null is not at all.</summary>
    public LatencyWeightsSpec? LatencyWeights { get; init; }

    /// <summary>When the service counts as having enough servers.</summary>
    public QuorumSpec Quorum { get; init; } = new(1, 0);

    /// <summary>The server that answers while the quorum is lost; null is none. Its check, if any, must pass.</summary>
    public RealServerSpec? SorryServer { get; init; }

    /// <summary>Below this percentage of healthy servers all are used, loudly; 0 is never.</summary>
    public int PanicPercent { get; init; }

    /// <summary>How a server that comes and goes is held back; null is not at all.</summary>
    public FlapSpec? Flap { get; init; }

    /// <summary>Whether a server that gets connections of which none is established is checked at once (services of TCP only).</summary>
    public bool PassiveHints { get; init; }
}

/// <summary>What happens to a server whose check fails.</summary>
public enum FailureAction : byte
{
    /// <summary>Weight 0: its connections go on, new ones go elsewhere.</summary>
    Drain,

    /// <summary>Removed from the table.</summary>
    Remove,
}

/// <summary>What a server counts as before its first result.</summary>
public enum StartPolicy : byte
{
    /// <summary>Not in service: no unchecked server gets traffic.</summary>
    Checked,

    /// <summary>In service.</summary>
    Up,
}

/// <summary>A ramp from nothing to the whole weight.</summary>
/// <param name="Duration">Time of the whole ramp.</param>
/// <param name="Aggression">Exponent of Envoy's curve, weight × (elapsed / duration)^(1 / aggression); 1 is a straight line.</param>
/// <param name="MinPercent">Percent of the weight it begins with, at least one unit.</param>
public sealed record SlowStartSpec(TimeSpan Duration, double Aggression, int MinPercent);

/// <summary>Weights that follow the latency of checks: slower than the pool's median gets less.</summary>
/// <param name="MinPercent">Least a server is left with, 1-100.</param>
/// <param name="MaxPercent">Most it gets, 100-200.</param>
/// <param name="HalfLife">Time in which an old measurement loses half its say.</param>
public sealed record LatencyWeightsSpec(int MinPercent, int MaxPercent, TimeSpan HalfLife);

/// <summary>Quorum with hysteresis, keepalived's arithmetic: gained at minimum + hysteresis, lost below minimum - hysteresis, in weight of servers that are up.</summary>
/// <param name="Minimum">At least 1.</param>
/// <param name="Hysteresis">Less than <paramref name="Minimum"/>.</param>
public sealed record QuorumSpec(int Minimum, int Hysteresis);

/// <summary>A server that failed often is let in again only after a growing time.</summary>
/// <param name="Changes">Failures within <paramref name="Window"/> from which on it is held back.</param>
/// <param name="Window">Time looked back.</param>
/// <param name="HoldFirst">How long it is held the first time; each further time twice as long.</param>
/// <param name="HoldMax">Never longer than this.</param>
public sealed record FlapSpec(int Changes, TimeSpan Window, TimeSpan HoldFirst, TimeSpan HoldMax);
