using HaDirector.Linux.Capture;
using HaDirector.Linux.Route;
using HaDirector.Linux.Vrrp;
using HaDirector.Model;
using HaDirector.Netlink.Route;

namespace HaDirector.VrrpProcess;

/// <summary>Whether an interface can be used; the first three are the numbers of the log record InterfaceUnusable.</summary>
internal enum PortCondition : byte
{
    Missing = 0,
    Down = 1,

    /// <summary>A router finds no source address for its adverts on it.</summary>
    NoAddress = 2,

    /// <summary>It could be used, but its sockets are not open yet.</summary>
    NotOpen = 3,

    Usable = 4,
}

/// <summary>An interface in one family, as the real-time thread sees it: it carries adverts of virtual routers, or only holds addresses of some.</summary>
/// <param name="name">Its name; all else may change.</param>
/// <param name="family">Family of what it carries or holds.</param>
/// <param name="below">The interface it stands on, where it is the macvlan of a virtual router: a macvlan is as usable as that, for whether it is up is our own doing.</param>
internal sealed class InterfacePort(string name, IpFamily family, InterfacePort? below = null)
{
    private PortCondition _condition;
    private readonly RouterRuntime?[] _routers = new RouterRuntime?[256];
    private bool _pretended;

    public string Name { get; } = name;

    public IpFamily Family { get; } = family;

    public InterfacePort? Below { get; } = below;

    /// <summary>Ethernet address that the macvlan shall have.</summary>
    public HardwareAddress VirtualMac { get; init; }

    /// <summary>Whole frames; those of a macvlan go by the interface below, which need not be set up first.</summary>
    public IFrameSender? Frames => (Below ?? this).Resources?.Frames;

    /// <summary>Something changed there since it was looked at.</summary>
    public bool IsStale { get; set; }

    /// <summary>Whether adverts are heard here. Written by the real-time thread when it adopts a set.</summary>
    public bool CarriesAdverts { get; private set; }

    /// <summary>Missing, down, not open or usable.</summary>
    public PortCondition Condition => Below is null || _condition < PortCondition.Usable ? _condition : Below.Condition;

    /// <summary>Whether the last look found it usable and the one before did not, or under another index; until every router was told.</summary>
    public bool CameUp { get; set; }

    /// <summary>Its index now; 0 while it is missing.</summary>
    public int Index { get; private set; }

    public HardwareAddress HardwareAddress { get; private set; }

    /// <summary>The source of adverts that nothing else is configured for; not set while there is none.</summary>
    public IpAddress Source { get; private set; }

    public PortResources? Resources { get; set; }

    /// <summary>No announcement leaves before; only where a pace is configured.</summary>
    public Instant NextFrameAt { get; set; }

    /// <summary>A port that seems usable and does nothing, for the dry run. The interface it is refreshed from is the loopback.</summary>
    public static InterfacePort Pretend(PortResources resources, HardwareAddress hardware, IpAddress source) => new("lo", source.Family)
    {
        _pretended = true,
        Index = int.MaxValue,
        HardwareAddress = hardware,
        Source = source,
        Resources = resources,
        _condition = PortCondition.Usable,
    };

    /// <summary>The router of this id, if adverts for one are heard here.</summary>
    public RouterRuntime? RouterOf(byte virtualRouterId) => _routers[virtualRouterId];

    /// <summary>Carries exactly these routers from now on, as far as this is their port.</summary>
    public void Carry(RouterSlot[] slots)
    {
        Array.Clear(_routers);
        CarriesAdverts = false;
        foreach (ref readonly RouterSlot slot in slots.AsSpan())
        {
            if (slot.Router.Port != this) continue;
            _routers[slot.Spec.VirtualRouterId] = slot.Router;
            CarriesAdverts = true;
        }
    }

    /// <summary>Looks again. Allocates nothing.</summary>
    /// <param name="route">Whom to ask.</param>
    /// <param name="addresses">Room for the addresses of the interface.</param>
    /// <returns>How many of <paramref name="addresses"/> are filled.</returns>
    public int Refresh(RouteSocket route, Span<AddressRecord> addresses)
    {
        bool present = route.TryFindLink(Name, out LinkRecord link);
        if (_pretended) return Math.Max(route.ListAddresses(Family, link.Index, addresses), 0);
        bool wasUsable = Condition == PortCondition.Usable && Index == link.Index;
        (Index, HardwareAddress) = (link.Index, link.HardwareAddress);
        int count = present ? Math.Max(route.ListAddresses(Family, link.Index, addresses), 0) : 0;
        Source = VirtualAddresses.SourceAmong(addresses[..count], Source);
        _condition =
            !present ? (Below is null ? PortCondition.Missing : PortCondition.NotOpen)
            : Below is null && !link.IsRunning ? PortCondition.Down
            : Resources?.InterfaceIndex != link.Index ? PortCondition.NotOpen
            : PortCondition.Usable;
        CameUp |= Condition == PortCondition.Usable && !wasUsable;
        return count;
    }

    /// <summary>Sends a VRRP message.</summary>
    /// <returns>0, or the error number.</returns>
    public int Send(ReadOnlySpan<byte> message, IpAddress source, IpAddress destination)
    {
        const int noDevice = 19; // ENODEV
        return Resources?.Socket?.Send(message, source, destination) ?? noDevice;
    }

    /// <summary>Takes the next packet that was heard.</summary>
    public bool TryReceive(Span<byte> buffer, out VrrpDatagram datagram)
    {
        datagram = default;
        return Resources?.Socket is { } socket && socket.TryReceive(buffer, out datagram);
    }
}
