using HaDirector.Linux.Capture;
using HaDirector.Linux.Datagrams;
using HaDirector.Linux.Interop;
using HaDirector.Linux.Processes;
using HaDirector.Linux.Tests.Network;
using HaDirector.Linux.Vrrp;
using HaDirector.Model;
using HaDirector.Vrrp.Fence;

namespace HaDirector.Linux.Tests.Fencing;

/// <summary>The text of the fence in a real kernel, with adverts made by hand. Leases are for ever or over, so that nothing depends on time.</summary>
public sealed class FenceRulesTests : IDisposable
{
    private const string Vip = "192.0.2.80", Vip6 = "2001:db8::80";
    private static readonly TimeSpan ForEver = TimeSpan.FromHours(1);

    private readonly Lan _lan = new("a", "client");
    private FencedRouter _router = new("web", 0x33, "eth0", IpFamily.V4, 51, ForEver, [IpAddress.Parse(Vip), IpAddress.Parse(Vip6)]) { Grace = ForEver };

    public FenceRulesTests()
    {
        _lan.Ip("a", $"address add {Vip}/24 dev eth0");
        _lan.Ip("a", $"address add {Vip6}/64 dev eth0 nodad");
        _lan.Ip("client", "address add 2001:db8::9/64 dev eth0 nodad");
    }

    [NamespaceFact]
    public void Who_never_advertised_answers_for_no_address_and_who_advertises_for_all()
    {
        Install();
        AssertSilent(Vip);
        AssertSilent(Vip6);
        Assert.True(Answers("192.0.2.11")); // its own

        Advert(priority: 100);
        Assert.True(Answers(Vip));
        Assert.True(Answers(Vip6));

        Advert(priority: 0);
        AssertSilent(Vip);
        AssertSilent(Vip6);
    }

    [NamespaceFact]
    public void A_lease_dies_by_itself()
    {
        _router = _router with { Lease = TimeSpan.FromMilliseconds(200) };
        Install();
        Advert(priority: 100);
        Wait.Until(() => !Answers(Vip), () => "the lease goes on");
    }

    [NamespaceFact]
    public void Another_router_s_adverts_and_what_is_no_advert_renew_nothing()
    {
        Install();
        Advert(priority: 100, id: 52);
        Advert(priority: 100, versionAndType: 0x32);
        AssertSilent(Vip);
        Advert(priority: 100, versionAndType: 0x21); // version 2
        Assert.True(Answers(Vip));
    }

    [NamespaceFact]
    public void An_advert_with_IP_options_renews()
    {
        Install();
        Send("eth0", [0x31, 51, 100, 0, 0, 100, 0, 0], options: true);
        Assert.True(Answers(Vip));
    }

    [NamespaceFact]
    public void Adverts_over_IPv6_renew_their_own_router_only()
    {
        FencedRouter six = _router with { Name = "web/ipv6", Key = 0x133, Family = IpFamily.V6, Addresses = [IpAddress.Parse(Vip6)] };
        _router = _router with { Addresses = [IpAddress.Parse(Vip)] };
        Install(_router, six);
        _lan.Inside("a", () =>
        {
            using VrrpSocket socket = VrrpSocket.Open("eth0", (int)Libc.InterfaceNameToIndex("eth0"), IpFamily.V6);
            return socket.Send([0x31, 51, 100, 0, 0, 100, 0, 0], IpAddress.Parse("::"), VrrpSocket.GroupV6);
        });
        Wait.Until(() => Answers(Vip6), () => "no answer over IPv6");
        AssertSilent(Vip);
    }

    [NamespaceFact]
    public void A_change_keeps_the_leases_that_run_and_fences_what_is_new()
    {
        Install();
        Advert(priority: 100);
        FencedRouter more = _router with { Name = "more", Key = 0x34, VirtualRouterId = 52, Addresses = [IpAddress.Parse("192.0.2.90")] };
        _lan.Ip("a", "address add 192.0.2.90/24 dev eth0");

        Run(FenceTable.Make([_router, more], ["eth0"], FenceTable.Chains([_router], ["eth0"]), alone: false));

        Assert.True(Answers(Vip));
        AssertSilent("192.0.2.90");
        Run(FenceTable.Make([more], ["eth0"], FenceTable.Chains([_router, more], ["eth0"]), alone: false));
        Assert.True(Answers(Vip)); // not fenced any more
    }

    [NamespaceFact]
    public void A_chain_that_went_with_its_interface_does_not_stop_the_next_change()
    {
        _lan.Ip("a", "link add late0 type veth peer name late1");
        FencedRouter late = _router with { Name = "late", Key = 0x35, Interface = "late0", VirtualRouterId = 53, Addresses = [IpAddress.Parse("198.51.100.1")] };
        Install(_router, late);
        Advert(priority: 100);
        IReadOnlyList<string> chains = FenceTable.Chains([_router, late], ["eth0", "late0"]);
        _lan.Ip("a", "link delete late0");

        Run(FenceTable.Make([_router, late], ["eth0"], chains, alone: false));

        Assert.True(Answers(Vip));
    }

    [NamespaceFact]
    public void Alone_opens_and_a_peer_closes()
    {
        _router = _router with { OpenWhenAlone = true };
        Install();
        Run(FenceTable.Alone([_router], alone: true));
        Assert.True(Answers(Vip));
        Run(FenceTable.Alone([_router], alone: false));
        AssertSilent(Vip);
    }

    [NamespaceFact]
    public void Packets_pass_to_who_never_had_the_role_and_not_to_who_lost_it()
    {
        Install();
        // Both know each other, so that no ARP is needed: it would be dropped.
        _lan.Ip("client", $"neigh replace {Vip} lladdr {Ethernet("a")} dev eth0 nud permanent");
        _lan.Ip("a", $"neigh replace 192.0.2.12 lladdr {Ethernet("client")} dev eth0 nud permanent");
        Assert.True(Pings(Vip)); // as a real server gets what the master forwards

        Advert(priority: 100);
        Run($"flush set {FenceTable.Name} lease\n"); // as if it had ended
        Assert.False(Pings(Vip));
        Run(FenceTable.Disarm([_router.Key]));
        Assert.True(Pings(Vip));
    }

    [NamespaceFact]
    public void A_macvlan_is_fenced_by_the_interface_it_stands_on()
    {
        _lan.Ip("a", $"address delete {Vip}/24 dev eth0");
        _lan.Ip("a", "link add link eth0 name vrrp.51 address 00:00:5e:00:01:33 type macvlan mode private");
        _lan.Ip("a", "link set vrrp.51 up");
        _lan.Ip("a", $"address add {Vip}/32 dev vrrp.51");
        Install();
        AssertSilent(Vip);
        Advert(priority: 100, device: "vrrp.51");
        Assert.True(Answers(Vip));
    }

    [NamespaceFact]
    public void A_session_that_is_up_renews_in_place_of_the_adverts_until_it_goes_down()
    {
        FencedSession session = new(IpAddress.Parse("192.0.2.12"), 3784, "eth0", TimeSpan.FromMilliseconds(100));
        _router = _router with { Session = session };
        Install();
        Bfd(up: true); // without an advert it renews nothing
        AssertSilent(Vip);
        Advert(priority: 100);
        Assert.True(Answers(Vip));

        Bfd(up: true); // from here on the lease is the session's short one, and ends with it
        Wait.Until(() => !Answers(Vip), () => "the long lease of the advert goes on");
        Wait.Until(
            () =>
            {
                Advert(priority: 100); // the session said nothing more: the adverts count again
                return Answers(Vip);
            },
            () => "adverts renew nothing");

        _router = _router with { Session = session with { Lease = ForEver } };
        Install();
        Advert(priority: 100);
        Bfd(up: true);
        Run($"flush set {FenceTable.Name} lease\n");
        Advert(priority: 100);
        AssertSilent(Vip); // while the session is up an advert is not enough
        Bfd(up: false);
        Assert.True(Answers(Vip));
    }

    public void Dispose() => _lan.Dispose();

    private void Install(params FencedRouter[] routers)
    {
        FencedRouter[] all = routers.Length == 0 ? [_router] : routers;
        Run(FenceTable.Make(all, FenceTable.Named(all), null, alone: false));
        // What cannot be listed cannot be understood by who is called at night: nft 1.0.6 stops at some rules that it takes.
        Assert.Contains("chain answer-", Command.Run("ip", "netns", "exec", _lan.Name("a"), "nft", "list", "ruleset"), StringComparison.Ordinal);
    }

    private void Run(string script) => Assert.Null(_lan.Inside("a", () => Nft.Run(script)));

    private void Advert(byte priority, byte id = 51, byte versionAndType = 0x31, string device = "eth0") =>
        Send(device, [versionAndType, id, priority, 0, 0, 100, 0, 0], options: false);

    // A frame by hand: the raw socket would not take IP options, and a packet socket passes the same hook.
    private void Send(string device, byte[] message, bool options)
    {
        byte[] option = options ? [1, 1, 1, 0] : []; // three of no operation, end of list
        byte[] frame =
        [
            0x01, 0x00, 0x5E, 0x00, 0x00, 0x12, 0x02, 0, 0, 0, 0, 0x0B, 0x08, 0x00,
            (byte)(0x45 + (option.Length / 4)), 0xC0, 0, (byte)(20 + option.Length + message.Length), 0, 0, 0, 0, 255, 112, 0, 0, 192, 0, 2, 11, 224, 0, 0, 18,
            .. option, .. message,
        ];
        Assert.True(_lan.Inside("a", () =>
        {
            using PacketSocketFrameSender sender = new((int)Libc.InterfaceNameToIndex(device));
            return sender.Send(frame);
        }));
    }

    // The beginning of a control packet: version 1, state in the upper two bits.
    private void Bfd(bool up) => Assert.Equal(0, _lan.Inside("a", () =>
    {
        using DatagramSocket socket = DatagramSocket.Open(IpFamily.V4, 49152);
        return socket.Send([0x20, up ? (byte)0xC0 : (byte)0x40, 3, 24], IpAddress.Parse("192.0.2.12"), 3784, default, 0);
    }));

    private string Ethernet(string host) => _lan.Ip(host, "-br link show eth0").Split(' ', StringSplitOptions.RemoveEmptyEntries)[2];

    private bool Answers(string address)
    {
        _lan.Ip("client", "neigh flush dev eth0");
        return Pings(address);
    }

    private void AssertSilent(string address) => Assert.False(Answers(address), $"{address} is answered for");

    private bool Pings(string address) => _lan.Inside("client", () =>
    {
        using System.Diagnostics.Process ping = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("ping", ["-c", "1", "-W", "1", address]) { RedirectStandardOutput = true })!;
        ping.StandardOutput.ReadToEnd();
        ping.WaitForExit();
        return ping.ExitCode == 0;
    });
}
