namespace HaDirector.Control;

/// <summary>What a configuration file would change: the answer of POST /plan.</summary>
public sealed record PlanReport
{
    /// <summary>Changes that are listed unless all are asked for; the rest is counted.</summary>
    public const int ChangesShown = 500;

    /// <summary>Version of these shapes.</summary>
    public int Api { get; init; } = Snapshot.ApiVersion;

    /// <summary>When this was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Name of the director that judged.</summary>
    public required string Director { get; init; }

    /// <summary>Name of the file, as it was given.</summary>
    public required string File { get; init; }

    /// <summary>Whether the file is good; else nothing can be said of changes.</summary>
    public required bool Accepted { get; init; }

    /// <summary>Every finding about the file, by position.</summary>
    public IReadOnlyList<FindingReport> Findings { get; init; } = [];

    /// <summary>SHA-256 of the configuration in force; null without a running director.</summary>
    public string? BeforeHash { get; init; }

    /// <summary>SHA-256 of the file; null when it is refused.</summary>
    public string? AfterHash { get; init; }

    /// <summary>How many changes there are of each class.</summary>
    public ChangeCounts Counts { get; init; } = new(0, 0, 0, 0);

    /// <summary>The changes, those that disturb most first.</summary>
    public IReadOnlyList<ChangeReport> Changes { get; init; } = [];

    /// <summary>Changes that are not listed.</summary>
    public int ChangesOmitted { get; init; }

    /// <summary>What would be written to the kernel's table; null when the file is refused.</summary>
    public KernelPlanReport? Kernel { get; init; }
}

/// <summary>One change.</summary>
/// <param name="Subject">What it concerns: "server web 192.0.2.21:80".</param>
/// <param name="What">What is different: "weight 1 → 2".</param>
/// <param name="Class">"none", "drain", "role_change" or "restart".</param>
public sealed record ChangeReport(string Subject, string What, string Class);

/// <summary>Changes by class.</summary>
/// <param name="None">Nobody notices.</param>
/// <param name="Drain">Something takes no new connections any more.</param>
/// <param name="RoleChange">A virtual router may change its role.</param>
/// <param name="Restart">Takes effect at the next start of the daemon.</param>
public sealed record ChangeCounts(int None, int Drain, int RoleChange, int Restart)
{
    /// <summary>All together.</summary>
    public int Sum() => None + Drain + RoleChange + Restart;
}

/// <summary>A finding about the file.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Severity">"error" or "warning".</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Hint">What to do; null when there is nothing to add.</param>
public sealed record FindingReport(string Code, string Severity, int Line, int Column, string Message, string? Hint);

/// <summary>What would be written to the kernel's IPVS table, as the servers stand now.</summary>
/// <param name="Available">Whether the table could be read.</param>
/// <param name="Remark">Why it could not, or what is to be known about the comparison; null is nothing.</param>
/// <param name="Operations">How many operations.</param>
/// <param name="Lines">The first of them, in order.</param>
public sealed record KernelPlanReport(bool Available, string? Remark, int Operations, IReadOnlyList<string> Lines);
