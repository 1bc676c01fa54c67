namespace HaDirector.Control;

/// <summary>Services in a line each: the answer of GET /services. Its size grows with the services asked for, not with their servers.</summary>
public sealed record ServiceList
{
    /// <summary>Version of these shapes.</summary>
    public int Api { get; init; } = Snapshot.ApiVersion;

    /// <summary>When this was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Services of the configuration.</summary>
    public int Total { get; init; }

    /// <summary>Services that were asked for, those beyond the limit included.</summary>
    public int Matching { get; init; }

    /// <summary>Services in the order asked for. Written as they are enumerated.</summary>
    public required IEnumerable<ServiceSummary> Services { get; init; }
}

/// <summary>How one service stands.</summary>
/// <param name="Name">Name in the configuration.</param>
/// <param name="Address">"tcp://192.0.2.80:80", "mark:5".</param>
/// <param name="Scheduler">Kernel name of the scheduler.</param>
/// <param name="InKernel">Whether the kernel holds it; null when the kernel could not be asked.</param>
/// <param name="Servers">Servers of the configuration.</param>
/// <param name="Up">Those that are up.</param>
/// <param name="Problem">What is wrong in a word: "quorum_lost", "sorry", "panic", "not_in_kernel", "servers_down"; null when nothing is.</param>
/// <param name="Traffic">Connections and traffic; null when the kernel does not hold it.</param>
public sealed record ServiceSummary(
    string Name, string Address, string Scheduler, bool? InKernel, int Servers, int Up, string? Problem, TrafficReport? Traffic);
