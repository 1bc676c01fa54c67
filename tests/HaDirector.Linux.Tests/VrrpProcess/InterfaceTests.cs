using HaDirector.Linux.Capture;
using HaDirector.Linux.Tests.Network;

namespace HaDirector.Linux.Tests.VrrpProcess;

public sealed class InterfaceTests
{
    [NamespaceFact]
    public void Loss_of_carrier_is_a_fault_that_drops_the_address_and_ends_with_the_carrier()
    {
        using Lan lan = new("a");
        using Host a = new(lan, "a", Host.Router(150));
        a.WaitForState("Master");

        lan.Ip("net", "link set a-0 down");
        a.WaitForState("Fault");
        Assert.False(lan.Holds("a", "192.0.2.80"));
        a.WaitFor("Log InterfaceUnusable web Fault 1 "); // said after the state

        lan.Ip("net", "link set a-0 up");
        a.WaitForState("Master");
        Assert.True(lan.Holds("a", "192.0.2.80"));
    }

    [NamespaceFact]
    public void An_interface_made_anew_under_its_name_is_used_again()
    {
        using Lan lan = new("a", "b");
        using Host a = new(lan, "a", Host.Router(150));
        a.WaitForState("Master");

        lan.Ip("a", "link delete eth0");
        a.WaitForState("Fault");
        a.WaitFor("Log InterfaceUnusable web Fault 0 "); // said after the state

        lan.Ip("net", $"link add a-0 type veth peer name eth0 netns {lan.Name("a")}");
        lan.Ip("net", "link set a-0 master br0 up");
        lan.Ip("a", "link set eth0 up");
        lan.Ip("a", "address add 192.0.2.11/24 dev eth0");
        a.WaitForState("Master");
        Assert.True(lan.Holds("a", "192.0.2.80"));
        using Host b = new(lan, "b", Host.Router(100));
        b.WaitForState("Backup");
        long received = b.Number("Status web", "received");
        Wait.Until(() => b.Number("Status web", "received") > received, () => "the new interface carries no adverts");
    }

    [NamespaceFact]
    public void A_lost_address_is_a_fault_and_a_changed_one_is_the_new_source()
    {
        using Lan lan = new("a");
        lan.Ip("a", "address add 198.51.100.5/24 dev eth0");
        using Host a = new(lan, "a", Host.Router(150));
        a.WaitForState("Master");
        List<string> sources = [];
        using LibPcapLiveDevice tap = lan.Inside("net", () => ElectionTests.Open("br0", "ip proto 112"));
        tap.OnPacketArrival += (_, packet) => sources.Add(Convert.ToHexStringLower(packet.Data[26..30]));
        tap.StartCapture();

        Wait.Until(() => sources.Contains("c000020b"), () => string.Join(' ', sources));
        lan.Ip("a", "address delete 192.0.2.11/24 dev eth0");
        Wait.Until(() => sources.Contains("c6336405"), () => string.Join(' ', sources));
        lan.Ip("a", "address delete 198.51.100.5/24 dev eth0");
        a.WaitForState("Fault");
        a.WaitFor("Log InterfaceUnusable web Fault 2 "); // said after the state
        lan.Ip("a", "address add 192.0.2.11/24 dev eth0");
        a.WaitForState("Master");
        tap.StopCapture();
    }

    [NamespaceFact]
    public void A_flapping_link_ends_where_it_stops_in_both_families()
    {
        using Lan lan = new("a");
        using Host a = new(lan, "a", Host.Router(150) + "six eth0 51 150 10 preempt fe80::50/64 2001:db8::80/64\n");
        a.WaitForState("Master");
        a.WaitFor("Log StateChanged six Master");
        for (int i = 0; i < 20; i++)
        {
            lan.Ip("net", "link set a-0 down");
            if (i % 4 == 0) a.WaitForState("Fault");
            lan.Ip("net", "link set a-0 up");
        }

        a.WaitForState("Master");
        Wait.Until(
            () => a.Heard.Last(line => line.StartsWith("Status six ", StringComparison.Ordinal)).StartsWith("Status six Master ", StringComparison.Ordinal),
            () => string.Join('\n', a.Heard));
        Assert.Contains("2001:db8::80/64", lan.Ip("a", "-o address show dev eth0"), StringComparison.Ordinal);
        Assert.True(lan.Holds("a", "192.0.2.80"));
        Assert.Equal(0, a.Number("Pulse", "allocated"));
    }

    [NamespaceFact]
    public void A_router_waits_for_an_interface_that_is_not_there_yet()
    {
        using Lan lan = new("a");
        using Host a = new(lan, "a", "web late0 51 150 10 preempt 203.0.113.80/24\n");
        a.WaitForState("Fault");
        lan.Ip("a", "link add late0 type veth peer name late1");
        lan.Ip("a", "address add 203.0.113.1/24 dev late0");
        lan.Ip("a", "link set late1 up");
        lan.Ip("a", "link set late0 up");
        a.WaitForState("Master");
        Assert.Contains("203.0.113.80/24", lan.Ip("a", "-4 -o address show dev late0"), StringComparison.Ordinal);
    }
}
