using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using HaDirector.Linux.Capture;
using HaDirector.Linux.Tests.Network;

namespace HaDirector.Linux.Tests.VrrpProcess;

/// <summary>Virtual routers with an Ethernet address of their own. The names begin with the row of docs/standards that they show.</summary>
public sealed class VirtualMacTests
{
    private const string Virtual = "192.0.2.80";
    private const string Mac = "00005e000133";
    private const string Options = Virtual + "/24 vmac=vrrp.51";
    private const string OptionsSix = "fe80::80/64 2001:db8::80/64 vmac=vrrp6.51";

    [NamespaceFact]
    public void DA_01_DA_02_DA_13_DA_14_everybody_learns_the_virtual_mac_and_nobody_the_physical_one()
    {
        using Lan lan = new("a", "client");
        string physical = Hex(lan.Mac("a"));
        using Frames frames = new(lan, $"arp or ip proto 112");
        using Host a = new(lan, "a", Host.Router(150, addresses: Options));
        a.WaitForState("Master");
        using DatagramProbe probe = new(lan.Inside, "client", Virtual, "a");
        probe.WaitForAnswers(20);
        Assert.Contains($"lladdr {lan.Mac("a", "vrrp.51")}", lan.Ip("client", $"neighbour show {Virtual}"), StringComparison.Ordinal);
        lan.Ip("a", "neighbour flush dev eth0"); // the host asks for the client anew, in the middle of answers in the name of the virtual address
        probe.WaitForAnswers(20);

        string[] all = frames.Stop();
        string[] adverts = [.. all.Where(frame => frame[24..28] == "0800")];
        Assert.NotEmpty(adverts);
        Assert.All(adverts, frame => Assert.Equal("01005e000012" + Mac, frame[..24]));
        string[] ofVirtual = [.. all.Where(frame => frame[24..28] == "0806" && frame[56..64] == "c0000250")]; // its sender
        Assert.NotEmpty(ofVirtual);
        Assert.All(ofVirtual, frame => Assert.Equal((Mac, Mac), (frame[12..24], frame[44..56])));
        Assert.Contains(all, frame => frame[12..24] == physical); // the host itself goes on under its own
    }

    [NamespaceFact]
    public void DB_04_a_backup_hears_nothing_that_is_sent_to_the_virtual_mac_and_DA_07_a_master_forwards_it()
    {
        using Lan lan = new("a", "b", "client");
        foreach (string host in (string[])["a", "b"])
        {
            lan.Inside(host, () => Sysctl.Write("net.ipv4.ip_forward", "1"));
            lan.Ip(host, "link add far0 type bridge");
            lan.Ip(host, "link set far0 up");
            lan.Ip(host, "address add 198.51.100.1/24 dev far0");
        }

        lan.Ip("client", $"route add 198.51.100.0/24 via {Virtual}");
        using Host a = new(lan, "a", Host.Router(150, addresses: Options));
        a.WaitForState("Master");
        using Host b = new(lan, "b", Host.Router(100, addresses: Options));
        b.WaitForState("Backup");
        Assert.DoesNotContain("UP", Flags(lan, "b"), StringComparison.Ordinal);
        Assert.Contains("UP", Flags(lan, "a"), StringComparison.Ordinal);

        using UdpClient client = lan.Inside("client", () => new UdpClient(0));
        Wait.Until(() => Forwarded(client, lan, "a") >= 5, () => "nothing is forwarded");
        lan.Ip("client", $"neighbour replace {Virtual} lladdr 00:00:5e:00:01:33 dev eth0 nud permanent");
        lan.Ip("net", "link set a-0 type bridge_slave learning off"); // now each frame to the virtual MAC is flooded: b gets it as well
        lan.Ip("net", "link set br0 type bridge fdb_flush");
        int before = Forwarded(client, lan, "a");
        Wait.Until(() => Forwarded(client, lan, "a") >= before + 20, () => "nothing more is forwarded");
        Assert.Equal(0, Forwarded(lan, "b"));
    }

    [NamespaceFact]
    public void It_moves_with_the_role_and_goes_with_the_process()
    {
        using Lan lan = new("a", "b", "client");
        using Host a = new(lan, "a", Host.Router(150, addresses: Options + " only-backup=yes"));
        a.WaitForState("Master");
        using Host b = new(lan, "b", Host.Router(100, addresses: Options + " only-backup=yes"));
        b.WaitForState("Backup");
        Assert.Contains($"{Virtual}/24", lan.Ip("a", "-o address show dev vrrp.51"), StringComparison.Ordinal);
        Assert.False(lan.Holds("a", Virtual)); // that is: on eth0
        Wait.Until(() => b.Number("Status web Backup", "received") > 0, () => "b hears nobody");
        using DatagramProbe probe = new(lan.Inside, "client", Virtual, "a", "b");
        probe.WaitForAnswers(100);

        Assert.Equal(0, a.Stop());
        b.WaitForState("Master");
        probe.WaitForAnswers(300);
        Assert.Equal([], probe.Lost());
        Assert.DoesNotContain("vrrp.51", lan.Ip("a", "-br link"), StringComparison.Ordinal);
        Assert.Contains("UP", Flags(lan, "b"), StringComparison.Ordinal);

        b.Plan = Host.Router(100, addresses: Virtual + "/24"); // a reload without it
        Wait.Until(() => lan.Holds("b", Virtual), () => "the address does not move to eth0");
        Wait.Until(() => !lan.Ip("b", "-br link").Contains("vrrp.51", StringComparison.Ordinal), () => "the device stays");
    }

    [NamespaceFact]
    public void A_master_hears_another_one_under_the_same_ethernet_address()
    {
        using Lan lan = new("a", "b");
        using Host b = new(lan, "b", Host.Router(100, addresses: Options));
        b.WaitForState("Master");
        using Host a = new(lan, "a", Host.Router(150, addresses: Options));
        a.WaitForState("Master");
        b.WaitForState("Backup");
        Assert.DoesNotContain("UP", Flags(lan, "b"), StringComparison.Ordinal);
    }

    [NamespaceFact]
    public void A_device_that_somebody_removes_is_made_again_and_one_that_crashed_processes_left_is_taken_over()
    {
        using Lan lan = new("a");
        using Host a = new(lan, "a", Host.Router(150, addresses: Options));
        a.WaitForState("Master");
        lan.Ip("a", "link delete vrrp.51");
        a.WaitFor("Log StateChanged web Fault 6 ");
        Wait.Until(() => a.Number("Status web Master", "became") == 2, () => "it does not come back");
        Wait.Until(() => lan.Ip("a", "-o address show dev vrrp.51").Contains(Virtual, StringComparison.Ordinal), () => "no address");

        a.KillAll();
        using Host again = new(lan, "a", Host.Router(150, addresses: Options), before: a);
        again.WaitForState("Master");
        Assert.Contains(Virtual, lan.Ip("a", "-o address show dev vrrp.51"), StringComparison.Ordinal);
    }

    [NamespaceFact]
    public void Ipv6_adverts_and_announcements_leave_from_the_virtual_mac_of_ipv6()
    {
        using Lan lan = new("a", "client");
        using Frames frames = new(lan, "ip6 proto 112 or (icmp6 and ip6[40] == 136)");
        using Host a = new(lan, "a", Host.Router(150, addresses: OptionsSix));
        a.WaitForState("Master");
        Assert.Contains("2001:db8::80/64", lan.Ip("a", "-6 -o address show dev vrrp6.51"), StringComparison.Ordinal);
        Wait.Until(() => frames.Seen.Any(Announces), () => "no announcement");
        string[] all = frames.Stop();
        Assert.Contains(all, frame => frame[40..42] == "70");
        Assert.All(all.Where(frame => frame[40..42] == "70" || Announces(frame)), frame => Assert.Equal("00005e000233", frame[12..24]));
    }

    [NamespaceFact]
    public void DA_15_an_interface_that_comes_up_again_is_announced_anew()
    {
        using Lan lan = new("a");
        using Frames frames = new(lan, $"arp host {Virtual}");
        using Host a = new(lan, "a", Host.Router(150, addresses: Options));
        a.WaitForState("Master");
        lan.Ip("net", "link set a-0 down");
        a.WaitForState("Fault");
        int before = frames.Seen.Count();
        lan.Ip("net", "link set a-0 up");
        a.WaitForState("Master");
        Wait.Until(() => frames.Seen.Count() >= before + 5, () => $"{frames.Seen.Count()} announcements");
        Assert.All(frames.Stop(), frame => Assert.Equal((Mac, "c0000250"), (frame[44..56], frame[56..64])));
    }

    [NamespaceFact]
    public void DA_17_who_is_asked_for_by_way_of_the_virtual_mac_learns_the_virtual_mac()
    {
        using Lan lan = new("a", "client");
        using Frames frames = new(lan, "icmp6 and ip6[40] == 135");
        using Host a = new(lan, "a", Host.Router(150, addresses: OptionsSix));
        a.WaitForState("Master");
        lan.Ip("a", "route add 2001:db8:1::/64 dev vrrp6.51");
        lan.Inside("a", () =>
        {
            using UdpClient host = new(AddressFamily.InterNetworkV6);
            return host.Send([1], "2001:db8:1::9", 9);
        });
        // A solicitation of 2001:db8:1::9 whose option 1 is the source's link-layer address.
        bool Asks(string frame) => frame.Length >= 172 && frame[124..156] == "20010db8000100000000000000000009";
        Wait.Until(() => frames.Seen.Any(Asks), () => "nobody asks");
        Assert.All(frames.Stop().Where(Asks), frame => Assert.Equal(("00005e000233", "0101" + "00005e000233"), (frame[12..24], frame[156..172])));
    }

    // An advertisement of 2001:db8::80: its target is 8 bytes into ICMP.
    private static bool Announces(string frame) => frame[40..42] == "3a" && frame.Length >= 156 && frame[124..156] == "20010db8000000000000000000000080";

    private static int Forwarded(UdpClient client, Lan lan, string host)
    {
        client.Send([1], "198.51.100.9", 9);
        return Forwarded(lan, host);
    }

    // Ip: Forwarding DefaultTTL InReceives InHdrErrors InAddrErrors ForwDatagrams ...
    private static int Forwarded(Lan lan, string host) => int.Parse(
        lan.Inside(host, () => File.ReadAllText("/proc/thread-self/net/snmp")).Split('\n')[1].Split(' ')[6], CultureInfo.InvariantCulture);

    private static string Flags(Lan lan, string host)
    {
        string link = lan.Ip(host, "link show dev vrrp.51");
        return link[link.IndexOf('<', StringComparison.Ordinal)..link.IndexOf('>', StringComparison.Ordinal)];
    }

    private static string Hex(string mac) => mac.Replace(":", "", StringComparison.Ordinal);

    /// <summary>What goes over the bridge, in hexadecimal digits.</summary>
    private sealed class Frames : IDisposable
    {
        private readonly LibPcapLiveDevice _tap;
        private readonly ConcurrentQueue<string> _seen = [];

        public Frames(Lan lan, string filter)
        {
            _tap = lan.Inside("net", () => ElectionTests.Open("br0", filter));
            _tap.OnPacketArrival += (_, packet) => _seen.Enqueue(Convert.ToHexStringLower(packet.Data));
            _tap.StartCapture();
        }

        public IEnumerable<string> Seen => _seen;

        public string[] Stop()
        {
            _tap.StopCapture();
            return [.. _seen];
        }

        public void Dispose() => _tap.Dispose();
    }
}
