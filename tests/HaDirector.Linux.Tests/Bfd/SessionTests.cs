using System.Net;
using System.Net.Sockets;
using HaDirector.Linux.Tests.Network;
using HaDirector.Linux.Tests.VrrpProcess;

namespace HaDirector.Linux.Tests.Bfd;

/// <summary>Our own two ends on real sockets.</summary>
public sealed class SessionTests
{
    [NamespaceFact]
    public void Three_milliseconds_times_three_come_up_and_cost_no_allocation()
    {
        using Lan lan = new("a", "b");
        using Host a = new(lan, "a", "bfd peer eth0 192.0.2.12 3 3\n");
        using Host b = new(lan, "b", "bfd peer eth0 192.0.2.11 3 3\n");

        foreach (Host host in (Host[])[a, b]) BfddTests.WaitFor(host, "peer", "Up", "transmit=3000 detection=9000");
        Network.Wait.Until(() => a.Number("Session peer", "received") > 1000, () => a.Heard[^1]);
        foreach (Host host in (Host[])[a, b])
        {
            Assert.Equal(0, host.Number("Pulse", "allocated"));
            Assert.Equal(0, host.Number("Pulse", "collections"));
        }
    }

    [NamespaceFact]
    public void A_cut_cable_is_noticed_by_both_and_a_healed_one_too()
    {
        using Lan lan = new("a", "b");
        lan.Ip("a", "address add 2001:db8::11/64 dev eth0 nodad");
        lan.Ip("b", "address add 2001:db8::12/64 dev eth0 nodad");
        using Host a = new(lan, "a", "bfd peer eth0 2001:db8::12 50 3\n");
        using Host b = new(lan, "b", "bfd peer eth0 2001:db8::11 50 3 passive\n");
        foreach (Host host in (Host[])[a, b]) BfddTests.WaitFor(host, "peer", "Up");

        lan.Ip("net", "link set a-0 nomaster");
        foreach (Host host in (Host[])[a, b]) BfddTests.WaitFor(host, "peer", "Down", "why=DetectionTimeExpired");
        lan.Ip("net", "link set a-0 master br0");
        foreach (Host host in (Host[])[a, b]) BfddTests.WaitFor(host, "peer", "Up");
    }

    [NamespaceFact]
    public void A_reload_changes_intervals_without_going_down_and_takes_sessions_down_on_purpose()
    {
        using Lan lan = new("a", "b");
        using Host a = new(lan, "a", "bfd peer eth0 192.0.2.12 100 30\n");
        using Host b = new(lan, "b", "bfd peer eth0 192.0.2.11 100 30\n");
        foreach (Host host in (Host[])[a, b]) BfddTests.WaitFor(host, "peer", "Up", "detection=3000000");

        a.Plan = "bfd peer eth0 192.0.2.12 200 20\nbfd other eth0 192.0.2.99 100 3\n";
        BfddTests.WaitFor(a, "peer", "Up", "transmit=200000");
        BfddTests.WaitFor(b, "peer", "Up", "detection=4000000");
        BfddTests.WaitFor(a, "other", "Down");
        foreach (Host host in (Host[])[a, b]) Assert.Equal(1, host.Number("Session peer", "up"));

        a.Plan = "bfd other eth0 192.0.2.99 100 3\n";
        BfddTests.WaitFor(b, "peer", "Down", "remote=AdminDown");
        Assert.Equal(0, b.Number("Session peer", "lost"));

        a.Plan = "bfd peer eth0 192.0.2.12 100 30\n";
        BfddTests.WaitFor(b, "peer", "Up");
        Assert.Equal(0, a.Stop());
        BfddTests.WaitFor(b, "peer", "Down", "remote=AdminDown");
        Assert.Equal(0, b.Number("Session peer", "lost"));
    }

    [NamespaceFact]
    public void An_interface_made_anew_carries_its_session_again()
    {
        using Lan lan = new("a", "b");
        using Host a = new(lan, "a", "bfd peer eth0 192.0.2.12 50 3\n");
        using Host b = new(lan, "b", "bfd peer eth0 192.0.2.11 50 3\n");
        BfddTests.WaitFor(a, "peer", "Up");

        lan.Ip("a", "link delete eth0");
        BfddTests.WaitFor(a, "peer", "Down");
        lan.Ip("net", $"link add a-1 type veth peer name eth0 netns {lan.Name("a")}");
        lan.Ip("net", "link set a-1 master br0 up");
        lan.Ip("a", "address add 192.0.2.11/24 dev eth0");
        lan.Ip("a", "link set eth0 up");
        foreach (Host host in (Host[])[a, b]) BfddTests.WaitFor(host, "peer", "Up");
    }

    [NamespaceFact]
    public void Packets_that_were_forwarded_or_mean_nobody_are_counted_and_move_nothing()
    {
        using Lan lan = new("a", "b", "c");
        using Host a = new(lan, "a", "bfd peer eth0 192.0.2.12 100 3\n");
        BfddTests.WaitFor(a, "peer", "Down");
        byte[] down = [0x20, 0x40, 3, 24, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0xF, 0x42, 0x40, 0, 0, 0x27, 0x10, 0, 0, 0, 0];
        byte[] up = [.. down];
        (up[1], up[11]) = (0xC0, 1);

        Send(lan, "b", down, timeToLive: 254);
        a.WaitFor("BfdDropped HopLimit 1");
        Send(lan, "c", down, timeToLive: 255);
        a.WaitFor("BfdDropped UnknownPeer 1");
        Send(lan, "b", up, timeToLive: 255);
        a.WaitFor("BfdDropped YourDiscriminatorUnknown 1");
        Send(lan, "b", [1, 2, 3], timeToLive: 255);
        a.WaitFor("BfdDropped Length 1");
        BfddTests.WaitFor(a, "peer", "Down", "received=0");

        Send(lan, "b", down, timeToLive: 255); // and this one counts
        BfddTests.WaitFor(a, "peer", "Init", "received=1");
    }

    private static void Send(Lan lan, string host, byte[] payload, short timeToLive) => lan.Inside(host, () =>
    {
        using UdpClient client = new() { Ttl = timeToLive };
        return client.Send(payload, new IPEndPoint(IPAddress.Parse("192.0.2.11"), 3784));
    });
}
