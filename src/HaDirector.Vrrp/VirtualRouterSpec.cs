using HaDirector.Model;

namespace HaDirector.Vrrp;

/// <summary>Which bytes the IPv4 checksum of version 3 covers; both are accepted when received.</summary>
public enum ChecksumForm : byte
{
    /// <summary>Message and IPv4 pseudo-header, as deployed (RFC 5798 as implemented by keepalived and FRR).</summary>
    Rfc5798,

    /// <summary>Message only (RFC 9568 section 5.2.8).</summary>
    Rfc9568,
}

/// <summary>What a virtual router is configured to be on this director. Immutable; a reload makes a new one.</summary>
/// <param name="Name">Name in the configuration, at most 31 bytes of ASCII.</param>
/// <param name="Interface">Interface of the adverts and of the addresses, at most 15 characters.</param>
/// <param name="VirtualRouterId">1-255.</param>
/// <param name="Priority">1-254, or 255 for the address owner.</param>
/// <param name="AdvertInterval">Interval between adverts, 1-4095 centiseconds.</param>
/// <param name="Preempt">Whether to take over from a master of lower priority (RFC 9568 section 6.1).</param>
/// <param name="Checksum">Checksum form that is sent.</param>
/// <param name="Addresses">Virtual addresses in the configured order, at least one, at most 64.</param>
public sealed record VirtualRouterSpec(
    string Name,
    string Interface,
    byte VirtualRouterId,
    byte Priority,
    Centiseconds AdvertInterval,
    bool Preempt,
    ChecksumForm Checksum,
    IReadOnlyList<IpPrefix> Addresses)
{
    /// <summary>The priority of the address owner (RFC 9568 section 5.2.4).</summary>
    public const byte OwnerPriority = 255;

    /// <summary>Most virtual addresses of one router: they must fit an advert and our fixed-size messages.</summary>
    public const int AddressesMax = 64;

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
