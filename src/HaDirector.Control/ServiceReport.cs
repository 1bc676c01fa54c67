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
    IReadOnlyList<ServerReport> Servers);

/// <summary>A real server of one service.</summary>
public sealed record ServerReport
{
    /// <summary>Address and port.</summary>
    public required string Address { get; init; }

    /// <summary>Weight in the configuration.</summary>
    public required int ConfiguredWeight { get; init; }

    /// <summary>Weight in the kernel; null when it is not there.</summary>
    public int? Weight { get; init; }

    /// <summary>Connections in the ESTABLISHED state; null when it is not in the kernel.</summary>
    public long? ActiveConnections { get; init; }

    /// <summary>Other connections; null when it is not in the kernel.</summary>
    public long? InactiveConnections { get; init; }

    /// <summary>"up", "down" or "unknown"; a server without a check is up.</summary>
    public required string Verdict { get; init; }

    /// <summary>Its check; null when it has none.</summary>
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
