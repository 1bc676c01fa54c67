using HaDirector.Linux.Capture;
using HaDirector.Linux.Tests.Network;

namespace HaDirector.Linux.Tests.VrrpProcess;

/// <summary>Where virtual addresses are put, what they are like there, and how they are announced.</summary>
public sealed class AddressTests
{
    [NamespaceFact]
    public void Labelled_excluded_and_ipv6_addresses_come_and_go_with_the_role()
    {
        using Lan lan = new("a");
        using Host a = new(lan, "a", "web eth0 51 150 10 preempt 192.0.2.80/24!eth0:vip excluded=192.0.2.90/32,2001:db8::90/128\n");
        a.WaitForState("Master");
        string there = lan.Ip("a", "-o address show dev eth0");
        Assert.Matches(@"inet 192\.0\.2\.80/24 .*eth0:vip\\", there);
        Assert.Contains("inet 192.0.2.90/32 ", there, StringComparison.Ordinal);
        Assert.Matches("inet6 2001:db8::90/128 scope global .*deprecated", there); // in use at once, but nobody's source
        Assert.Equal(0, a.Stop());
        Assert.DoesNotMatch(@"\.80/|\.90/|2001:db8::90/", lan.Ip("a", "-o address show dev eth0"));
    }

    [NamespaceFact]
    public void DA_13_an_address_is_announced_when_it_is_there_and_comes_back_with_its_interface()
    {
        using Lan lan = new("a");
        using Host a = new(lan, "a", "web eth0 51 150 10 preempt 192.0.2.80/24 excluded=198.51.100.80/32@far0\n");
        a.WaitForState("Master");
        a.WaitFor("Log AddressFailed web"); // the interface is missing: said, and no reason not to be master
        Assert.True(lan.Holds("a", "192.0.2.80"));

        for (int i = 0; i < 2; i++) // the second time with another index
        {
            lan.Ip("a", "link add far1 type veth peer name far0");
            lan.Ip("a", "link set far1 up");
            List<byte[]> announced = [];
            using LibPcapLiveDevice tap = lan.Inside("a", () => ElectionTests.Open("far1", "arp"));
            tap.OnPacketArrival += (_, packet) => announced.Add(packet.Data.ToArray());
            tap.StartCapture();
            lan.Ip("a", "link set far0 up");
            Wait.Until(() => announced.Count >= 5, () => $"{announced.Count} announcements");
            tap.StopCapture();
            Assert.Contains("198.51.100.80/32", lan.Ip("a", "-o address show dev far0"), StringComparison.Ordinal);
            Assert.All(announced, frame => Assert.Equal("c6336450", Convert.ToHexStringLower(frame.AsSpan(28, 4))));
            lan.Ip("a", "link delete far1");
        }

        a.WaitForState("Master");
        Assert.Equal(1, a.Number("Status web", "became"));
    }

    [NamespaceFact]
    public void The_route_to_a_network_of_the_host_outlives_a_virtual_address_of_it()
    {
        using Lan lan = new("a");
        lan.Ip("a", "address add 2001:db8::11/64 dev eth0 nodad");
        string before = Route(lan);
        using Host a = new(lan, "a", "web eth0 51 150 10 preempt fe80::50/64 2001:db8::80/64\n", nft: false); // so that they have a lifetime
        a.WaitForState("Master");
        Assert.Matches("2001:db8::80/64 .*noprefixroute.*valid_lft [12]sec", lan.Ip("a", "-o address show dev eth0"));
        Assert.Equal(before, Route(lan));
        a.Stop();
        Assert.Equal(before, Route(lan));
    }

    [NamespaceFact]
    public void One_id_serves_both_families_of_many_interfaces_with_many_addresses()
    {
        using Lan lan = new("a");
        lan.Ip("a", "link add far0 type veth peer name far1");
        lan.Ip("a", "link set far1 up");
        lan.Ip("a", "link set far0 up");
        lan.Ip("a", "address add 198.51.100.1/24 dev far0");
        string many = string.Join(' ', Enumerable.Range(1, 64).Select(i => $"10.0.1.{i}/32"));
        string excluded = string.Join(',', Enumerable.Range(1, 64).Select(i => $"10.0.2.{i}/32"));
        using Host a = new(lan, "a", string.Concat(
            $"web eth0 51 150 10 preempt {many} excluded={excluded}\n",
            "six eth0 51 150 10 preempt fe80::50/64\n",
            "far far0 51 150 10 preempt 198.51.100.80/24\n",
            "other far0 51 150 10 preempt fe80::50/64\n",
            "last far0 255 150 10 preempt 198.51.100.81/24\n"));
        foreach (string name in (string[])["web", "six", "far", "other", "last"]) a.WaitFor($"Log StateChanged {name} Master 3 ");
        Assert.Equal(128, lan.Ip("a", "-4 -o address show dev eth0").Split('\n').Count(line => line.Contains(" 10.0.", StringComparison.Ordinal)));
        Assert.Contains("fe80::50/64", lan.Ip("a", "-6 -o address show dev far0"), StringComparison.Ordinal);
        Assert.Equal(0, a.Number("Pulse", "allocated"));
        a.Stop();
        Assert.DoesNotContain(" 10.0.", lan.Ip("a", "-4 -o address"), StringComparison.Ordinal);
    }

    [NamespaceFact]
    public void Announcements_are_refreshed_and_a_pace_lets_adverts_go_between_them()
    {
        using Lan lan = new("a", "client");
        List<bool> adverts = [];
        using LibPcapLiveDevice tap = lan.Inside("client", () => ElectionTests.Open("eth0", "ip proto 112 or (arp and broadcast)"));
        tap.OnPacketArrival += (_, packet) => adverts.Add(packet.Data[12] == 8 && packet.Data[13] == 0);
        tap.StartCapture();
        using Host a = new(lan, "a", "web eth0 51 150 10 preempt 192.0.2.80/24 pace=100 refresh=2500\n");
        Wait.Until(() => adverts.ToArray().Count(advert => !advert) > 11, () => "no refresh after the five and the five");
        tap.StopCapture();
        int first = adverts.IndexOf(false), fifth = 0;
        for (int i = first, left = 5; left > 0; i++) (fifth, left) = (i, adverts[i] ? left : left - 1);
        Assert.Contains(true, adverts[first..fifth]);
    }

    [NamespaceFact]
    public void A_configured_source_must_be_there()
    {
        using Lan lan = new("a");
        using Host a = new(lan, "a", "web eth0 51 150 10 preempt 192.0.2.80/24 to=192.0.2.12,192.0.2.13 source=192.0.2.70\n");
        a.WaitForState("Fault");
        lan.Ip("a", "address add 192.0.2.70/24 dev eth0");
        a.WaitForState("Master");
        lan.Ip("a", "address delete 192.0.2.70/24 dev eth0");
        a.WaitForState("Fault");
        Assert.False(lan.Holds("a", "192.0.2.80"));
    }

    private static string Route(Lan lan) => lan.Ip("a", "-6 route show 2001:db8::/64");
}
