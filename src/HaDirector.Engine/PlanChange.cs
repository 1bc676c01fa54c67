namespace HaDirector.Engine;

/// <summary>What a change of the plan means for those who are connected now.</summary>
public enum Disruption : byte
{
    /// <summary>Nobody notices.</summary>
    None,

    /// <summary>Something takes no new connections any more, or is gone for those that used it.</summary>
    Drain,

    /// <summary>A virtual router may change its role.</summary>
    RoleChange,

    /// <summary>Takes effect only when the daemon is started again.</summary>
    Restart,
}

/// <summary>One difference between two plans, as a reload tells it.</summary>
/// <param name="Subject">What it concerns: "router web", "service web", "server web 192.0.2.21:80".</param>
/// <param name="What">What is different, in words: "added", "weight 1 → 2".</param>
/// <param name="Disruption">What it means for those who are connected now.</param>
public readonly record struct PlanChange(string Subject, string What, Disruption Disruption)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Subject}: {What}";
}
