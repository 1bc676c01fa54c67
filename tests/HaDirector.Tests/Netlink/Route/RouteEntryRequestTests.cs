using HaDirector.Model;
using HaDirector.Netlink;
using HaDirector.Netlink.Route;

namespace HaDirector.Tests.Netlink.Route;

public sealed class RouteEntryRequestTests
{
    private readonly byte[] _buffer = new byte[RouteRequest.SizeMax];

    [Fact]
    public void A_route_names_its_owner_and_has_no_host_bits()
    {
        NetlinkWriter writer = new(_buffer);
        RouteEntry route = new(Prefix("198.51.100.7/25"), 5, 254, 112)
        {
            Gateway = IpAddress.Parse("192.0.2.1"),
            Source = IpAddress.Parse("192.0.2.80"),
            Metric = 50,
        };
        RouteEntryRequest.Write(ref writer, EntryChange.Add, 7, route);
        Assert.Equal(
            "4c000000" + "1800" + "0506" + "07000000" + "00000000" + // RTM_NEWROUTE, create | exclusive | ack | request
            "02190000fe700001" + "00000000" + // AF_INET, /25, table main, protocol 112, scope of the universe, unicast
            "08000100c6336400" + "08000f00fe000000" + "0800040005000000" + "08000500c0000201" + "08000700c0000250" + "0800060032000000",
            Convert.ToHexStringLower(writer.Written));
    }

    [Fact]
    public void A_route_without_a_next_hop_is_of_link_scope_in_ipv4_and_a_great_table_is_named_apart()
    {
        NetlinkWriter writer = new(_buffer);
        RouteEntryRequest.Write(ref writer, EntryChange.Delete, 7, new RouteEntry(Prefix("0.0.0.0/0"), 5, 1000, 112));
        Assert.Equal(
            "2c000000" + "1900" + "0500" + "07000000" + "00000000" + "02000000fc70fd01" + "00000000" + "08000f00e8030000" + "0800040005000000",
            Convert.ToHexStringLower(writer.Written));

        writer = new NetlinkWriter(_buffer);
        RouteEntryRequest.Write(ref writer, EntryChange.Append, 7, new RouteEntry(Prefix("2001:db8::80/128"), 1, RouteEntry.LocalTable, 112) { IsLocal = true });
        Assert.Contains("0a800000ff700002", Convert.ToHexStringLower(writer.Written), StringComparison.Ordinal);
        Assert.Contains("1800" + "050c", Convert.ToHexStringLower(writer.Written), StringComparison.Ordinal); // create | append
        Assert.DoesNotContain("08001700", Convert.ToHexStringLower(writer.Written), StringComparison.Ordinal);

        writer = new NetlinkWriter(_buffer);
        RouteEntryRequest.Write(ref writer, EntryChange.Add, 7, new RouteEntry(Prefix("2001:db8::80/128"), 5, RouteEntry.LocalTable, 112) { LifetimeSeconds = 2 });
        Assert.EndsWith("0800170002000000", Convert.ToHexStringLower(writer.Written), StringComparison.Ordinal); // RTA_EXPIRES
    }

    [Fact]
    public void A_rule_names_its_owner_and_only_what_it_selects_by()
    {
        NetlinkWriter writer = new(_buffer);
        RuleEntry rule = new(IpFamily.V4, 100, 112) { From = Prefix("192.0.2.80/32"), IncomingInterface = "eth0", Mark = 6, Preference = 90 };
        RouteEntryRequest.Write(ref writer, EntryChange.Add, 7, rule);
        Assert.Equal(
            "50000000" + "2000" + "0506" + "07000000" + "00000000" + "0200200064000001" + "00000000" +
            "08000200c0000250" + "090003006574683000000000" + "080006005a000000" + "08000a0006000000" + "08000f0064000000" + "0500150070000000",
            Convert.ToHexStringLower(writer.Written));

        writer = new NetlinkWriter(_buffer);
        RouteEntryRequest.Write(ref writer, EntryChange.Delete, 8, new RuleEntry(IpFamily.V6, 100, 112));
        Assert.Equal(
            "2c000000" + "2100" + "0500" + "08000000" + "00000000" + "0a00000064000001" + "00000000" + "08000f0064000000" + "0500150070000000",
            Convert.ToHexStringLower(writer.Written));
    }

    [Fact]
    public void What_a_dump_told_is_removed_by_the_same_words_and_others_are_told_apart()
    {
        byte[] body = Convert.FromHexString("02190000fe700001" + "00000000" + "08000100c6336400");
        NetlinkWriter writer = new(_buffer);
        RouteEntryRequest.DeleteAsTold(ref writer, 3, RouteMessage.DeleteRoute, body);
        Assert.Equal("24000000" + "1900" + "0500" + "03000000" + "00000000" + Convert.ToHexStringLower(body), Convert.ToHexStringLower(writer.Written));

        Assert.True(RouteEntryRequest.IsRouteOf(112, body));
        Assert.False(RouteEntryRequest.IsRouteOf(18, body));
        Assert.False(RouteEntryRequest.IsRouteOf(112, body.AsSpan(0, 11)));
        byte[] rule = Convert.FromHexString("0200000064000001" + "00000000" + "0500150070000000");
        Assert.True(RouteEntryRequest.IsRuleOf(112, rule));
        Assert.False(RouteEntryRequest.IsRuleOf(2, rule));
        Assert.False(RouteEntryRequest.IsRuleOf(112, rule.AsSpan(0, 12)));
        Assert.False(RouteEntryRequest.IsRuleOf(112, rule.AsSpan(0, 15)));
    }

    private static IpPrefix Prefix(string text) => IpPrefix.TryParse(text, out IpPrefix prefix) ? prefix : throw new FormatException(text);
}
