using HaDirector.Linux.Route;
using HaDirector.Linux.Tests.Network;
using HaDirector.Model;
using HaDirector.Netlink.Route;

namespace HaDirector.Linux.Tests.Route;

public sealed class RouteSocketTests
{
    private static readonly IpPrefix Address = new(IpAddress.Parse("192.0.2.80"), 24);

    [NamespaceFact]
    public void Addresses_are_set_with_owner_and_lifetime_listed_and_removed_without_allocation()
    {
        using Lan lan = new("a");
        using RouteSocket route = lan.Inside("a", () => new RouteSocket());
        Assert.True(route.TryFindLink("eth0", out LinkRecord link));
        Assert.True(link.IsRunning);
        Assert.True(link.HardwareAddress.IsSet);
        Assert.Contains(link.HardwareAddress.ToString(), lan.Ip("a", "link show dev eth0"), StringComparison.Ordinal);
        Assert.False(route.TryFindLink("nowhere", out _));

        AddressRecord[] found = new AddressRecord[16];
        Assert.Equal((0, 2), SetAndList(route, link.Index, found)); // the first time the code is compiled
        long before = GC.GetAllocatedBytesForCurrentThread();
        (int, int) answer = SetAndList(route, link.Index, found);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal((0, 2), answer);
        Assert.Equal(0, allocated);
        Assert.Equal(new AddressRecord(link.Index, new IpPrefix(IpAddress.Parse("192.0.2.11"), 24), 0, false), found[0]);
        Assert.Equal(new AddressRecord(link.Index, Address, VirtualAddresses.Protocol, true), found[1]);
        Assert.Matches("192.0.2.80/24 .*valid_lft (50|49)sec", lan.Ip("a", "-4 -o address show dev eth0"));
        Assert.Equal(0, route.DeleteAddress(link.Index, Address));
        Assert.Equal(99, route.DeleteAddress(link.Index, Address));
    }

    private static (int Error, int Count) SetAndList(RouteSocket route, int index, AddressRecord[] found)
    {
        int error = route.SetAddress(index, Address, VirtualAddresses.Protocol, 60) + route.SetAddress(index, Address, VirtualAddresses.Protocol, 50);
        int count = route.ListAddresses(IpFamily.V4, index, found);
        return (route.TryFindLink("eth0", out _) ? error : -1, count);
    }

    [NamespaceFact]
    public void Removing_all_takes_ours_of_both_families_from_every_interface_and_nothing_else()
    {
        using Lan lan = new("a");
        lan.Ip("a", "link add more type bridge");
        lan.Ip("a", "link set more up");
        lan.Ip("a", "address add 192.0.2.90/24 dev eth0");
        lan.Ip("a", "address add 2001:db8::1/64 dev eth0 nodad");
        Assert.Equal(601, lan.Inside("a", SetMany));

        Assert.Equal(601, lan.Inside("a", VirtualAddresses.List).Count);
        Assert.Equal(601, lan.Inside("a", VirtualAddresses.RemoveAll));
        Assert.Equal(0, lan.Inside("a", VirtualAddresses.RemoveAll));

        string left = lan.Ip("a", "-o address");
        Assert.Contains("192.0.2.90", left, StringComparison.Ordinal);
        Assert.Contains("2001:db8::1/64", left, StringComparison.Ordinal);
        Assert.DoesNotContain("10.0.1.1", left, StringComparison.Ordinal);
    }

    private static int SetMany()
    {
        using RouteSocket route = new();
        Assert.True(route.TryFindLink("eth0", out LinkRecord link) & route.TryFindLink("more", out LinkRecord more));
        int set = route.SetAddress(link.Index, new IpPrefix(IpAddress.Parse("2001:db8::80"), 64), VirtualAddresses.Protocol, 600) == 0 ? 1 : 0;
        for (uint i = 0; i < 600; i++)
        {
            if (route.SetAddress(more.Index, new IpPrefix(IpAddress.FromV4(0x0A00_0001 + (i << 8)), 32), VirtualAddresses.Protocol, 600) == 0) set++;
        }

        return set;
    }

    [NamespaceFact]
    public void The_monitor_names_changed_interfaces_and_is_silent_about_our_own_addresses()
    {
        using Lan lan = new("a");
        using RouteMonitor monitor = lan.Inside("a", () => new RouteMonitor());
        using RouteSocket route = lan.Inside("a", () => new RouteSocket());
        route.TryFindLink("eth0", out LinkRecord link);
        int[] changed = new int[64];

        route.SetAddress(link.Index, Address, VirtualAddresses.Protocol, 60);
        Assert.Equal(0, monitor.Receive(changed)); // the datagram is there, but it concerns nobody
        Assert.Equal(-1, monitor.Receive(changed));

        lan.Ip("a", "address add 192.0.2.91/24 dev eth0");
        Assert.Equal(1, monitor.Receive(changed));
        Assert.Equal(link.Index, changed[0]);

        lan.Ip("net", "link set a-0 down");
        Wait.Until(() => monitor.Receive(changed) > 0 && changed[0] == link.Index, () => "the monitor does not hear of the carrier");
        Wait.Until(() => route.TryFindLink("eth0", out link) && !link.IsRunning && link.IsUp, () => link.ToString());
    }
}
