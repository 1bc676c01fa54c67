using HaDirector.Model;

namespace HaDirector.Netlink.Route;

/// <summary>An address as it is asked of the kernel.</summary>
/// <param name="Prefix">Address and prefix length.</param>
/// <param name="Protocol">Who the address belongs to (IFA_PROTO).</param>
/// <param name="LifetimeSeconds">The kernel removes it so long after the last request, unless asked again; INFINITY_LIFE_TIME (all ones) leaves it.</param>
public readonly record struct AddressRequest(IpPrefix Prefix, byte Protocol, uint LifetimeSeconds)
{
    /// <summary>Scope (RT_SCOPE_); the kernel reads that of an IPv6 address from the address itself.</summary>
    public byte Scope { get; init; }

    /// <summary>Label (IFA_LABEL) of an IPv4 address, at most 15 characters; null or empty is the interface's name.</summary>
    public string? Label { get; init; }

    /// <summary>Whether the kernel probes for duplicates before it uses an IPv6 address.</summary>
    public bool DetectDuplicates { get; init; }

    /// <summary>Whether an IPv6 address comes without a route to its network (IFA_F_NOPREFIXROUTE).</summary>
    public bool NoPrefixRoute { get; init; }

    /// <summary>Whether the host may use it as the source of what it begins itself. Only IPv6 knows it otherwise (a preferred lifetime of zero).</summary>
    public bool Preferred { get; init; }
}
