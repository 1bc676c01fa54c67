using HaDirector.Linux.Route;
using HaDirector.Linux.Tests.Network;
using HaDirector.Model;
using HaDirector.Netlink.Route;

namespace HaDirector.Linux.Tests.Route;

public sealed class RoleRoutesTests
{
    private const byte Ours = VirtualAddresses.Protocol;

    [NamespaceFact]
    public void Routes_and_rules_of_both_families_come_and_go_without_allocation()
    {
        using Lan lan = new("a");
        lan.Ip("a", "address add 2001:db8::1/64 dev eth0 nodad");
        using RouteSocket route = lan.Inside("a", () => new RouteSocket());
        Assert.True(route.TryFindLink("eth0", out LinkRecord link));
        Assert.Equal(0, ComeAndGo(route, link.Index, keep: false));
        Assert.DoesNotContain("proto 112", All(lan), StringComparison.Ordinal);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int error = ComeAndGo(route, link.Index, keep: true);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, error);

        string all = All(lan);
        Assert.Contains("198.51.100.0/24 via 192.0.2.1 dev eth0 proto 112 metric 7", all, StringComparison.Ordinal);
        Assert.Contains("default dev eth0 table 1000 proto 112 scope link", all, StringComparison.Ordinal);
        Assert.Contains("2001:db8:1::/48 via 2001:db8::2 dev eth0 proto 112 metric 9", all, StringComparison.Ordinal);
        Assert.Contains("90:	from 192.0.2.80 fwmark 0x6 iif eth0 lookup 1000 proto 112", all, StringComparison.Ordinal);
        Assert.Contains("from all to 2001:db8:2::/48 lookup 1000 proto 112", all, StringComparison.Ordinal);
    }

    [NamespaceFact]
    public void A_route_of_somebody_else_is_neither_replaced_nor_removed()
    {
        using Lan lan = new("a");
        lan.Ip("a", "route add 198.51.100.0/24 via 192.0.2.9");
        using RouteSocket route = lan.Inside("a", () => new RouteSocket());
        Assert.True(route.TryFindLink("eth0", out LinkRecord link));
        RouteEntry entry = new(Prefix("198.51.100.0/24"), link.Index, 254, Ours) { Gateway = IpAddress.Parse("192.0.2.1") };
        Assert.Equal(17, route.AddRoute(entry));
        Assert.Equal(3, route.DeleteRoute(entry));
        Assert.Contains("198.51.100.0/24 via 192.0.2.9", All(lan), StringComparison.Ordinal);
    }

    [NamespaceFact]
    public void What_an_earlier_run_left_is_removed_and_nothing_else()
    {
        using Lan lan = new("a");
        lan.Ip("a", "address add 2001:db8::1/64 dev eth0 nodad");
        lan.Ip("a", "route add 203.0.113.0/24 via 192.0.2.9");
        lan.Ip("a", "rule add from 203.0.113.0/24 table 100");
        lan.Ip("a", "link add other link eth0 type macvlan mode bridge");
        string before = All(lan);
        (int, int) removed = lan.Inside("a", () =>
        {
            using RouteSocket route = new();
            Assert.True(route.TryFindLink("eth0", out LinkRecord link));
            ComeAndGo(route, link.Index, keep: true);
            route.SetAddress(link.Index, Prefix("192.0.2.80/24"), Ours, 600);
            VirtualMacDevice.Ensure(route, "vrrp.51", "eth0", link.Index, HardwareAddress.OfVirtualRouter(IpFamily.V4, 51));
            return Leftovers.Remove();
        });
        Assert.Equal((1, 6), removed);
        Assert.Equal(before, All(lan));
        Assert.Equal((0, 0), lan.Inside("a", Leftovers.Remove));
    }

    private static string All(Lan lan) => lan.Ip("a", "-4 route show table all") + lan.Ip("a", "-6 route show table all")
        + lan.Ip("a", "-4 rule") + lan.Ip("a", "-6 rule") + lan.Ip("a", "-o link show type macvlan");

    private static int ComeAndGo(RouteSocket route, int index, bool keep)
    {
        RouteEntry near = new(Zero, index, 1000, Ours);
        RouteEntry far = new(Far, index, 254, Ours) { Gateway = Gateway, Metric = 7 };
        RouteEntry six = new(Six, index, 254, Ours) { Gateway = GatewaySix, Metric = 9 };
        RuleEntry rule = new(IpFamily.V4, 1000, Ours) { From = Source, IncomingInterface = "eth0", Mark = 6, Preference = 90 };
        RuleEntry ruleSix = new(IpFamily.V6, 1000, Ours) { To = To };
        int errors = route.AddRoute(near) + route.AddRoute(far) + route.AddRoute(six) + route.AddRule(rule) + route.AddRule(ruleSix);
        if (!keep) errors += route.DeleteRoute(near) + route.DeleteRoute(far) + route.DeleteRoute(six) + route.DeleteRule(rule) + route.DeleteRule(ruleSix);
        return errors;
    }

    private static readonly IpPrefix Zero = Prefix("0.0.0.0/0"), Far = Prefix("198.51.100.0/24"), Six = Prefix("2001:db8:1::/48");
    private static readonly IpPrefix Source = Prefix("192.0.2.80/32"), To = Prefix("2001:db8:2::/48");
    private static readonly IpAddress Gateway = IpAddress.Parse("192.0.2.1"), GatewaySix = IpAddress.Parse("2001:db8::2");

    private static IpPrefix Prefix(string text) => IpPrefix.TryParse(text, out IpPrefix prefix) ? prefix : throw new FormatException(text);
}
