namespace HaDirector.Control;

/// <summary>A virtual service and its servers.</summary>
/// <param name="Name">Name in the configuration.</param>
/// <param name="Address">"tcp://192.0.2.80:80", "mark:5".</param>
/// <param name="Scheduler">Kernel name of the scheduler.</param>
/// <param name="Forwarding">"nat", "dr" or "tun": that of its servers.</param>
/// <param name="PersistenceSeconds">Persistence time-out; 0 when not persistent.</param>
/// <param name="InKernel">Whether the kernel holds it; null when the kernel could not be asked.</param>
/// <param name="Servers">Its servers in the order of the configuration.</param>
public sealed record ServiceReport(
    string Name,
    string Address,
    string Scheduler,
    string Forwarding,
    long PersistenceSeconds,
    bool? InKernel,
    IReadOnlyList<ServerReport> Servers)
{
    /// <summary>How it stands as a whole; null until its checks began.</summary>
    public PoolReport? Pool { get; init; }

    /// <summary>Its servers by verdict, those left out of <see cref="Servers"/> too.</summary>
    public ServerCounts Counts { get; init; } = new(0, 0, 0);

    /// <summary>Connections and traffic; null when the kernel does not hold it.</summary>
    public TrafficReport? Traffic { get; init; }
}

/// <summary>Servers by verdict.</summary>
/// <param name="Up">Those that are up, those without a check too.</param>
/// <param name="Down">Those that are down.</param>
/// <param name="Unknown">Those that have no result yet.</param>
public sealed record ServerCounts(int Up, int Down, int Unknown);

/// <summary>How a service stands as a whole.</summary>
/// <param name="Quorum">"gained", "lost" or "undecided".</param>
/// <param name="WeightUp">Weight of the servers that may take new connections.</param>
/// <param name="Minimum">Weight it needs, hysteresis aside.</param>
/// <param name="Healthy">Servers that are up and ready.</param>
/// <param name="Failed">Servers that are down, those in maintenance left out.</param>
/// <param name="Backups">Backup servers in use.</param>
/// <param name="Sorry">Whether the sorry server answers.</param>
/// <param name="Panic">Whether failed servers are used because too few are up.</param>
public sealed record PoolReport(string Quorum, int WeightUp, int Minimum, int Healthy, int Failed, int Backups, bool Sorry, bool Panic);

/// <summary>A real server of one service.</summary>
public sealed record ServerReport
{
    /// <summary>Address and port.</summary>
    public required string Address { get; init; }

    /// <summary>Weight in the configuration.</summary>
    public required int ConfiguredWeight { get; init; }

    /// <summary>Weight in the kernel; null when it is not there. It is <see cref="Scale"/> times what is meant.</summary>
    public int? Weight { get; init; }

    /// <summary>What weights are multiplied by in the kernel: 1, or 100 in a pool with slow start or latency weights, so that parts of a weight can be told apart.</summary>
    public int Scale { get; init; } = 1;

    /// <summary>Connections in the ESTABLISHED state; null when it is not in the kernel.</summary>
    public long? ActiveConnections { get; init; }

    /// <summary>Other connections; null when it is not in the kernel.</summary>
    public long? InactiveConnections { get; init; }

    /// <summary>Connections and traffic; null when it is not in the kernel.</summary>
    public TrafficReport? Traffic { get; init; }

    /// <summary>"up", "down" or "unknown"; a server without a check is up.</summary>
    public required string Verdict { get; init; }

    /// <summary>Weight it is to have in the kernel; null when it is not to be there.</summary>
    public int? DesiredWeight { get; init; }

    /// <summary>What it does: "serving", "starting", "draining", "drained", "failed", "held_back", "standby", "outvoted", "panic", "sorry" or "unchecked".</summary>
    public string Role { get; init; } = "unchecked";

    /// <summary>What is asked of it: "ready", "drain" or "maintenance".</summary>
    public string Mode { get; init; } = "ready";

    /// <summary>Its check, the first of several; null when it has none.</summary>
    public CheckReport? Check { get; init; }
}

/// <summary>The check of one server.</summary>
/// <param name="Kind">"tcp", "http".</param>
/// <param name="Target">Where it is tried.</param>
/// <param name="LastResult">What the last try gave, in one line; empty before the first.</param>
/// <param name="LastPassed">Whether it passed; null before the first.</param>
/// <param name="LastTookMs">How long it took.</param>
/// <param name="AgeSeconds">How long ago that was.</param>
public sealed record CheckReport(string Kind, string Target, string LastResult, bool? LastPassed, double? LastTookMs, double? AgeSeconds);
