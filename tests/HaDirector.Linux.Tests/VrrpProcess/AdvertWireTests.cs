using HaDirector.Linux.Capture;
using HaDirector.Linux.Tests.Network;

namespace HaDirector.Linux.Tests.VrrpProcess;

/// <summary>What a master sends, as the wire has it. The names are those of docs/standards.</summary>
public sealed class AdvertWireTests
{
    private const string Plan = "web eth0 51 150 10 preempt 192.0.2.80/24\nsix eth0 51 150 10 preempt fe80::50/64 2001:db8::80/64\n";
    private const int Enough = 10;

    // One run for all of them: frames from the start on until there are enough adverts of both families and all announcements.
    private static readonly Lazy<Run> Seen = new(Watch);

    [NamespaceFact]
    public void TX_01_the_source_is_the_primary_address_and_never_a_virtual_one() => Assert.All(Seen.Value.V4, f => Assert.Equal("c000020b", Hex(f, 26, 4)));

    [NamespaceFact]
    public void TX_02_the_source_is_the_link_local_address_and_without_one_nothing_is_sent()
    {
        Assert.All(Seen.Value.V6, f => Assert.Equal(Seen.Value.LinkLocal, Hex(f, 22, 16)));

        using Lan lan = new("a");
        lan.Ip("a", "-6 address flush dev eth0 scope link");
        using Host a = new(lan, "a", Plan);
        a.WaitFor("Log InterfaceUnusable six Initialize 2 ");
        a.WaitForState("Master"); // the other family does not mind
        Assert.Equal(0, a.Number("Status six Fault", "sent"));
        Assert.DoesNotContain("2001:db8::80", lan.Ip("a", "-6 -o address"), StringComparison.Ordinal);
    }

    [NamespaceFact]
    public void TX_03_the_destination_is_the_group_of_the_family()
    {
        Assert.All(Seen.Value.V4, f => Assert.Equal("01005e000012" + "e0000012", Hex(f, 0, 6) + Hex(f, 30, 4)));
        Assert.All(Seen.Value.V6, f => Assert.Equal("333300000012" + "ff020000000000000000000000000012", Hex(f, 0, 6) + Hex(f, 38, 16)));
    }

    [NamespaceFact]
    public void TX_04_the_time_to_live_is_255() => Assert.All(Seen.Value.V4, f => Assert.Equal(255, f[22]));

    [NamespaceFact]
    public void TX_05_the_hop_limit_is_255() => Assert.All(Seen.Value.V6, f => Assert.Equal(255, f[21]));

    [NamespaceFact]
    public void TX_06_the_protocol_is_112()
    {
        Assert.All(Seen.Value.V4, f => Assert.Equal("0800" + "70", Hex(f, 12, 2) + Hex(f, 23, 1)));
        Assert.All(Seen.Value.V6, f => Assert.Equal("86dd" + "70", Hex(f, 12, 2) + Hex(f, 20, 1)));
    }

    [NamespaceFact]
    public void TX_07_the_source_mac_is_the_virtual_one_where_that_is_configured()
    {
        using Lan lan = new("a", "client");
        List<string> sources = [];
        using LibPcapLiveDevice tap = lan.Inside("client", () => ElectionTests.Open("eth0", "ip proto 112 or ip6 proto 112"));
        tap.OnPacketArrival += (_, packet) => sources.Add(Convert.ToHexStringLower(packet.Data[6..14]));
        tap.StartCapture();
        using Host a = new(lan, "a", Plan.Replace("192.0.2.80/24", "192.0.2.80/24 vmac=vrrp4.51").Replace("fe80::50/64", "fe80::50/64 vmac=vrrp6.51"));
        Wait.Until(
            () => sources.ToArray() is var seen && seen.Count(s => s == "00005e0001330800") >= Enough && seen.Count(s => s == "00005e00023386dd") >= Enough,
            () => string.Join(' ', sources.Distinct()));
        tap.StopCapture();
        Assert.Equal(2, sources.Distinct().Count());
    }

    [NamespaceFact]
    public void DA_11_gratuitous_arp_is_broadcast_for_each_virtual_address()
    {
        string hardware = Seen.Value.Hardware;
        Assert.All(Seen.Value.Arp, f => Assert.StartsWith(
            "ffffffffffff" + hardware + "0806" + "0001080006040001" + hardware + "c0000250" + "ffffffffffff" + "c0000250", Hex(f, 0, f.Length),
            StringComparison.Ordinal));
        Assert.Equal(Enough, Seen.Value.Arp.Count); // five at once, five a second later
    }

    [NamespaceFact]
    public void DA_12_unsolicited_neighbour_advertisements_go_to_all_nodes_for_each_virtual_address()
    {
        Run seen = Seen.Value;
        Assert.All(seen.Na, f => Assert.Equal("333300000001" + "a0000000" + "0201" + seen.Hardware, Hex(f, 0, 6) + Hex(f, 58, 4) + Hex(f, 78, 8)));
        Assert.Equal(Enough, seen.Na.Count(f => Hex(f, 62, 16) == "fe800000000000000000000000000050"));
        Assert.Equal(Enough, seen.Na.Count(f => Hex(f, 62, 16) == "20010db8000000000000000000000080"));
    }

    private static Run Watch()
    {
        using Lan lan = new("a", "client");
        Run run = new()
        {
            Hardware = lan.Ip("a", "-br link show dev eth0").Split(' ', StringSplitOptions.RemoveEmptyEntries)[2].Replace(":", "", StringComparison.Ordinal),
            LinkLocal = LinkLocalOf(lan, "a"),
        };
        using LibPcapLiveDevice tap = lan.Inside("client", () => ElectionTests.Open("eth0", "ip proto 112 or ip6 proto 112 or (arp and broadcast) or icmp6"));
        tap.OnPacketArrival += (_, packet) => run.Take(packet.Data.ToArray());
        tap.StartCapture();
        using Host a = new(lan, "a", Plan);
        Wait.Until(() => run.IsEnough, () => run.ToString());
        tap.StopCapture();
        return run;
    }

    private static string LinkLocalOf(Lan lan, string host)
    {
        string text = "";
        Wait.Until(
            () => (text = lan.Ip(host, "-6 -o address show dev eth0 scope link -tentative")).Contains("fe80", StringComparison.Ordinal),
            () => "no link-local address");
        string address = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).First(word => word.StartsWith("fe80", StringComparison.Ordinal)).Split('/')[0];
        return Convert.ToHexStringLower(System.Net.IPAddress.Parse(address).GetAddressBytes());
    }

    private static string Hex(byte[] frame, int at, int length) => Convert.ToHexStringLower(frame.AsSpan(at, length));

    private sealed class Run
    {
        private const byte IcmpV6 = 58, Advertisement = 136;

        public List<byte[]> V4 { get; } = [];

        public List<byte[]> V6 { get; } = [];

        public List<byte[]> Arp { get; } = [];

        /// <summary>Neighbour advertisements to all nodes.</summary>
        public List<byte[]> Na { get; } = [];

        public required string Hardware { get; init; }

        public required string LinkLocal { get; init; }

        public bool IsEnough => V4.Count >= Enough && V6.Count >= Enough && Arp.Count >= Enough && Na.Count >= 2 * Enough;

        public void Take(byte[] frame)
        {
            string type = Hex(frame, 12, 2);
            if (type == "0800") V4.Add(frame);
            else if (type == "0806") Arp.Add(frame);
            else if (frame[20] != IcmpV6) V6.Add(frame);
            else if (frame.Length >= 86 && frame[54] == Advertisement && Hex(frame, 0, 6) == "333300000001") Na.Add(frame);
        }

        public override string ToString() => $"{V4.Count} and {V6.Count} adverts, {Arp.Count} ARP, {Na.Count} NA";
    }
}
