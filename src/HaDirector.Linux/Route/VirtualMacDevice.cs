using HaDirector.Linux.Interop;
using HaDirector.Netlink.Route;

namespace HaDirector.Linux.Route;

/// <summary>
/// The macvlan that carries a virtual router's own Ethernet address (RFC 9568 section 7.3). It is down while the router is not master, so that
/// frames to that address are dropped (section 6.4.2). Made and removed on a normal thread; the rest happens by its index.
/// </summary>
public sealed class VirtualMacDevice
{
    private VirtualMacDevice(string name, int index, HardwareAddress hardware) => (Name, Index, HardwareAddress) = (name, index, hardware);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its index.</summary>
    public int Index { get; }

    /// <summary>The virtual router's Ethernet address.</summary>
    public HardwareAddress HardwareAddress { get; }

    /// <summary>Makes the device, or takes over the one that is there; down, unless it was there.</summary>
    /// <param name="route">Whom to ask.</param>
    /// <param name="name">Its name.</param>
    /// <param name="lower">Interface of the virtual router.</param>
    /// <param name="lowerIndex">Its index.</param>
    /// <param name="hardware">The virtual router's Ethernet address.</param>
    /// <exception cref="LinuxException">The kernel refused, or the name is another device's.</exception>
    public static VirtualMacDevice Ensure(RouteSocket route, string name, string lower, int lowerIndex, HardwareAddress hardware)
    {
        if (route.TryFindMacvlan(name, out MacvlanRecord there) && !Fits(there, lowerIndex, hardware))
        {
            if (!there.IsOurs) throw new LinuxException($"{name} is another device: the macvlan with {hardware}", Errno.EEXIST);
            Check($"remove {name}", route.DeleteLink(there.Index)); // of an earlier configuration
            there = default;
        }

        if (there.Index == 0)
        {
            Check($"make the macvlan {name} on {lower}", route.MakeMacvlan(name, lowerIndex, hardware));
            if (!route.TryFindMacvlan(name, out there)) throw new LinuxException($"find {name}", Errno.ENODEV);
        }

        Check($"mark {name}", route.OwnMacvlan(there.Index));
        VirtualMacSysctls.Set(name, lower);
        return new VirtualMacDevice(name, there.Index, hardware);
    }

    /// <summary>Removes every device of ours, or those that are not in <paramref name="keep"/>.</summary>
    /// <returns>How many were removed.</returns>
    public static int RemoveAll(RouteSocket route, IReadOnlySet<int>? keep = null)
    {
        int removed = 0;
        foreach (MacvlanRecord device in route.ListOwnMacvlans())
        {
            if (keep?.Contains(device.Index) != true && route.DeleteLink(device.Index) == 0) removed++;
        }

        return removed;
    }

    private static bool Fits(in MacvlanRecord there, int lowerIndex, HardwareAddress hardware) =>
        there.IsMacvlan && there.LowerIndex == lowerIndex && there.HardwareAddress == hardware;

    private static void Check(string what, int error)
    {
        if (error != 0) throw new LinuxException(what, error);
    }
}
