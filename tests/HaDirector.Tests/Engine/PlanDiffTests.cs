using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Ipvs;
using static HaDirector.Tests.Engine.Plans;

namespace HaDirector.Tests.Engine;

public class PlanDiffTests
{
    private static readonly Plan Base = Of(Service(Server(1), Server(2))) with { VirtualRouters = [Router("web", 100, "192.0.2.80/24", "192.0.2.81/24")] };

    [Fact]
    public void Equal_plans_and_mere_order_are_no_difference()
    {
        Assert.Empty(PlanDiff.Between(Base, Base));
        Plan rebuilt = Of(Service(Server(2), Server(1))) with { VirtualRouters = [Router("web", 100, "192.0.2.81/24", "192.0.2.80/24")], SourceHash = "other" };
        Assert.Empty(PlanDiff.Between(Base, rebuilt));
    }

    [Fact]
    public void Routers_tell_what_may_move_a_role()
    {
        Plan after = Base with { VirtualRouters = [Router("web", 150, "192.0.2.80/24", "192.0.2.82/24"), Router("dns")] };
        Assert.Equal(
            [
                new PlanChange("router web", "priority 100 → 150", Disruption.RoleChange),
                new PlanChange("router web", "address 192.0.2.81/24 removed", Disruption.Drain),
                new PlanChange("router web", "address 192.0.2.82/24 added", Disruption.None),
                new PlanChange("router dns", "added", Disruption.None),
            ],
            PlanDiff.Between(Base, after));
        Assert.Equal(new PlanChange("router dns", "removed", Disruption.RoleChange), PlanDiff.Between(after, Base)[^1]);
    }

    [Fact]
    public void Services_and_servers_tell_what_drains()
    {
        RealServerSpec second = Server(2, weight: 0);
        Plan after = Base with { Services = [Service(second, Server(3)) with { Spec = new ServiceSpec("wlc", ServiceFlags.None, 0, 32) }] };
        Assert.Equal(
            [
                new PlanChange("service web", "scheduler rr → wlc", Disruption.None),
                new PlanChange("server web 192.0.2.21:80", "removed", Disruption.Drain),
                new PlanChange("server web 192.0.2.22:80", "weight 1 → 0", Disruption.Drain),
                new PlanChange("server web 192.0.2.23:80", "added", Disruption.None),
            ],
            PlanDiff.Between(Base, after));
        Assert.Equal(new PlanChange("service web", "removed", Disruption.Drain), Assert.Single(PlanDiff.Between(Base, Base with { Services = [] })));
    }

    [Fact]
    public void Every_policy_is_told()
    {
        ServicePolicy policy = new()
        {
            OnFailure = FailureAction.Remove,
            Start = StartPolicy.Up,
            Drain = TimeSpan.FromSeconds(30),
            SlowStart = new SlowStartSpec(TimeSpan.FromSeconds(20), 1.5, 10),
            LatencyWeights = new LatencyWeightsSpec(25, 150, TimeSpan.FromSeconds(10)),
            Quorum = new QuorumSpec(2, 1),
            SorryServer = Server(9),
            PanicPercent = 50,
            Flap = new FlapSpec(3, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5)),
            PassiveHints = true,
        };
        Plan after = Base with
        {
            Services = [Service(Server(1), Server(2) with { Backup = true }) with { Policy = policy }],
            MassFailure = new MassFailureSpec(false, 90, 5, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(20)),
            MaintenanceFolder = "/etc/Work",
        };
        Assert.Equal(
            [
                "service web: on_failure drain → remove",
                "service web: start checked → up",
                "service web: drain none → 30s",
                "service web: slow_start none → 20s (aggression 1.5, from 10%)",
                "service web: latency_weights none → 25%-150% (half-life 10s)",
                "service web: quorum 1 ± 0 → 2 ± 1",
                "service web: panic 0% → 50%",
                "service web: flap_damping none → 3 in 1m (held 10s to 5m)",
                "service web: passive_hints false → true",
                "service web: sorry_server none → 192.0.2.29:80",
                "server web 192.0.2.22:80: backup false → true",
                "mass_failure: hold true → false",
                "mass_failure: share 80% → 90%",
                "mass_failure: hosts 4 → 5",
                "mass_failure: window 2s → 3s",
                "mass_failure: hold_max 10s → 20s",
                "maintenance_folder: path none → /etc/Work",
            ],
            PlanDiff.Between(Base, after).Select(change => change.ToString()));
        Plan heavier = after with { Services = [after.Services[0] with { Policy = policy with { SorryServer = Server(9, weight: 3) } }] };
        Assert.Equal("server web 192.0.2.29:80: weight 1 → 3", Assert.Single(PlanDiff.Between(after, heavier)).ToString());
        Assert.Equal(10, typeof(ServicePolicy).GetProperties().Count(property => property.CanWrite)); // one more is one more line
    }

    [Fact]
    public void A_service_is_the_same_by_its_address_not_by_its_name()
    {
        Plan renamed = Base with { Services = [Base.Services[0] with { Name = "shop" }] };
        Assert.Equal("service shop: name web → shop", Assert.Single(PlanDiff.Between(Base, renamed)).ToString());
    }

    [Fact]
    public void Checks_tell_whether_their_verdict_is_kept()
    {
        CheckSpec check = CheckOf(Server(1));
        Plan With(CheckSpec? other) => Base with { Services = [Service(Server(1) with { Check = other }, Server(2))] };
        Assert.Contains("verdict is kept", Assert.Single(PlanDiff.Between(Base, With(check with { Fall = 9 }))).What, StringComparison.Ordinal);
        Assert.Contains("until the first result", Assert.Single(PlanDiff.Between(Base, With(check with { Kind = HttpCheck.Get("/", null, 200, 200, null) }))).What, StringComparison.Ordinal);
        Assert.Equal("check removed", Assert.Single(PlanDiff.Between(Base, With(null))).What);
    }

    [Fact]
    public void Checks_combined_in_another_way_are_no_mere_timing()
    {
        CheckSpec one = CheckOf(Server(1)), two = one with { Kind = new IcmpCheck(56) };
        Plan With(CheckTree tree) => Base with { Services = [Service(Server(1) with { Check = tree }, Server(2))] };
        string Told(CheckTree was, CheckTree now) => Assert.Single(PlanDiff.Between(With(was), With(now))).What;
        CheckTree.One first = new(one), second = new(two);
        CheckTree all = new CheckTree.All([first, second]), any = new CheckTree.Any([first, second]);
        Assert.Equal("checks combined in another way, their verdicts are kept", Told(all, any));
        Assert.Equal("checks combined in another way, their verdicts are kept", Told(any, second));
        Assert.Equal("check timing changed, its verdict is kept", Told(all, new CheckTree.All([new CheckTree.One(one with { Fall = 9 }), second])));
        Assert.Equal("check changed, the server stays as it is until the first result", Told(first, all));
    }

    [Fact]
    public void A_tunnel_is_told_as_it_is_written()
    {
        RealServerSpec gue = Server(1, forwarding: Forwarding.Tunnel), gre = gue;
        gue = gue with { Destination = gue.Destination with { Tunnel = new TunnelSpec(TunnelType.Gue, 6080, TunnelChecksum.Remote) } };
        gre = gre with { Destination = gre.Destination with { Tunnel = new TunnelSpec(TunnelType.Gre) } };
        Assert.Equal(
            new PlanChange("server web 192.0.2.21:80", "tunnel gue to port 6080, checksum remote → gre, checksum none", Disruption.Drain),
            Assert.Single(PlanDiff.Between(Of(Service(gue)), Of(Service(gre)))));
    }

    [Fact]
    public void What_needs_a_restart_says_so()
    {
        Plan after = Base with
        {
            Control = new ControlSpec("/run/x", Endpoint("127.0.0.1:9100")),
            Ipvs = new IpvsPolicy(true, true),
            ConnectionSync = new ConnectionSyncSpec("eth1", 7),
        };
        IReadOnlyList<PlanChange> changes = PlanDiff.Between(Base, after);
        Assert.Equal(
            ["ipvs: required false → true", "control: socket /tmp/c → /run/x", "control: metrics none → 127.0.0.1:9100"],
            changes.Where(change => change.Disruption == Disruption.Restart).Select(change => change.ToString()));
        Assert.Equal(["connection_sync: interface none → eth1", "connection_sync: sync_id none → 7", "ipvs: on_stop keep → remove"],
            changes.Where(change => change.Disruption == Disruption.None).Select(change => change.ToString()));
    }

    [Fact]
    public void Removing_the_services_of_others_may_cost_connections()
    {
        Plan removing = Base with { Ipvs = Base.Ipvs with { Foreign = ForeignServices.Remove } };
        Assert.Equal(Disruption.Drain, Assert.Single(PlanDiff.Between(Base, removing)).Disruption);
        Assert.Equal(Disruption.None, Assert.Single(PlanDiff.Between(removing, Base)).Disruption);
    }

    [Fact]
    public void Applying_the_differences_leaves_none()
    {
        // Between any two of these there is a difference, and it is told in both directions.
        Plan[] plans = [Base, Base with { Services = [] }, Base with { VirtualRouters = [] }, Base with { Ipvs = new IpvsPolicy(true, false) }];
        foreach (Plan a in plans)
            foreach (Plan b in plans)
                Assert.Equal(!ReferenceEquals(a, b), PlanDiff.Between(a, b).Count > 0);
    }
}
