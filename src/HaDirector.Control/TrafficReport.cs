namespace HaDirector.Control;

/// <summary>Connections and traffic of a server, of a service, or of all.</summary>
public sealed record TrafficReport
{
    /// <summary>Connections in the ESTABLISHED state.</summary>
    public long Active { get; init; }

    /// <summary>Other connections the kernel remembers.</summary>
    public long Inactive { get; init; }

    /// <summary>Persistence templates.</summary>
    public long Templates { get; init; }

    /// <summary>Connections scheduled since the kernel has it, or since its counters were zeroed.</summary>
    public ulong Connections { get; init; }

    /// <summary>Packets from clients.</summary>
    public ulong PacketsIn { get; init; }

    /// <summary>Packets to clients; only NAT sees them.</summary>
    public ulong PacketsOut { get; init; }

    /// <summary>Bytes from clients.</summary>
    public ulong BytesIn { get; init; }

    /// <summary>Bytes to clients; only NAT sees them.</summary>
    public ulong BytesOut { get; init; }

    /// <summary>Connections per second, as the kernel estimates it over some seconds.</summary>
    public ulong ConnectionsPerSecond { get; init; }

    /// <summary>Packets per second from clients.</summary>
    public ulong PacketsInPerSecond { get; init; }

    /// <summary>Packets per second to clients.</summary>
    public ulong PacketsOutPerSecond { get; init; }

    /// <summary>Bytes per second from clients.</summary>
    public ulong BytesInPerSecond { get; init; }

    /// <summary>Bytes per second to clients.</summary>
    public ulong BytesOutPerSecond { get; init; }
}
