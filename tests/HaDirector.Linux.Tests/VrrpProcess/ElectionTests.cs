using HaDirector.Linux.Capture;
using HaDirector.Linux.Route;
using HaDirector.Linux.Tests.Network;
using HaDirector.Model;
using HaDirector.Netlink.Route;

namespace HaDirector.Linux.Tests.VrrpProcess;

public sealed class ElectionTests
{
    private const string Virtual = "192.0.2.80";

    [NamespaceFact]
    public void The_higher_priority_holds_the_address_and_the_other_takes_over_when_it_is_killed()
    {
        using Lan lan = new("a", "b", "client");
        using Host b = new(lan, "b", Host.Router(100));
        b.WaitForState("Master");
        using Host a = new(lan, "a", Host.Router(150), nft: false);
        a.WaitForState("Master");
        b.WaitForState("Backup");
        Assert.True(lan.Holds("a", Virtual));
        Assert.False(lan.Holds("b", Virtual));

        a.KillAll();

        b.WaitForState("Master");
        Assert.True(lan.Holds("b", Virtual));
        Wait.Until(() => !lan.Holds("a", Virtual), () => "the kernel keeps the address of a dead director");
    }

    [NamespaceFact]
    public void A_stopped_master_resigns_before_it_ends_and_leaves_nothing_behind()
    {
        using Lan lan = new("a", "b");
        using Host a = new(lan, "a", Host.Router(150, centiseconds: 100));
        a.WaitForState("Master");
        using Host b = new(lan, "b", Host.Router(100, centiseconds: 100));
        b.WaitForState("Backup");

        Assert.Equal(0, a.Stop());

        Assert.False(lan.Holds("a", Virtual));
        Assert.True(a.Has("Stop"));
        b.WaitFor("Log StateChanged web Master 4 "); // because the master resigned, not because it fell silent
        b.WaitForState("Master");
        Assert.Equal(0, b.Stop());
        Assert.False(lan.Holds("b", Virtual));
    }

    [NamespaceFact]
    public void A_new_master_tells_the_network_twice_who_has_the_address()
    {
        using Lan lan = new("a", "client");
        List<byte[]> frames = [];
        using LibPcapLiveDevice tap = lan.Inside("client", () => Open("eth0", "arp and broadcast"));
        tap.OnPacketArrival += (_, packet) => frames.Add(packet.Data.ToArray());
        tap.StartCapture();

        using Host a = new(lan, "a", Host.Router(150));
        a.WaitForState("Master");
        string hardware = lan.Ip("a", "-br link show dev eth0").Split(' ', StringSplitOptions.RemoveEmptyEntries)[2].Replace(":", "", StringComparison.Ordinal);
        Wait.Until(() => frames.Count >= 10, () => $"{frames.Count} frames");
        tap.StopCapture();

        Assert.Equal(10, frames.Count); // 5 at once and 5 a second later
        string expected = "ffffffffffff" + hardware + "0806" + "0001080006040001" + hardware + "c0000250" + "ffffffffffff" + "c0000250";
        Assert.All(frames, frame => Assert.StartsWith(expected, Convert.ToHexStringLower(frame), StringComparison.Ordinal));
    }

    [NamespaceFact]
    public void The_kernel_takes_the_address_of_a_director_off_whose_processes_all_died()
    {
        using Lan lan = new("a");
        using Host a = new(lan, "a", Host.Router(150), nft: false);
        a.WaitForState("Master");
        Assert.Matches($"inet {Virtual}/24 .*valid_lft [12]sec", lan.Ip("a", "-4 -o address show dev eth0"));

        a.KillAll();

        Assert.True(lan.Holds("a", Virtual));
        Wait.Until(() => !lan.Holds("a", Virtual), () => "the address stays");
        Assert.True(lan.Holds("a", "192.0.2.11"));
    }

    [NamespaceFact]
    public void A_backup_that_was_frozen_listens_before_it_presumes_the_master_dead()
    {
        using Lan lan = new("a", "b");
        using Host a = new(lan, "a", Host.Router(150));
        a.WaitForState("Master");
        using Host b = new(lan, "b", Host.Router(100));
        b.WaitForState("Backup");

        for (int i = 0; i < 3; i++)
        {
            b.Signal("STOP");
            Thread.Sleep(500); // its timer ran out 140 ms ago, and the adverts it could not take are in the socket
            b.Signal("CONT");
            long received = b.Number("Status web Backup", "received");
            Wait.Until(() => b.Number("Status web Backup", "received") > received + 10, () => "it hears nothing more");
        }

        Assert.Equal(0, b.Number("Status web Backup", "became"));
    }

    [NamespaceFact]
    public void A_new_process_removes_what_the_one_before_left_and_nothing_else()
    {
        using Lan lan = new("a");
        lan.Inside("a", LeaveBehind);
        lan.Ip("a", "address add 192.0.2.98/32 dev eth0");
        using Host a = new(lan, "a", Host.Router(150));
        a.WaitForState("Master");
        Assert.False(lan.Holds("a", "192.0.2.99"));
        Assert.True(lan.Holds("a", "192.0.2.98"));
    }

    private static int LeaveBehind()
    {
        using RouteSocket route = new();
        Assert.True(route.TryFindLink("eth0", out LinkRecord link));
        return route.SetAddress(link.Index, new IpPrefix(IpAddress.Parse("192.0.2.99"), 32), VirtualAddresses.Protocol, 600);
    }

    internal static LibPcapLiveDevice Open(string name, string filter)
    {
        LibPcapLiveDevice device = new(name);
        device.Open(new DeviceConfiguration());
        device.Filter = filter;
        return device;
    }
}
