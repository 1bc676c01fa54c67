using System.Text;
using HaDirector.Bfd;
using HaDirector.Config;
using HaDirector.Engine;
using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Tracking;

namespace HaDirector.Tests.Config;

/// <summary>What virtual routers, tracks, groups and sessions of the file become.</summary>
public class RouterPlanTests
{
    private static readonly Plan One = Plan("lb01"), Two = Plan("lb02");

    private static VirtualRouterSpec Both => One.VirtualRouters[1];

    private static VirtualRouterSpec Both6 => One.VirtualRouters[2];

    private static Plan Plan(string director)
    {
        LoadResult result = ConfigFile.Load(Texts.Whole, "f.yaml", director, secrets: Secret);
        Assert.Empty(result.Diagnostics);
        return result.Plan!;
    }

    private static string? Secret(string path, out ReadOnlyMemory<byte> content)
    {
        content = Encoding.ASCII.GetBytes("in the file " + path + "\n");
        return null;
    }

    private static string Text<T>(IEnumerable<T> items) => string.Join(' ', items);

    [Fact]
    public void Both_families_make_two_instances_of_one_fate()
    {
        Assert.Equal((IpFamily.V4, IpFamily.V6), (Both.Family, Both6.Family));
        Assert.Equal((52, 52), (Both.VirtualRouterId, Both6.VirtualRouterId));
        Assert.Equal("198.51.100.80/24", Text(Both.Addresses));
        Assert.Equal("fe80::5e00:234/64 2001:db8::80/64 2001:db8::81/64", Text(Both6.Addresses));
        Assert.Equal(("198.51.100.81/32", "2001:db8::82/128"), (Text(Both.Excluded), Text(Both6.Excluded)));
        Assert.Equal(["all: 0,3", "both: 1,2"], One.Groups.Select(g => $"{g.Name}: {string.Join(',', g.Routers)}"));
        Assert.Equal("vm vm6 vrrp.53", Text(One.VirtualRouters.Skip(1).Select(r => r.VirtualMac!.Interface)));
    }

    [Fact]
    public void A_link_local_address_of_the_file_comes_first_and_none_is_made()
    {
        const string text = """
            directors: { lb01: {} }
            virtual_routers:
              web: { interface: eth0, virtual_router_id: 51, priority: 150, addresses: [ "2001:db8::80/64", "fe80::80/64" ] }
            """;
        VirtualRouterSpec router = Assert.Single(Texts.Load(text).Plan!.VirtualRouters);
        Assert.Equal(("web", "fe80::80/64 2001:db8::80/64"), (router.Name, Text(router.Addresses)));
    }

    /// <summary>What the ledger of docs/standards says of the strict profile: it is told by the file alone, without an option.</summary>
    [Theory]
    [InlineData(3, "100", false)]
    [InlineData(2, "100", false)]
    [InlineData(3, "255", false)]
    [InlineData(3, "100, accept: true", true)]
    public void The_strict_profile_is_the_standard_unless_an_option_of_the_standard_is_written(int version, string priority, bool accept)
    {
        VirtualRouterSpec router = Assert.Single(Texts.Load(
            $$"""
            directors: { lb01: {}, lb02: {} }
            virtual_routers:
              web: { interface: eth0, virtual_router_id: 51, version: {{version}}, profile: strict, virtual_mac: true, addresses: [ 192.0.2.80/24 ], priority: { lb02: 1, lb01: {{priority.Split(',')[0]}} }{{priority[priority.Split(',')[0].Length..]}} }
            """).Plan!.VirtualRouters);
        Assert.Equal((VrrpProfile.Strict, accept, false), (router.Profile, router.Accept, router.OnlyBackup));
        Assert.Equal(ChecksumForm.Rfc9568, router.Checksum);
        Assert.Equal("vrrp.51", router.VirtualMac?.Interface);
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero, true), (router.PreemptDelay, router.StartupDelay, router.Preempt));
        Assert.Empty(router.Peers);
        Assert.Null(router.Hmac);
        Assert.Null(router.Password);
    }

    [Fact]
    public void Every_key_of_a_router_reaches_the_plan()
    {
        Assert.Equal(new VirtualAddress(Both.Addresses[0].Prefix) { Interface = "eth1", Scope = AddressScope.Link, Label = "eth1:a" }, Both.Addresses[0]);
        Assert.True(Both6.Addresses[2].DetectDuplicates);
        Assert.Equal((5, 7), (Both.PreemptDelay.TotalSeconds, Both.StartupDelay.TotalSeconds));
        Assert.Equal((ChecksumForm.Auto, VrrpProfile.Director, FencePolicy.Never), (Both.Checksum, Both.Profile, Both.Fence));
        Assert.Equal((false, false, false, true), (Both.Accept, Both.PutBack, Both.CheckSource, Both.OnlyBackup));
        Assert.Equal(new UnicastPeer(IpAddress.Parse("192.0.2.12"), 64), Assert.Single(Both.Peers));
        Assert.Equal(new UnicastPeer(IpAddress.Parse("2001:db8::12"), 64), Assert.Single(Both6.Peers));
        Assert.Equal(("192.0.2.11", "2001:db8::11"), (Both.Source.ToString(), Both6.Source.ToString()));
        Assert.True(Both.Hmac is { Mode: HmacMode.Permissive, ActiveKey: 2, Window.TotalSeconds: 60 });
        Assert.Equal("1 sixteen-bytes-or-more, 2 in the file /etc/hadirector/vrrp.key",
            string.Join(", ", Both.Hmac!.Keys.Select(k => $"{k.Id} {Encoding.ASCII.GetString(k.Secret.Span)}")));
        Assert.Equal(new AnnounceSpec { Repeat = 3, Again = TimeSpan.Zero, Refresh = TimeSpan.FromMinutes(1), Pace = TimeSpan.FromMilliseconds(2) }, Both.Announce);
        VirtualRoute route = Assert.Single(Both.Routes);
        Assert.Equal(("0.0.0.0/0", "192.0.2.1", "eth3", "192.0.2.80", 100u, 9u, AddressScope.Link),
            (route.Destination.ToString(), route.Gateway.ToString(), route.Interface, route.Source.ToString(), route.Table, route.Metric, route.Scope));
        Assert.Equal("::/0", Assert.Single(Both6.Routes).Destination.ToString());
        VirtualRule rule = Assert.Single(Both.Rules);
        Assert.Equal(("192.0.2.80/32", "10.0.0.0/8", "eth4", 3u, 100u, 7u),
            (rule.From.ToString(), rule.To.ToString(), rule.IncomingInterface, rule.Mark, rule.Table, rule.Preference));
        Assert.Equal(IpFamily.V6, Assert.Single(Both6.Rules).Family);
        Assert.Equal("link", Both.PeerSession);

        VirtualRouterSpec old = One.VirtualRouters[3];
        Assert.Equal((2, 25500, "pass", FencePolicy.Always, false), (old.Version, old.AdvertInterval.Value, old.Password, old.Fence, old.OnlyBackup));
    }

    [Fact]
    public void What_is_tracked_is_there_once_and_named_by_what_it_is()
    {
        Assert.Equal(
            "script chk, file load, process ngx, interface eth5, interface eth6 up 1s down 2s, route 0.0.0.0/0, route 10.0.0.0/8 table 7, "
            + "source_address 192.0.2.11, source_address 192.0.2.13, bfd link, router web, service web, service dns 2",
            string.Join(", ", One.Tracks.Select(t => t.Name)));
        Assert.Contains("interface eth7 up 1s down 2s", Two.Tracks.Select(t => t.Name));
        Assert.Equal(Both.Tracks, Both6.Tracks);
        Assert.Equal("3:0 4:-20r 5:0 6:5 7:0 8:3 9:0 10:0 11:0 12:-5 0:0 1:1 2:10", Text(Both.Tracks.Select(u => $"{u.Track}:{u.Weight}{(u.Reverse ? "r" : "")}")));
        ScriptTrack script = Assert.IsType<ScriptTrack>(One.Tracks[0]);
        Assert.Equal(("/bin/true -x", 3, 2, 2, 3, "nobody"),
            (Text(script.Command), script.Interval.TotalSeconds, script.Timeout.TotalSeconds, script.Rise, script.Fall, script.User));
        Assert.Equal(
            new ProcessTrack("process ngx", "nginx") { Minimum = 2, Maximum = 9, UpDelay = TimeSpan.FromSeconds(1), DownDelay = TimeSpan.FromSeconds(2) }, One.Tracks[2]);
        Assert.False(One.LostTracksFault);
    }

    [Fact]
    public void Each_end_of_a_session_is_the_other_ends_peer()
    {
        Assert.Equal(
            new BfdSpec("link", IpAddress.Parse("192.0.2.12"), IpAddress.Parse("192.0.2.11"), "eth0", TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(20), 4) { Passive = true },
            One.Sessions[0]);
        Assert.Equal("192.0.2.11", Two.Sessions[0].Peer.ToString());
        Assert.True(One.Sessions[1] is { MultiHop: true, HopLimitMin: 200, Interface: "" });
        Assert.Equal(("192.0.2.12", "192.0.2.11"), (One.Sessions[1].Peer.ToString(), One.Sessions[1].Local.ToString()));
    }

    [Fact]
    public void A_session_with_a_peer_of_its_own_leaves_its_source_to_the_kernel()
    {
        LoadResult loaded = Texts.Load("""
            directors: { lb01: { address: 198.51.100.11 }, lb02: { address: 198.51.100.12 } }
            bfd: { link: { peer: { lb01: 192.0.2.12, lb02: 192.0.2.11 }, interface: eth0 } }

            """);
        Assert.False(loaded.Plan!.Sessions[0].Local.IsSet);
    }

    [Fact]
    public void Directors_with_addresses_see_each_other_under_one_key()
    {
        Assert.Equal(("192.0.2.12", "192.0.2.11", 1112), (Text(One.Peer!.Directors), One.Peer.Local.ToString(), One.Peer.Port));
        Assert.Equal(Convert.ToHexString(One.Peer.Key.Span), Convert.ToHexString(Two.Peer!.Key.Span));
        Assert.Equal(90, One.PreemptAfterCrash.TotalSeconds);
        Assert.Equal([new("eth0", 7), new("eth0", 9), new("eth2", 51)], One.ForeignRouters);
        Assert.Equal(new ForeignRouter("eth1", 7), Two.ForeignRouters[0]);
        string bare = Texts.Whole.Replace("pair: { port: 1112, key: another-secret-of-16 }\n", "", StringComparison.Ordinal);
        PeerSpec made = Texts.Load(bare).Plan!.Peer!;
        Assert.Equal((8112, PeerSpec.KeyBytes), (made.Port, made.Key.Length));
        Assert.NotEqual(Convert.ToHexString(One.Peer.Key.Span), Convert.ToHexString(made.Key.Span));
        Assert.Equal(Convert.ToHexString(made.Key.Span), Convert.ToHexString(Texts.Load(bare, "lb02").Plan!.Peer!.Key.Span));
        Assert.Null(Texts.Load("directors: { lb01: { address: 192.0.2.11 }, lb02: {} }").Plan!.Peer);
    }

    [Fact]
    public void A_secret_that_cannot_be_read_refuses_the_file()
    {
        static string? None(string path, out ReadOnlyMemory<byte> content)
        {
            content = default;
            return "no such file";
        }

        static string? Short(string path, out ReadOnlyMemory<byte> content)
        {
            content = new byte[15];
            return null;
        }

        Assert.EndsWith("error HAD1135: /etc/hadirector/vrrp.key cannot be used: no such file",
            Assert.Single(ConfigFile.Load(Texts.Whole, "f", "lb01", secrets: None).Diagnostics).ToString(), StringComparison.Ordinal);
        Assert.Contains("15 bytes", Assert.Single(ConfigFile.Load(Texts.Whole, "f", "lb01", secrets: Short).Diagnostics).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("directors: { lb01: {} }", false)]
    [InlineData("directors: { lb01: {}, lb02: {} }", true)]
    [InlineData("directors: { lb01: {}, lb02: {}, lb03: {} }", false)]
    public void The_only_backup_is_one_of_two_directors(string directors, bool only)
    {
        string text = $"{directors}\nvirtual_routers:\n  web: {{ interface: eth0, virtual_router_id: 51, priority: {{ lb01: 1, lb02: 2, lb03: 3 }}, addresses: [ 192.0.2.80 ] }}\n";
        foreach (string gone in new[] { "lb02", "lb03" })
            if (!directors.Contains(gone, StringComparison.Ordinal)) text = text.Replace($", {gone}: {gone[^1]}", "", StringComparison.Ordinal);
        Assert.Equal(only, Texts.Load(text).Plan!.VirtualRouters[0].OnlyBackup);
        text = text.Replace("interface: eth0", "interface: eth0, foreign_peer: true", StringComparison.Ordinal);
        Assert.False(Texts.Load(text).Plan!.VirtualRouters[0].OnlyBackup);
    }
}
