namespace HaDirector.Control;

/// <summary>What a director is and does at one moment: the answer of GET /status.</summary>
/// <remarks>Fields may be added under the same <see cref="Api"/>; a field that changes its meaning makes a new one.</remarks>
public sealed record Snapshot
{
    /// <summary>The version this code writes.</summary>
    public const int ApiVersion = 1;

    /// <summary>Version of these shapes.</summary>
    public int Api { get; init; } = ApiVersion;

    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>Name of this director in the configuration.</summary>
    public required string Director { get; init; }

    /// <summary>SHA-256 of the configuration in force: equal on both directors when the files are.</summary>
    public required string ConfigHash { get; init; }

    /// <summary>Path of the configuration.</summary>
    public required string ConfigPath { get; init; }

    /// <summary>When this was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the director process started.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>How many reloads were applied and refused since then.</summary>
    public required ReloadReport Reloads { get; init; }

    /// <summary>How many files that came over the control socket ended how, since then.</summary>
    public ApplyCounts Applies { get; init; } = new(0, 0, 0, 0);

    /// <summary>The VRRP process; null until it was heard.</summary>
    public VrrpProcessReport? VrrpProcess { get; init; }

    /// <summary>Virtual routers in the order of the configuration.</summary>
    public IReadOnlyList<RouterReport> Routers { get; init; } = [];

    /// <summary>Tracked objects in the order of the configuration.</summary>
    public IReadOnlyList<TrackReport> Tracks { get; init; } = [];

    /// <summary>BFD sessions in the order of the configuration.</summary>
    public IReadOnlyList<SessionReport> Sessions { get; init; } = [];

    /// <summary>The other directors and the fence; null until the VRRP process was heard.</summary>
    public PairReport? Pair { get; init; }

    /// <summary>All services of the configuration together, those left out of <see cref="Services"/> too.</summary>
    public ServiceTotals Totals { get; init; } = new(0, 0, 0, 0, new ServerCounts(0, 0, 0), null);

    /// <summary>Virtual services in the order of the configuration, as far as they were asked for and there is room; GET /services has all in a line each.</summary>
    public IReadOnlyList<ServiceReport> Services { get; init; } = [];

    /// <summary>What the checks do, all together; GET /checks has each.</summary>
    public ProbingReport? Probing { get; init; }

    /// <summary>The kernel's IPVS table as we treat it.</summary>
    public required IpvsReport Ipvs { get; init; }

    /// <summary>Connection sync; null when it is off.</summary>
    public ConnectionSyncReport? ConnectionSync { get; init; }

    /// <summary>What is wrong now, oldest first.</summary>
    public IReadOnlyList<ConditionReport> Conditions { get; init; } = [];
}

/// <summary>All services together.</summary>
/// <param name="Services">Services of the configuration.</param>
/// <param name="Problems">Those whose quorum is lost, whose sorry server answers, that use failed servers or have one that is down.</param>
/// <param name="ServicesLeftOut">Those that were asked for and are not in this answer, for there is no room.</param>
/// <param name="ServersLeftOut">Servers of those asked for that are not in this answer.</param>
/// <param name="Servers">Servers of all services.</param>
/// <param name="Traffic">Their connections and traffic; null when the kernel cannot be asked.</param>
public sealed record ServiceTotals(int Services, int Problems, int ServicesLeftOut, int ServersLeftOut, ServerCounts Servers, TrafficReport? Traffic);

/// <summary>How often the configuration was loaded again.</summary>
/// <param name="Applied">Reloads in force, those that changed nothing included.</param>
/// <param name="Refused">Reloads that were refused; the running plan stayed.</param>
/// <param name="Last">When the last one came; null is never.</param>
public sealed record ReloadReport(long Applied, long Refused, DateTimeOffset? Last);

/// <summary>What became of files that came over the control socket; one that waits for its confirmation is in none.</summary>
/// <param name="Applied">In force and kept.</param>
/// <param name="RolledBack">In force for a while; the plan of before is in force again.</param>
/// <param name="Refused">Had errors, or could not be kept: never in force.</param>
/// <param name="Superseded">A reload came in between.</param>
public sealed record ApplyCounts(long Applied, long RolledBack, long Refused, long Superseded)
{
    /// <summary>With one more of an outcome, a word of <see cref="ApplyOutcome"/>; others are not counted.</summary>
    public ApplyCounts With(string outcome) => outcome switch
    {
        ApplyOutcome.Applied => this with { Applied = Applied + 1 },
        ApplyOutcome.RolledBack => this with { RolledBack = RolledBack + 1 },
        ApplyOutcome.Refused => this with { Refused = Refused + 1 },
        ApplyOutcome.Superseded => this with { Superseded = Superseded + 1 },
        _ => this,
    };
}

/// <summary>Something that is wrong now.</summary>
/// <param name="Name">Stable name; docs/conditions.md explains each.</param>
/// <param name="Subject">What it concerns, or empty.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Advice">What to do about it.</param>
/// <param name="Since">When it began.</param>
public sealed record ConditionReport(string Name, string Subject, string Message, string Advice, DateTimeOffset Since);
