using HaDirector.Bfd;
using HaDirector.Engine.Marks;
using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Tracking;

namespace HaDirector.Engine;

/// <summary>A validated whole configuration, as it concerns one director. Immutable; a reload makes a new one.</summary>
/// <param name="Director">This director's name.</param>
/// <param name="Directors">All directors of the file, in order.</param>
/// <param name="VirtualRouters">Virtual routers in the order of the file; one with addresses of both families gives two, the second named NAME/ipv6.</param>
/// <param name="Services">Virtual services in the order of the file.</param>
/// <param name="ConnectionSync">Kernel connection sync; null is off.</param>
/// <param name="Ipvs">How the kernel's table is treated.</param>
/// <param name="Control">Control socket and metrics.</param>
/// <param name="SourceHash">SHA-256 of the configuration text in lower-case hex: equal on both directors when the files are.</param>
public sealed record Plan(
    string Director,
    IReadOnlyList<DirectorSpec> Directors,
    IReadOnlyList<VirtualRouterSpec> VirtualRouters,
    IReadOnlyList<VirtualServiceSpec> Services,
    ConnectionSyncSpec? ConnectionSync,
    IpvsPolicy Ipvs,
    ControlSpec Control,
    string SourceHash)
{
    /// <summary>What routers track; they name them by position.</summary>
    public IReadOnlyList<TrackedObject> Tracks { get; init; } = [];

    /// <summary>Routers that share their fate, those of two families under one name included.</summary>
    public IReadOnlyList<SyncGroupSpec> Groups { get; init; } = [];

    /// <summary>Virtual routers of others that may be heard and are known.</summary>
    public IReadOnlyList<ForeignRouter> ForeignRouters { get; init; } = [];

    /// <summary>BFD sessions.</summary>
    public IReadOnlyList<BfdSpec> Sessions { get; init; } = [];

    /// <summary>How the other directors are seen apart from VRRP; null when the file gives them no addresses.</summary>
    public PeerSpec? Peer { get; init; }

    /// <summary>Whether tracks that the director process looks at count as down when it is away for long; else their last values hold.</summary>
    public bool LostTracksFault { get; init; } = true;

    /// <summary>What is done when most targets fail at the same time.</summary>
    public MassFailureSpec MassFailure { get; init; } = MassFailureSpec.Default;

    /// <summary>Folder with a file for each server that is worked on, named ADDRESS or ADDRESS:PORT (an IPv6 address in brackets where a port follows); null is none.</summary>
    public string? MaintenanceFolder { get; init; }

    /// <summary>How long a director that crashed must run before it takes addresses from another one again.</summary>
    public TimeSpan PreemptAfterCrash { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>A virtual router of somebody else.</summary>
/// <param name="Interface">Interface of this director that hears it.</param>
/// <param name="VirtualRouterId">1-255.</param>
public readonly record struct ForeignRouter(string Interface, byte VirtualRouterId);

/// <summary>A director of the pair.</summary>
/// <param name="Name">Its name: the host name unless --director says otherwise.</param>
/// <param name="Address">Its own address, not a virtual one; null when not given.</param>
public sealed record DirectorSpec(string Name, IpAddress? Address);

/// <summary>A configured virtual service.</summary>
/// <param name="Name">Name in the configuration.</param>
/// <param name="Key">Transport, address and port, or firewall mark; of several the first.</param>
/// <param name="Spec">Scheduler, flags, persistence.</param>
/// <param name="Policy">How verdicts become weights.</param>
/// <param name="Servers">Real servers in the order of the file.</param>
public sealed record VirtualServiceSpec(
    string Name, ServiceKey Key, ServiceSpec Spec, ServicePolicy Policy, IReadOnlyList<RealServerSpec> Servers)
{
    /// <summary>What else the kernel knows it by: further addresses, ports and marks that share the servers. Empty for an ordinary service.</summary>
    public IReadOnlyList<ServiceKey> Others { get; init; } = [];

    /// <summary>All of them, <see cref="Key"/> first.</summary>
    public IReadOnlyList<ServiceKey> Keys => Others.Count == 0 ? [Key] : [Key, .. Others];

    /// <summary>Packets that this director gives the mark of the service; empty when somebody else does, or it has none.</summary>
    public IReadOnlyList<PacketMatch> Packets { get; init; } = [];

    /// <summary>Whether the servers that are forwarded to by NAT see an address of this director as the client, and so need no way back through it.</summary>
    public bool Masquerade { get; init; }

    /// <summary>Behaviour under one of its keys: where each client address is for itself, it is so in either family.</summary>
    public ServiceSpec SpecOf(ServiceKey key)
    {
        if (key.Family == Key.Family) return Spec;
        bool whole = Spec.PersistencePrefixLength == (Key.Family == IpFamily.V4 ? 32 : 128);
        return whole ? Spec with { PersistencePrefixLength = key.Family == IpFamily.V4 ? (byte)32 : (byte)128 } : Spec;
    }
}

/// <summary>A configured real server of one service.</summary>
/// <param name="Address">Address and port as the kernel knows it (DR and TUN: the service's port).</param>
/// <param name="Destination">Forwarding method, configured weight, thresholds.</param>
/// <param name="Check">What decides about it; null is nothing, and the server counts as up.</param>
public sealed record RealServerSpec(IpEndpoint Address, DestinationSpec Destination, CheckTree? Check)
{
    /// <summary>Whether it is used only as far as the others do not suffice.</summary>
    public bool Backup { get; init; }

    /// <summary>Whether its port is that of whatever key of the service a client came by; <see cref="Address"/> has the first key's.</summary>
    public bool FollowsPort { get; init; }

    /// <summary>Its address under one of the service's keys.</summary>
    public IpEndpoint AddressUnder(ServiceKey key) => FollowsPort ? new IpEndpoint(Address.Address, key.Address.Port) : Address;
}

/// <summary>The kernel's sync daemon, following the VRRP role.</summary>
/// <param name="Interface">Interface of the sync traffic on this director.</param>
/// <param name="SyncId">1-255, the same on both directors.</param>
public sealed record ConnectionSyncSpec(string Interface, byte SyncId);

/// <summary>How the kernel's table is treated.</summary>
/// <param name="Required">Whether a kernel without ip_vs ends the daemon instead of raising a condition.</param>
/// <param name="RemoveOnStop">Whether our services leave the table at a clean stop.</param>
public sealed record IpvsPolicy(bool Required, bool RemoveOnStop)
{
    /// <summary>What happens to services of the kernel's table that are not in the file and that this director did not make.</summary>
    public ForeignServices Foreign { get; init; }

    /// <summary>How long the kernel is to remember connections; 0 leaves one alone.</summary>
    public IpvsTimeouts Timeouts { get; init; }

    /// <summary>Kernel settings that are kept: what the file says, and what it needs and does not say otherwise.</summary>
    public IReadOnlyList<WantedSetting> Settings { get; init; } = [];

    /// <summary>Wanted size of the kernel's connection table as a power of two; null is not looked at.</summary>
    public int? ConnTabBits { get; init; }
}

/// <summary>Where the director can be asked and measured.</summary>
/// <param name="Socket">Path of the control socket; null is control.sock in the run directory.</param>
/// <param name="MetricsListen">TCP address of /metrics on this director besides the socket; null is none. Never a virtual address.</param>
public sealed record ControlSpec(string? Socket, IpEndpoint? MetricsListen);
