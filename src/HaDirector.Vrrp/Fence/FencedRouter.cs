using HaDirector.Model;

namespace HaDirector.Vrrp.Fence;

/// <summary>What the fence must know of one virtual router.</summary>
/// <param name="Name">Its name, for who reads the rules.</param>
/// <param name="Key">Its key in the sets of the table: the same over reloads and restarts, different from every other router's.</param>
/// <param name="Interface">Interface that its adverts leave by.</param>
/// <param name="Family">Family of its adverts.</param>
/// <param name="VirtualRouterId">1-255.</param>
/// <param name="Lease">How long an advert renews.</param>
/// <param name="Addresses">All that it holds, of both families.</param>
public sealed record FencedRouter(
    string Name, uint Key, string Interface, IpFamily Family, byte VirtualRouterId, TimeSpan Lease, IReadOnlyList<IpAddress> Addresses)
{
    /// <summary>Interfaces that hold its addresses, when others than <see cref="Interface"/> do.</summary>
    public IReadOnlyList<string> HoldingInterfaces { get; init; } = [];

    /// <summary>Whether its adverts may leave by another interface: unicast ones go where their route goes.</summary>
    public bool LeavesAnywhere { get; init; }

    /// <summary>Whether the lease decides only while a peer is present.</summary>
    public bool OpenWhenAlone { get; init; }

    /// <summary>BFD session that the lease follows; null is none.</summary>
    public FencedSession? Session { get; init; }

    /// <summary>The last advert interval but one: how long the lease lasts when the session goes down, until the next advert.</summary>
    public TimeSpan Grace { get; init; }
}

/// <summary>BFD control packets that renew the lease in place of the adverts while the session is up.</summary>
/// <param name="Peer">Where they go.</param>
/// <param name="Port">UDP port they go to: 3784, or 4784 when multihop.</param>
/// <param name="Interface">Interface they leave by; empty is any.</param>
/// <param name="Lease">How long one of them renews.</param>
public sealed record FencedSession(IpAddress Peer, ushort Port, string Interface, TimeSpan Lease);
