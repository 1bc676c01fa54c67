using HaDirector.Model;
using HaDirector.Vrrp.Tracking;

namespace HaDirector.Vrrp;

/// <summary>Which bytes the IPv4 checksum of version 3 covers; both are accepted when received.</summary>
public enum ChecksumForm : byte
{
    /// <summary>Message and IPv4 pseudo-header, as deployed (RFC 5798 as implemented by keepalived and FRR).</summary>
    Rfc5798,

    /// <summary>Message only (RFC 9568 section 5.2.8).</summary>
    Rfc9568,

    /// <summary>The form last heard from a peer, Rfc5798 until then.</summary>
    Auto,
}

/// <summary>Which rules hold where the standard and what directors need differ.</summary>
public enum VrrpProfile : byte
{
    /// <summary>The few deviations of docs/standards that a director needs.</summary>
    Director,

    /// <summary>None.</summary>
    Strict,
}

/// <summary>Whether the kernel-held lease decides about answering for the addresses.</summary>
public enum FencePolicy : byte
{
    /// <summary>While a peer is present; when alone the addresses are held without a lease.</summary>
    Auto,

    /// <summary>Always: the peer is foreign and cannot be seen while it is backup.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}

/// <summary>What a virtual router is configured to be on this director. Immutable; a reload makes a new one.</summary>
/// <param name="Name">Name in the configuration, at most 31 bytes of ASCII.</param>
/// <param name="Interface">Interface of the adverts and of the addresses, at most 15 characters.</param>
/// <param name="VirtualRouterId">1-255.</param>
/// <param name="Priority">1-254, or 255 for the address owner.</param>
/// <param name="AdvertInterval">Interval between adverts, 1-4095 centiseconds; of version 2, whole seconds up to 255.</param>
/// <param name="Preempt">Whether to take over from a master of lower priority (RFC 9568 section 6.1).</param>
/// <param name="Checksum">Checksum form that is sent.</param>
/// <param name="Addresses">Virtual addresses in the configured order, at least one, at most 64, of one family.</param>
public sealed record VirtualRouterSpec(
    string Name,
    string Interface,
    byte VirtualRouterId,
    byte Priority,
    Centiseconds AdvertInterval,
    bool Preempt,
    ChecksumForm Checksum,
    IReadOnlyList<VirtualAddress> Addresses)
{
    /// <summary>Protocol version: 3, or 2 (IPv4 only).</summary>
    public byte Version { get; init; } = 3;

    /// <summary>Family of its adverts, which is that of its addresses.</summary>
    public IpFamily Family => Addresses[0].Address.Family;

    /// <summary>Addresses that are held and announced but not in the adverts; of either family.</summary>
    public IReadOnlyList<VirtualAddress> Excluded { get; init; } = [];

    /// <summary>Directors that get the adverts; empty is multicast.</summary>
    public IReadOnlyList<UnicastPeer> Peers { get; init; } = [];

    /// <summary>Whether unicast adverts are believed from <see cref="Peers"/> only.</summary>
    public bool CheckSource { get; init; } = true;

    /// <summary>Source of the adverts; not set is the primary address (IPv4) or the link-local address (IPv6) of the interface.</summary>
    public IpAddress Source { get; init; }

    /// <summary>Password of version 2's simple text authentication, 1-8 bytes; null is none.</summary>
    public string? Password { get; init; }

    /// <summary>HMAC trailer; null is off.</summary>
    public HmacSpec? Hmac { get; init; }

    /// <summary>How long a router waits with taking over from a master of lower priority.</summary>
    public TimeSpan PreemptDelay { get; init; }

    /// <summary>How long after the start of the process it does not become master, whatever it hears or does not hear.</summary>
    public TimeSpan StartupDelay { get; init; }

    /// <summary>Whether packets to the addresses are accepted by this host when it is not their owner (Accept_Mode); off drops them by nftables.</summary>
    public bool Accept { get; init; } = true;

    /// <summary>Whether there is no other backup than this director, so that it need not wait its skew time when the master resigns.</summary>
    public bool OnlyBackup { get; init; }

    /// <summary>Which rules hold.</summary>
    public VrrpProfile Profile { get; init; }

    /// <summary>The lease.</summary>
    public FencePolicy Fence { get; init; }

    /// <summary>Its own Ethernet address; null uses that of the interface.</summary>
    public VirtualMacSpec? VirtualMac { get; init; }

    /// <summary>How the addresses are announced.</summary>
    public AnnounceSpec Announce { get; init; } = AnnounceSpec.Default;

    /// <summary>Routes that move with the role.</summary>
    public IReadOnlyList<VirtualRoute> Routes { get; init; } = [];

    /// <summary>Rules that move with the role.</summary>
    public IReadOnlyList<VirtualRule> Rules { get; init; } = [];

    /// <summary>What moves its priority or faults it.</summary>
    public IReadOnlyList<TrackUse> Tracks { get; init; } = [];

    /// <summary>BFD session with the other director: its going down makes a backup take over at once, and the lease follows it; empty is none.</summary>
    public string PeerSession { get; init; } = "";

    /// <summary>Whether an address of ours that somebody else removed is put back; else the router yields.</summary>
    public bool PutBack { get; init; } = true;

    /// <summary>The priority of the address owner (RFC 9568 section 5.2.4).</summary>
    public const byte OwnerPriority = 255;

    /// <summary>Most virtual addresses of one router: they must fit an advert and our fixed-size messages.</summary>
    public const int AddressesMax = 64;

    /// <summary>Most excluded addresses of one router.</summary>
    public const int ExcludedMax = 256;

    /// <summary>Most unicast peers.</summary>
    public const int PeersMax = 16;

    /// <summary>Most routes, and most rules, of one router.</summary>
    public const int RoutesMax = 64;

    /// <summary>Most tracked objects of one router.</summary>
    public const int TracksMax = 64;

    /// <summary>Longest name, in bytes: it must fit our fixed-size messages.</summary>
    public const int NameMax = 31;

    /// <summary>Whether this director owns the addresses.</summary>
    public bool IsOwner => Priority == OwnerPriority;

    /// <summary>Whether it takes over from a master of lower priority; the owner always does (RFC 9568 section 6.1).</summary>
    public bool Preempts => Preempt || IsOwner;
}

/// <summary>States of a virtual router (RFC 9568 section 6.4), and fault: not able to take part.</summary>
public enum VrrpState : byte
{
    /// <summary>Not started.</summary>
    Initialize,

    /// <summary>Watches the master.</summary>
    Backup,

    /// <summary>Holds the addresses and advertises ("active" in RFC 9568).</summary>
    Master,

    /// <summary>Its interface is missing, down or without an address: it takes no part.</summary>
    Fault,
}
