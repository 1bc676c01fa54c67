using HaDirector.Model;

namespace HaDirector.Vrrp;

/// <summary>Scope of an address or route as the kernel knows it (rtnetlink(7), RT_SCOPE).</summary>
public enum AddressScope : byte
{
    /// <summary>Everywhere.</summary>
    Global = 0,

    /// <summary>Inside the site (IPv6).</summary>
    Site = 200,

    /// <summary>On this link.</summary>
    Link = 253,

    /// <summary>On this host.</summary>
    Host = 254,
}

/// <summary>One virtual address of a router.</summary>
/// <param name="Prefix">Address and prefix length.</param>
public readonly record struct VirtualAddress(IpPrefix Prefix)
{
    /// <summary>Interface that holds it; null or empty is the router's own.</summary>
    public string? Interface { get; init; }

    /// <summary>Its scope.</summary>
    public AddressScope Scope { get; init; }

    /// <summary>IPv4 label (ifconfig's alias), at most 15 characters; null is none.</summary>
    public string? Label { get; init; }

    /// <summary>Whether the kernel probes for duplicates before it uses an IPv6 address; off, because a takeover cannot wait (RFC 9568 section 8.2.2).</summary>
    public bool DetectDuplicates { get; init; }

    /// <summary>The address alone.</summary>
    public IpAddress Address => Prefix.Address;

    /// <summary>The same in all. Written out, because the generated comparison boxes in unoptimised code, and this one is on the real-time path.</summary>
    public bool Equals(VirtualAddress other) =>
        Prefix == other.Prefix && Scope == other.Scope && DetectDuplicates == other.DetectDuplicates
        && string.Equals(Interface, other.Interface, StringComparison.Ordinal) && string.Equals(Label, other.Label, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Prefix, Interface, Label);

    /// <summary>An address with nothing special.</summary>
    public static implicit operator VirtualAddress(IpPrefix prefix) => new(prefix);

    /// <inheritdoc/>
    public override string ToString() => Prefix.ToString();
}
