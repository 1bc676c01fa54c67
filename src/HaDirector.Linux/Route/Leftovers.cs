using HaDirector.Model;

namespace HaDirector.Linux.Route;

/// <summary>Everything in the kernel's network configuration that belongs to virtual routers, whoever set it: for cleaning up.</summary>
public static class Leftovers
{
    /// <summary>Removes it from the calling thread's network namespace: addresses first, for they are what others believe in.</summary>
    /// <returns>How many addresses, and how many other things, were removed.</returns>
    public static (int Addresses, int Others) Remove()
    {
        int addresses = VirtualAddresses.RemoveAll();
        using RouteSocket route = new();
        int others = VirtualMacDevice.RemoveAll(route);
        foreach (IpFamily family in (ReadOnlySpan<IpFamily>)[IpFamily.V4, IpFamily.V6])
            others += route.RemoveRoutes(family, VirtualAddresses.Protocol) + route.RemoveRules(family, VirtualAddresses.Protocol);
        return (addresses, others);
    }
}
