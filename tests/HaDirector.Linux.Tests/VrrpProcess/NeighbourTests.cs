using System.Collections.Concurrent;
using HaDirector.Linux.Capture;
using HaDirector.Linux.Tests.Network;
using HaDirector.Model;
using HaDirector.Netlink.Route;
using HaDirector.VrrpProcess;

namespace HaDirector.Linux.Tests.VrrpProcess;

/// <summary>Neighbour discovery about a virtual IPv6 address, and by a director. The names are those of docs/standards.</summary>
public sealed class NeighbourTests
{
    private const string Virtual = "2001:db8::80", Client = "2001:db8::99";
    private const string VirtualHex = "20010db8000000000000000000000080", Mac = "00005e000233";
    private const string Plan = $"six eth0 51 150 10 preempt fe80::50/64 {Virtual}/64";

    [NamespaceFact]
    public void DA_05_neither_solicitations_nor_advertisements_carry_the_physical_mac_for_a_virtual_address()
    {
        using Lan lan = new("a", "client");
        lan.Ip("client", $"address add {Client}/64 dev eth0 nodad");
        ConcurrentQueue<string> frames = [];
        using LibPcapLiveDevice tap = lan.Inside("client", () => ElectionTests.Open("eth0", "icmp6 and (ip6[40] == 135 or ip6[40] == 136)"));
        tap.OnPacketArrival += (_, packet) => frames.Enqueue(Convert.ToHexStringLower(packet.Data));
        tap.StartCapture();
        using Host a = new(lan, "a", Plan + " vmac=vrrp6.51\n");
        a.WaitFor("Log StateChanged six Master");

        // Both ways: the client asks for the address, and the director asks for the client in the name of the address.
        Wait.Until(
            () =>
            {
                lan.Ip("client", "neighbour flush all");
                Command.Run("sh", "-c", $"ip netns exec {lan.Name("client")} ping -c 1 -W 2 {Virtual} || true");
                lan.Ip("a", "neighbour flush all"); // it learned the client's
                Command.Run("sh", "-c", $"ip netns exec {lan.Name("a")} ping -c 1 -W 2 -I {Virtual} {Client} || true");
                return frames.Any(IsAnswer) && frames.Any(IsQuestion);
            },
            () => string.Join('\n', frames));
        tap.StopCapture();

        Assert.All(frames.Where(frame => IsAnswer(frame) || IsQuestion(frame)), frame => Assert.Equal((Mac, Mac), (frame[12..24], frame[160..172])));
        string physical = lan.Mac("a").Replace(":", "", StringComparison.Ordinal);
        Assert.DoesNotContain(frames, frame => frame.Contains(VirtualHex, StringComparison.Ordinal) && frame.Contains(physical, StringComparison.Ordinal));
    }

    [NamespaceFact]
    public void DA_21_unsolicited_neighbour_advertisements_are_accepted_by_master_and_backup()
    {
        using Lan lan = new("a", "b", "client");
        using Host a = new(lan, "a", Plan + "\n");
        a.WaitFor("Log StateChanged six Master");
        using Host b = new(lan, "b", Plan.Replace("150", "100", StringComparison.Ordinal) + "\n");
        Wait.Until(() => b.Has("Status six Backup") && b.Number("Status six", "received") > 0, () => string.Join('\n', b.Heard));
        foreach (string host in (string[])["a", "b"]) lan.Ip(host, $"neighbour add {Client} lladdr 02:00:00:00:00:01 dev eth0 nud stale");

        byte[] frame = new byte[NeighbourAdvertisement.FrameLength];
        HardwareAddress.TryRead([2, 0, 0, 0, 0, 0x99], out HardwareAddress moved);
        NeighbourAdvertisement.Write(frame, moved, IpAddress.Parse(Client));
        using PcapFrameSender sender = lan.Inside("client", () => new PcapFrameSender("eth0"));
        Assert.True(sender.Send(frame));

        string Seen() => string.Concat(((string[])["a", "b"]).Select(host => lan.Ip(host, $"neighbour show {Client} dev eth0")));
        Wait.Until(() => Seen().Split("02:00:00:00:00:99").Length == 3, Seen);
        Assert.True(a.Has("Status six Master") && !b.Has("Status six Master"));
    }

    // An advertisement of the address (its target), with the option that says whose Ethernet address it is.
    private static bool IsAnswer(string frame) => frame.Length >= 172 && frame[108..110] == "88" && frame[124..156] == VirtualHex && frame[156..158] == "02";

    // A solicitation by the address (its source), likewise.
    private static bool IsQuestion(string frame) => frame.Length >= 172 && frame[108..110] == "87" && frame[44..76] == VirtualHex && frame[156..158] == "01";
}
