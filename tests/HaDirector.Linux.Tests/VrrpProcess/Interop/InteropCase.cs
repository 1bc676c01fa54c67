using HaDirector.Model;

namespace HaDirector.Linux.Tests.VrrpProcess.Interop;

/// <summary>One way of talking with a director of another maker.</summary>
/// <param name="Peer">keepalived or frr.</param>
/// <param name="Version">Version of the protocol.</param>
/// <param name="Family">Family.</param>
internal sealed record InteropCase(string Peer, int Version, IpFamily Family)
{
    public const int Router = 51;

    public bool Unicast { get; init; }

    public string? Password { get; init; }

    /// <summary>Whether the peer uses the virtual Ethernet address. FRR always does.</summary>
    public bool PeerVirtualMac { get; init; }

    /// <summary>Whether we use the virtual Ethernet address.</summary>
    public bool VirtualMac { get; init; }

    /// <summary>The interface that holds our addresses.</summary>
    public string Holder => VirtualMac ? "vrrp.51" : "eth0";

    public bool IsV4 => Family == IpFamily.V4;

    /// <summary>Addresses of the router; the first one of IPv6 is link-local (RFC 9568 section 5.2.9).</summary>
    public string[] Addresses => IsV4 ? ["192.0.2.80/24", "192.0.2.81/24"] : ["fe80::50/64", "2001:db8::80/64"];

    /// <summary>The address that is looked for.</summary>
    public string Wanted => Addresses[^1];

    /// <summary>Version 2 knows whole seconds only. Long enough for a busy host to keep: the peers have no real-time thread.</summary>
    public int Centiseconds => Version == 2 ? 100 : 30;

    /// <summary>Address of a host that unicast is sent to.</summary>
    public string HostAddress(int host) => IsV4 ? Network.Lan.Address(host) : $"2001:db8::{11 + host}";

    /// <summary>Our plan on host 0, with the peer on host 1.</summary>
    public string Plan(int priority) =>
        $"web eth0 {Router} {priority} {Centiseconds} preempt {string.Join(' ', Addresses)} version={Version}"
        + (Unicast ? $" to={HostAddress(1)} source={HostAddress(0)}" : "")
        + (Unicast && !IsV4 ? " hops=64" : "") // keepalived leaves the hop limit of IPv6 unicast at the host's default
        + (VirtualMac ? $" vmac={Holder}" : "")
        + (Password is null ? "" : $" password={Password}") + "\n";
}
