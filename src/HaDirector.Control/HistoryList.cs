namespace HaDirector.Control;

/// <summary>The last hour of services: the answer of GET /history. Written without indentation, for it is long.</summary>
public sealed record HistoryList
{
    /// <summary>Version of these shapes.</summary>
    public int Api { get; init; } = Snapshot.ApiVersion;

    /// <summary>The end of the last point.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>All services together.</summary>
    public required HistoryReport Total { get; init; }

    /// <summary>Services that were asked for and have a history, in the order of the configuration. Written as they are enumerated.</summary>
    public required IEnumerable<HistoryReport> Services { get; init; }
}

/// <summary>The last hour of one service, or of all.</summary>
/// <param name="Service">Its name; empty for all.</param>
/// <param name="ResolutionSeconds">Seconds of each point.</param>
/// <param name="ConnectionsPerSecond">New connections per second, the oldest point first; null where nothing is known.</param>
/// <param name="BytesPerSecond">Bytes per second, both ways.</param>
/// <param name="Active">Connections in the ESTABLISHED state.</param>
public sealed record HistoryReport(
    string Service, double ResolutionSeconds, IReadOnlyList<double?> ConnectionsPerSecond, IReadOnlyList<double?> BytesPerSecond, IReadOnlyList<double?> Active);
