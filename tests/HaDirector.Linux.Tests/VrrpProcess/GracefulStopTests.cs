using System.Net.Sockets;
using HaDirector.Linux.Capture;
using HaDirector.Linux.Tests.Network;

namespace HaDirector.Linux.Tests.VrrpProcess;

/// <summary>A master that is stopped in good order hands over without a loss.</summary>
public sealed class GracefulStopTests
{
    private const string Virtual = "192.0.2.80";
    private const string Options = Virtual + "/24 only-backup=yes";

    [NamespaceTheory]
    [InlineData(100, Options)]
    [InlineData(10, Options)]
    [InlineData(1, Options)]
    [InlineData(100, Virtual + "/24")] // a backup that waits its skew time of 610 ms: nobody answers for the address so long
    public void Nothing_that_a_client_sends_is_lost(int centiseconds, string addresses)
    {
        using Lan lan = new("a", "b", "client");
        using Host a = new(lan, "a", Host.Router(150, centiseconds, addresses: addresses));
        a.WaitForState("Master");
        using Host b = new(lan, "b", Host.Router(100, centiseconds, addresses: addresses));
        b.WaitForState("Backup");
        Wait.Until(() => b.Number("Status web Backup", "received") > 0, () => "b hears nobody");
        using DatagramProbe probe = new(lan.Inside, "client", Virtual, "a", "b");
        probe.WaitForAnswers(100);

        Assert.Equal(0, a.Stop());
        b.WaitForState("Master");
        probe.WaitForAnswers(300); // more than what is under way during a takeover

        Assert.Equal([], probe.Lost());
        Assert.True(lan.Holds("b", Virtual));
        Assert.False(lan.Holds("a", Virtual));
        Assert.DoesNotContain("proto 112", lan.Ip("a", "route show table all"), StringComparison.Ordinal);
        Assert.Equal("0", lan.Inside("a", () => Sysctl.Read("net/ipv4/conf/eth0/arp_ignore")));
    }

    [NamespaceFact]
    public void While_it_leaves_it_accepts_but_does_not_answer_for_the_address()
    {
        using Lan lan = new("a", "b", "client");
        using Host a = new(lan, "a", Host.Router(150, 400, addresses: Options));
        a.WaitForState("Master");
        lan.Ip("client", $"neighbour replace {Virtual} lladdr {lan.Mac("a")} dev eth0"); // as a client that knows it already
        using DatagramProbe probe = new(lan.Inside, "client", Virtual, "a");
        probe.WaitForAnswers(10);

        a.Signal("TERM"); // with nobody to follow it leaves for four seconds
        Wait.Until(() => !lan.Holds("a", Virtual), () => "the address stays");

        probe.WaitForAnswers(10);
        List<bool> replies = [];
        using LibPcapLiveDevice tap = lan.Inside("net", () => ElectionTests.Open("br0", $"arp and host {Virtual}"));
        tap.OnPacketArrival += (_, packet) => replies.Add(packet.Data[21] == 2);
        tap.StartCapture();
        lan.Inside("b", () =>
        {
            using UdpClient stranger = new();
            return stranger.Send([1], Virtual, 7007);
        });
        Wait.Until(() => replies.Count >= 2, () => "nobody asks");
        tap.StopCapture();
        Assert.False(a.Ended); // else this showed nothing
        Assert.DoesNotContain(true, replies);
        Assert.Equal(0, a.WaitForEnd());
        Assert.DoesNotContain(Virtual, lan.Ip("a", "route show table all"), StringComparison.Ordinal);
    }
}
