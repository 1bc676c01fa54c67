using HaDirector.Model;

namespace HaDirector.Netlink.Route;

/// <summary>A route as the kernel is told of it.</summary>
/// <param name="Destination">Where to; length 0 is the default route.</param>
/// <param name="InterfaceIndex">Interface.</param>
/// <param name="Table">Routing table.</param>
/// <param name="Protocol">Who it belongs to (RTA_PROTOCOL, ip-route(8)).</param>
public readonly record struct RouteEntry(IpPrefix Destination, int InterfaceIndex, uint Table, byte Protocol)
{
    /// <summary>The table of addresses that are this host's own.</summary>
    public const uint LocalTable = 255;

    /// <summary>Next hop; not set is directly on the interface.</summary>
    public IpAddress Gateway { get; init; }

    /// <summary>Preferred source; not set is none.</summary>
    public IpAddress Source { get; init; }

    /// <summary>Metric; 0 is the kernel's default.</summary>
    public uint Metric { get; init; }

    /// <summary>RT_SCOPE.</summary>
    public byte Scope { get; init; }

    /// <summary>Whether packets to the destination are for this host (RTN_LOCAL) instead of going on (RTN_UNICAST).</summary>
    public bool IsLocal { get; init; }

    /// <summary>After so many seconds it counts no more, IPv6 only; 0 is never.</summary>
    public uint LifetimeSeconds { get; init; }
}

/// <summary>A rule of policy routing as the kernel is told of it.</summary>
/// <param name="Family">Family.</param>
/// <param name="Table">Table that is looked up.</param>
/// <param name="Protocol">Who it belongs to.</param>
public readonly record struct RuleEntry(IpFamily Family, uint Table, byte Protocol)
{
    /// <summary>Source; default is any.</summary>
    public IpPrefix From { get; init; }

    /// <summary>Destination; default is any.</summary>
    public IpPrefix To { get; init; }

    /// <summary>Interface the packet came by; null or empty is any.</summary>
    public string? IncomingInterface { get; init; }

    /// <summary>Firewall mark; 0 is any.</summary>
    public uint Mark { get; init; }

    /// <summary>Preference; 0 lets the kernel choose.</summary>
    public uint Preference { get; init; }
}
