using HaDirector.Linux.Capture;
using HaDirector.Linux.Tests.Network;
using HaDirector.Vrrp.Wire;

namespace HaDirector.Linux.Tests.VrrpProcess;

/// <summary>Who answers for the addresses of a master and a backup, and who does not. The names are those of docs/standards.</summary>
public sealed class HoldingTests
{
    private const string Virtual = "192.0.2.80", VirtualSix = "2001:db8::80";

    private static string Plan(int priority) =>
        $"web eth0 51 {priority} 10 preempt {Virtual}/24\nsix eth0 51 {priority} 10 preempt fe80::50/64 {VirtualSix}/64\n";

    [NamespaceFact]
    public void DB_01_the_master_answers_arp_for_the_address_and_the_backup_does_not() => AnswersFor(Virtual, "arp[6:2] = 2", at: 22);

    [NamespaceFact]
    public void DB_02_the_master_answers_neighbour_solicitations_and_the_backup_does_not() => AnswersFor(VirtualSix, "icmp6 and ip6[40] = 136", at: 80);

    [NamespaceFact]
    public void DB_05_packets_to_the_address_are_accepted_by_the_master_and_not_by_the_backup()
    {
        using Lan lan = new("a", "b", "client");
        using Host b = new(lan, "b", Plan(100));
        using Host a = new(lan, "a", Plan(150));
        a.WaitForState("Master");
        b.WaitForState("Backup");

        lan.Ip("client", $"neighbour replace {Virtual} lladdr {Hardware(lan, "a")} dev eth0 nud permanent");
        Wait.Until(() => Ping(lan, Virtual).Contains(" 1 received", StringComparison.Ordinal), () => "no answer");
        lan.Ip("client", $"neighbour replace {Virtual} lladdr {Hardware(lan, "b")} dev eth0 nud permanent");
        Assert.Contains(" 0 received", Ping(lan, Virtual), StringComparison.Ordinal);
    }

    [NamespaceFact]
    public void DA_03_the_master_is_in_the_solicited_node_groups_of_its_addresses()
    {
        using Lan lan = new("a");
        using Host a = new(lan, "a", Plan(150));
        a.WaitFor("Log StateChanged six Master");
        string joined = lan.Ip("a", "-6 maddress show dev eth0");
        Assert.Contains("ff02::1:ff00:80", joined, StringComparison.Ordinal);
        Assert.Contains("ff02::1:ff00:50", joined, StringComparison.Ordinal);
        a.Stop();
        Assert.DoesNotContain("ff02::1:ff00:80", lan.Ip("a", "-6 maddress show dev eth0"), StringComparison.Ordinal);
    }

    [NamespaceFact]
    public void DA_04_a_forwarding_master_answers_neighbour_solicitations_as_a_router()
    {
        using Lan lan = new("a", "client");
        Assert.Null(lan.Inside("a", () => Sysctl.Write("net.ipv6.conf.all.forwarding", "1")));
        lan.Ip("client", "address add 2001:db8::99/64 dev eth0 nodad");
        using Host a = new(lan, "a", Plan(150));
        a.WaitFor("Log StateChanged six Master");
        List<byte[]> answers = [];
        using LibPcapLiveDevice tap = Tap(lan, "client", "icmp6 and ip6[40] = 136 and not ether multicast", answers);
        Wait.Until(() => Ping(lan, VirtualSix).Contains(" 1 received", StringComparison.Ordinal), () => "no answer");
        Wait.Until(() => answers.Count > 0, () => "no advertisement");
        tap.StopCapture();
        Assert.All(answers, frame => Assert.Equal(0xE0, frame[58])); // R, S and O
    }

    [NamespaceFact]
    public void RX_22_our_own_advert_that_comes_back_is_ignored()
    {
        using Lan lan = new("a", "client");
        // Else the kernel itself drops what comes from an IPv4 address of this host.
        Assert.Null(lan.Inside("a", () => Sysctl.Write("net.ipv4.conf.eth0.accept_local", "1")));
        using Host a = new(lan, "a", Plan(150));
        a.WaitForState("Master");
        a.WaitFor("Log StateChanged six Master");
        List<byte[]> adverts = [];
        using LibPcapLiveDevice tap = Tap(lan, "client", "ip proto 112 or ip6 proto 112", adverts);
        Wait.Until(() => adverts.Count >= 10, () => "no adverts");
        tap.StopCapture();

        using PcapFrameSender sender = lan.Inside("client", () => new PcapFrameSender("eth0"));
        foreach (byte[] advert in adverts[..10]) Assert.True(sender.Send(advert));

        a.WaitFor($"Dropped {(int)DropReason.OwnPacket} 10");
        Assert.Equal((0, 0), (a.Number("Status web", "received"), a.Number("Status six", "received")));
        a.WaitForState("Master");
    }

    [NamespaceFact]
    public void RX_23_a_forwarding_host_forwards_what_is_sent_to_a_host_and_never_to_the_groups()
    {
        using Lan lan = new("a", "client");
        lan.Ip("a", "link add far0 type veth peer name far1");
        lan.Ip("a", "link set far1 up");
        lan.Ip("a", "link set far0 up");
        lan.Ip("a", "address add 198.51.100.1/24 dev far0");
        lan.Ip("a", "address add 2001:db8:1::1/64 dev far0 nodad");
        lan.Ip("a", "neighbour add 198.51.100.2 lladdr 02:00:00:00:00:02 dev far0");
        lan.Ip("a", "neighbour add 2001:db8:1::2 lladdr 02:00:00:00:00:02 dev far0");
        lan.Inside("a", () => Sysctl.Write("net.ipv4.ip_forward", "1") + Sysctl.Write("net.ipv6.conf.all.forwarding", "1"));
        using Host a = new(lan, "a", Plan(150));
        a.WaitForState("Master");
        List<byte[]> forwarded = [];
        using LibPcapLiveDevice tap = Tap(lan, "a", "ip proto 112 or ip6 proto 112", forwarded, "far1");

        string hardware = Hardware(lan, "a").Replace(":", "", StringComparison.Ordinal);
        using PcapFrameSender sender = lan.Inside("client", () => new PcapFrameSender("eth0"));
        foreach (string hops in (string[])["ff", "40"])
        {
            sender.Send(V4("01005e000012", hops, "e0000012"));
            sender.Send(V6("333300000012", hops, "ff020000000000000000000000000012"));
        }

        sender.Send(V4(hardware, "40", "c6336402"));
        sender.Send(V6(hardware, "40", "20010db8000100000000000000000002"));
        Wait.Until(() => forwarded.Count >= 2, () => $"{forwarded.Count} forwarded");
        tap.StopCapture();

        Assert.Equal(2, forwarded.Count);
        Assert.All(forwarded, frame => Assert.StartsWith("020000000002", Convert.ToHexStringLower(frame), StringComparison.Ordinal));
    }

    private static void AnswersFor(string address, string filter, int at)
    {
        using Lan lan = new("a", "b", "client");
        lan.Ip("client", "address add 2001:db8::99/64 dev eth0 nodad");
        using Host b = new(lan, "b", Plan(100));
        using Host a = new(lan, "a", Plan(150));
        a.WaitFor("Log StateChanged six Master");
        a.WaitForState("Master");
        b.WaitForState("Backup");
        Wait.Until(() => b.Heard.Last(line => line.StartsWith("Status six", StringComparison.Ordinal)).Contains("Backup"), () => "b is master");
        List<byte[]> answers = [];
        using LibPcapLiveDevice tap = Tap(lan, "client", $"{filter} and not ether multicast", answers);

        for (int i = 0; i < 5; i++)
        {
            lan.Ip("client", "neighbour flush dev eth0");
            Wait.Until(() => Ping(lan, address).Contains(" 1 received", StringComparison.Ordinal), () => "no answer");
        }

        Wait.Until(() => answers.Count >= 5, () => $"{answers.Count} answers");
        tap.StopCapture();
        string master = Hardware(lan, "a").Replace(":", "", StringComparison.Ordinal);
        Assert.All(answers, frame => Assert.Equal(master, Convert.ToHexStringLower(frame.AsSpan(at, 6))));
    }

    private static LibPcapLiveDevice Tap(Lan lan, string host, string filter, List<byte[]> frames, string name = "eth0")
    {
        LibPcapLiveDevice tap = lan.Inside(host, () => ElectionTests.Open(name, filter));
        tap.OnPacketArrival += (_, packet) => frames.Add(packet.Data.ToArray());
        tap.StartCapture();
        return tap;
    }

    private static string Ping(Lan lan, string address) =>
        Command.Run("sh", "-c", $"ip netns exec {lan.Name("client")} ping -c 1 -W 2 {address} || true");

    private static string Hardware(Lan lan, string host) => lan.Ip(host, "-br link show dev eth0").Split(' ', StringSplitOptions.RemoveEmptyEntries)[2];

    // An empty packet of protocol 112 from 192.0.2.99 or 2001:db8::99.
    private static byte[] V4(string to, string hops, string destination)
    {
        byte[] frame = Convert.FromHexString(to + "020000000099" + "0800" + "4500001400000000" + hops + "700000" + "c0000263" + destination);
        uint sum = 0;
        for (int i = 14; i < 34; i += 2) sum += (uint)((frame[i] << 8) | frame[i + 1]);
        ushort checksum = (ushort)~((sum & 0xFFFF) + (sum >> 16));
        (frame[24], frame[25]) = ((byte)(checksum >> 8), (byte)checksum);
        return frame;
    }

    private static byte[] V6(string to, string hops, string destination) =>
        Convert.FromHexString(to + "020000000099" + "86dd" + "60000000" + "0000" + "70" + hops + "20010db8000000000000000000000099" + destination);
}
