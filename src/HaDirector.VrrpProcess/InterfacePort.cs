using HaDirector.Linux.Route;
using HaDirector.Model;
using HaDirector.Netlink.Route;

namespace HaDirector.VrrpProcess;

/// <summary>Whether an interface can be used; the first three are the numbers of the log record InterfaceUnusable.</summary>
internal enum PortCondition : byte
{
    Missing = 0,
    Down = 1,
    NoAddress = 2,

    /// <summary>It could be used, but its sockets are not open yet.</summary>
    NotOpen = 3,

    Usable = 4,
}

/// <summary>An interface that carries virtual routers, as the real-time thread sees it.</summary>
/// <param name="name">Its name; all else may change.</param>
internal sealed class InterfacePort(string name)
{
    private bool _pretended;

    public string Name { get; } = name;

    public PortCondition Condition { get; private set; }

    /// <summary>Its index now; 0 while it is missing.</summary>
    public int Index { get; private set; }

    public HardwareAddress HardwareAddress { get; private set; }

    /// <summary>Its primary address, which is the source of adverts; the last one when there is none now.</summary>
    public IpAddress Source { get; private set; }

    public PortResources? Resources { get; set; }

    /// <summary>A port that seems usable and does nothing, for the dry run. The interface it is refreshed from is the loopback.</summary>
    public static InterfacePort Pretend(PortResources resources, HardwareAddress hardware, IpAddress source) => new("lo")
    {
        _pretended = true,
        Index = int.MaxValue,
        HardwareAddress = hardware,
        Source = source,
        Resources = resources,
        Condition = PortCondition.Usable,
    };

    /// <summary>Looks again. Allocates nothing.</summary>
    /// <param name="route">Whom to ask.</param>
    /// <param name="addresses">Room for the addresses of the interface.</param>
    /// <returns>How many of <paramref name="addresses"/> are filled.</returns>
    public int Refresh(RouteSocket route, Span<AddressRecord> addresses)
    {
        bool present = route.TryFindLink(Name, out LinkRecord link);
        if (_pretended) return Math.Max(route.ListAddresses(IpFamily.V4, link.Index, addresses), 0);
        (Index, HardwareAddress) = (link.Index, link.HardwareAddress);
        int count = present ? Math.Max(route.ListAddresses(IpFamily.V4, link.Index, addresses), 0) : 0;
        IpAddress primary = VirtualAddresses.PrimaryAmong(addresses[..count]);
        if (primary.IsSet && (primary != Source || Condition != PortCondition.Usable))
        {
            Source = primary;
            Resources?.Socket.SetSource(primary);
        }

        Condition =
            !present ? PortCondition.Missing
            : !link.IsRunning ? PortCondition.Down
            : !primary.IsSet ? PortCondition.NoAddress
            : Resources?.InterfaceIndex != link.Index ? PortCondition.NotOpen
            : PortCondition.Usable;
        return count;
    }

    /// <summary>Sends a VRRP message.</summary>
    /// <returns>0, or the error number.</returns>
    public int Send(ReadOnlySpan<byte> message)
    {
        const int noDevice = 19; // ENODEV
        return Resources?.Socket.Send(message) ?? noDevice;
    }
}
