using HaDirector.Linux.Route;
using HaDirector.Model;
using HaDirector.Netlink.Route;

namespace HaDirector.VrrpProcess;

/// <content>
/// Taking IPv6 addresses without a loss. The kernel makes the local route of an IPv4 address at once, but that of an IPv6 address in work of its own, some
/// milliseconds later on a busy host: what comes in between, because the address is announced already, would be a stranger's. A local route of ours
/// accepts it, and expires by itself long after the kernel's is there.
/// </content>
internal sealed partial class RouterRuntime
{
    private const uint AcceptSeconds = 2;

    private void AcceptAtOnce(IpAddress address, int index)
    {
        if (!address.IsV4) _ = world.Route.AddRoute(LocalRoute(address, index) with { LifetimeSeconds = AcceptSeconds });
    }

    private void StopAcceptingAtOnce(IpAddress address, int index)
    {
        if (!address.IsV4) _ = world.Route.DeleteRoute(LocalRoute(address, index));
    }

    private static RouteEntry LocalRoute(IpAddress address, int index) =>
        new(new IpPrefix(address, (byte)address.BitCount), index, RouteEntry.LocalTable, VirtualAddresses.Protocol) { IsLocal = true, Scope = HostScope };
}
