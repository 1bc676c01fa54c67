using HaDirector.Model;

namespace HaDirector.Health;

/// <summary>How a check stands, for status and metrics. Costs little to make: what takes counting is counted when it is asked for.</summary>
public sealed record CheckState
{
    /// <summary>The check.</summary>
    public required CheckSpec Check { get; init; }

    /// <summary>What it concludes.</summary>
    public Verdict Verdict { get; init; }

    /// <summary>When it concluded that; <see cref="Instant.Never"/> while unknown. Before this host's boot (below zero) when it was restored.</summary>
    public Instant VerdictSince { get; init; } = Instant.Never;

    /// <summary>The last result, whether it counted or not; default before the first.</summary>
    public ProbeResult Last { get; init; }

    /// <summary>When the last result was recorded; <see cref="Instant.Never"/> before the first.</summary>
    public Instant LastAt { get; init; } = Instant.Never;

    /// <summary>When the next try is due; <see cref="Instant.Never"/> while one is under way.</summary>
    public Instant NextDue { get; init; } = Instant.Never;

    /// <summary>Equal results in a row up to now: passes above zero, failures below.</summary>
    public int Streak { get; init; }

    /// <summary>The last results that counted.</summary>
    public RecentResults Recent { get; init; }

    /// <summary>Tries started.</summary>
    public long Tries { get; init; }

    /// <summary>Failures that counted.</summary>
    public long Failures { get; init; }

    /// <summary>Results that did not count, being our own fault.</summary>
    public long Discarded { get; init; }

    /// <summary>All results since this process started, by how they ended.</summary>
    public OutcomeCounts Outcomes { get; init; }

    /// <summary>How long the last passed tries took.</summary>
    public LatencyRing Latency { get; init; }

    /// <summary>How long passed tries take, smoothed: the newest says an eighth. Null before the first.</summary>
    public TimeSpan? LatencyMean { get; init; }

    /// <summary>What the server said last of itself, part by part; null while it said nothing.</summary>
    public ServerAdvice? Advice { get; init; }

    /// <summary>The last changes of the verdict, oldest first, at most <see cref="Transition.Max"/>.</summary>
    public IReadOnlyList<Transition> History { get; init; } = [];

    /// <summary>Whether the verdict is from before a restart, and no result of this process counted yet.</summary>
    public bool IsRestored { get; init; }

    /// <summary>Whether it would be down, and one more try decides because a pool would be empty.</summary>
    public bool IsConfirming { get; init; }
}
