using HaDirector.Bfd;
using HaDirector.Engine;
using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Tracking;
using static HaDirector.Tests.Engine.Plans;

namespace HaDirector.Tests.Engine;

public class PlanDiffRouterTests
{
    private static readonly VirtualRouterSpec Web = Router("web", 100, "192.0.2.80/24") with { Tracks = [new TrackUse(0, -20, false)] };

    private static readonly BfdSpec Link = new("link", Address("192.0.2.12"), default, "eth0", TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(10), 3);

    private static readonly Plan Base = Of() with
    {
        VirtualRouters = [Web, Router("mail", 100, "192.0.2.90/24") with { VirtualRouterId = 52 }],
        Tracks = [new InterfaceTrack("interface eth1", "eth1"), Script(1)],
        Groups = [new SyncGroupSpec("all", [0, 1])],
        Sessions = [Link],
        Peer = Pair(1),
    };

    /// <summary>Each property, another value, and how it is told.</summary>
    private static readonly (string Property, Func<VirtualRouterSpec, VirtualRouterSpec> Change, string Told, Disruption Disruption)[] Variants =
    [
        ("Interface", r => r with { Interface = "eth9" }, "interface eth0 → eth9", Disruption.RoleChange),
        ("VirtualRouterId", r => r with { VirtualRouterId = 9 }, "virtual_router_id 51 → 9", Disruption.RoleChange),
        ("Priority", r => r with { Priority = 9 }, "priority 100 → 9", Disruption.RoleChange),
        ("AdvertInterval", r => r with { AdvertInterval = new Centiseconds(9) }, "advert_interval 100ms → 90ms", Disruption.None),
        ("Preempt", r => r with { Preempt = false }, "preempt true → false", Disruption.None),
        ("Checksum", r => r with { Checksum = ChecksumForm.Auto }, "checksum rfc5798 → auto", Disruption.None),
        ("Addresses", r => r with { Addresses = [new VirtualAddress(r.Addresses[0].Prefix) { Label = "a" }] }, "address 192.0.2.80/24 changed", Disruption.Drain),
        ("Version", r => r with { Version = 2 }, "version 3 → 2", Disruption.RoleChange),
        ("Excluded", r => r with { Excluded = [Virtual("192.0.2.99")] }, "excluded address 192.0.2.99/32 added", Disruption.None),
        ("Peers", r => r with { Peers = [new UnicastPeer(Address("192.0.2.12"), 64)] }, "peer 192.0.2.12 (hop limit 64) added", Disruption.RoleChange),
        ("CheckSource", r => r with { CheckSource = false }, "check_source true → false", Disruption.None),
        ("Source", r => r with { Source = Address("192.0.2.11") }, "source none → 192.0.2.11", Disruption.RoleChange),
        ("Password", r => r with { Password = "secret" }, "password changed", Disruption.RoleChange),
        ("Hmac", r => r with { Hmac = Hmac("secret") }, "hmac changed", Disruption.RoleChange),
        ("PreemptDelay", r => r with { PreemptDelay = TimeSpan.FromSeconds(5) }, "preempt_delay 0 → 5s", Disruption.None),
        ("StartupDelay", r => r with { StartupDelay = TimeSpan.FromSeconds(5) }, "startup_delay 0 → 5s", Disruption.None),
        ("Accept", r => r with { Accept = false }, "accept true → false", Disruption.Drain),
        ("OnlyBackup", r => r with { OnlyBackup = true }, "only backup false → true", Disruption.None),
        ("Profile", r => r with { Profile = VrrpProfile.Strict }, "profile director → strict", Disruption.RoleChange),
        ("Fence", r => r with { Fence = FencePolicy.Never }, "fence auto → never", Disruption.None),
        ("VirtualMac", r => r with { VirtualMac = new VirtualMacSpec("vm") }, "virtual_mac none → vm", Disruption.RoleChange),
        ("Announce", r => r with { Announce = new AnnounceSpec { Repeat = 9 } }, "announce changed", Disruption.None),
        ("Routes", r => r with { Routes = [new VirtualRoute(Virtual("10.0.0.0").Prefix) { Gateway = Address("192.0.2.1") }] },
            "route 10.0.0.0/32 via 192.0.2.1 table 254 metric 0 scope Global added", Disruption.None),
        ("Rules", r => r with { Rules = [new VirtualRule(IpFamily.V4, 7) { From = Virtual("10.0.0.0").Prefix }] },
            "rule V4 from 10.0.0.0/32 mark 0 table 7 preference 32765 added", Disruption.None),
        ("Tracks", r => r with { Tracks = [] }, "track interface eth1 (weight -20) removed", Disruption.RoleChange),
        ("PeerSession", r => r with { PeerSession = "link" }, "bfd  → link", Disruption.None),
        ("PutBack", r => r with { PutBack = false }, "on_address_removed put_back → yield", Disruption.None),
    ];

    [Fact]
    public void Every_property_of_a_router_is_compared_and_told_in_both_directions()
    {
        string[] derived = ["Family", "IsOwner", "Preempts", "Name"];
        Assert.Equal(
            typeof(VirtualRouterSpec).GetProperties().Select(p => p.Name).Except(derived).Order(StringComparer.Ordinal),
            Variants.Select(v => v.Property).Order(StringComparer.Ordinal));
        foreach ((string property, Func<VirtualRouterSpec, VirtualRouterSpec> change, string told, Disruption disruption) in Variants)
        {
            Plan after = Base with { VirtualRouters = [change(Web), Base.VirtualRouters[1]] };
            Assert.Contains(new PlanChange("router web", told, disruption), PlanDiff.Between(Base, after));
            Assert.True(PlanDiff.Between(after, Base).Count > 0, property);
        }
    }

    [Fact]
    public void Secrets_are_compared_and_not_told()
    {
        Plan one = With(Web with { Hmac = Hmac("one"), Password = "first" }), two = With(Web with { Hmac = Hmac("two"), Password = "second" });
        Assert.Equal(["password changed", "hmac changed"], PlanDiff.Between(one, two).Select(c => c.What));
        Assert.Empty(PlanDiff.Between(one, With(Web with { Hmac = Hmac("one"), Password = "first" })));
        Assert.Equal("pair: changed", Assert.Single(PlanDiff.Between(Base, Base with { Peer = Pair(2) })).ToString());
        Assert.Empty(PlanDiff.Between(Base, Base with { Peer = Pair(1) }));
    }

    [Fact]
    public void What_routers_follow_is_compared_by_name_and_not_by_position()
    {
        Plan moved = Base with
        {
            Tracks = [Script(1), new InterfaceTrack("interface eth1", "eth1")],
            VirtualRouters = [Base.VirtualRouters[1], Web with { Tracks = [new TrackUse(1, -20, false)] }],
            Groups = [new SyncGroupSpec("all", [1, 0])],
        };
        Assert.Empty(PlanDiff.Between(Base, moved));
        Plan other = Base with
        {
            Tracks = [Base.Tracks[0], Script(2), new FileTrack("file load", "/run/load")],
            Groups = [],
            Sessions = [Link with { Multiplier = 5 }, Link with { Name = "far" }],
            LostTracksFault = false,
            PreemptAfterCrash = TimeSpan.FromMinutes(5),
        };
        Assert.Equal(
            ["track script chk: changed", "track file load: added", "sync group all: removed", "bfd link: timing changed, it stays up", "bfd far: added",
                "tracks: stale fault → keep", "restart: preempt_after_crash 1m → 5m"],
            PlanDiff.Between(Base, other).Select(c => c.ToString()));
        Assert.Equal(new PlanChange("bfd link", "changed, it begins anew", Disruption.RoleChange),
            Assert.Single(PlanDiff.Between(Base, Base with { Sessions = [Link with { Peer = Address("192.0.2.13") }] })));
        Assert.Equal("foreign_virtual_routers: changed", Assert.Single(PlanDiff.Between(Base, Base with { ForeignRouters = [new ForeignRouter("eth0", 7)] })).ToString());
        Assert.Equal("sync group all: routers web, mail → web, mail, dns",
            PlanDiff.Between(Base, Base with { VirtualRouters = [.. Base.VirtualRouters, Router("dns")], Groups = [new SyncGroupSpec("all", [0, 1, 2])] })[^1].ToString());
    }

    [Fact]
    public void A_track_that_is_new_to_a_router_says_that_it_may_change_the_role()
    {
        Plan after = Base with
        {
            Tracks = [.. Base.Tracks, new InterfaceTrack("interface eth2", "eth2"), new FileTrack("file stop", "/run/stop"), new FileTrack("file idle", "/run/idle")],
            VirtualRouters = [Web with { Tracks = [.. Web.Tracks, new TrackUse(1, 0, false), new TrackUse(2, 0, true)] }, Base.VirtualRouters[1], Router("dns") with { Tracks = [new TrackUse(3, 5, false)] }],
        };
        Assert.Equal(
            [
                new("router web", "track script chk (weight 0: fault while down) added", Disruption.RoleChange),
                new("router web", "track interface eth2 (weight 0, reverse: fault while up) added", Disruption.RoleChange),
                new("router dns", "added", Disruption.None),
                new("track interface eth2", "added", Disruption.RoleChange),
                new("track file stop", "added", Disruption.None),
                new("track file idle", "added", Disruption.None),
            ],
            PlanDiff.Between(Base, after));
        Assert.Equal(new PlanChange("router web", "track script chk (weight 0: fault while down) removed", Disruption.RoleChange), PlanDiff.Between(after, Base)[0]);
    }

    private static Plan With(VirtualRouterSpec web) => Base with { VirtualRouters = [web, Base.VirtualRouters[1]] };

    private static IpAddress Address(string text) => IpAddress.Parse(text);

    private static VirtualAddress Virtual(string text) => new(new IpPrefix(Address(text), 32));

    private static ScriptTrack Script(int fall) => new("script chk", ["/bin/true", "-x"], TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)) { Fall = fall };

    private static PeerSpec Pair(byte key) => new([Address("192.0.2.12")], default, 8112, new byte[] { key, 2, 3 });

    private static HmacSpec Hmac(string secret) =>
        new(HmacMode.Enforce, [new HmacKey(1, System.Text.Encoding.ASCII.GetBytes(secret))], 1, TimeSpan.FromSeconds(30));
}
