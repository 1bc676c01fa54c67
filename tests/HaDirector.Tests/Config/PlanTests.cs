using HaDirector.Config;
using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Ipvs;
using HaDirector.Model;
using HaDirector.Tests.Engine;
using HaDirector.Vrrp;

namespace HaDirector.Tests.Config;

public class PlanTests
{
    private static Plan Plan(string text, string? director = "lb01")
    {
        LoadResult result = Texts.Load(text, director);
        Assert.Empty(result.Diagnostics);
        Assert.NotNull(result.Plan);
        return result.Plan;
    }

    [Fact]
    public void Every_key_reaches_the_plan()
    {
        Plan plan = Plan(Texts.Whole);
        Assert.Equal("lb01", plan.Director);
        Assert.Equal([new("lb01", IpAddress.Parse("192.0.2.11")), new("lb02", IpAddress.Parse("192.0.2.12"))], plan.Directors);

        Assert.Equal(["web", "both", "both/ipv6", "old"], plan.VirtualRouters.Select(r => r.Name));
        VirtualRouterSpec router = plan.VirtualRouters[0];
        Assert.Equal(("web", "eth0", 51, 150, 4, false, ChecksumForm.Rfc9568),
            (router.Name, router.Interface, router.VirtualRouterId, router.Priority, router.AdvertInterval.Value, router.Preempt, router.Checksum));
        Assert.Equal(["192.0.2.80/24", "192.0.2.81/32"], router.Addresses.Select(a => a.ToString()));

        Assert.Equal(["tcp://192.0.2.80:80", "udp://192.0.2.81:53", "mark6:5", "udp://192.0.2.80:5060"], plan.Services.Select(s => s.Key.ToString()));
        VirtualServiceSpec web = plan.Services[0];
        Assert.Equal(new ServiceSpec("mh", ServiceFlags.Persistent | ServiceFlags.SchedulerFallback | ServiceFlags.SchedulerPort, 60, 24), web.Spec);
        Assert.Equal(FailureAction.Remove, web.Policy.OnFailure);
        Assert.Equal("198.51.100.21:8080", web.Servers[0].Address.ToString());
        Assert.Equal(new DestinationSpec(Forwarding.Nat, 7, 100, 50), web.Servers[0].Destination);
        Assert.Equal(new DestinationSpec(Forwarding.Tunnel, 1), web.Servers[1].Destination);
        Assert.Equal(ServiceFlags.OnePacket, plan.Services[1].Spec.Flags);

        Assert.Equal(new ConnectionSyncSpec("eth1", 9), plan.ConnectionSync);
        Assert.Equal((true, false), (plan.Ipvs.Required, plan.Ipvs.RemoveOnStop));
        Assert.Equal("/run/other.sock", plan.Control.Socket);
        Assert.Equal("192.0.2.11:9100", plan.Control.MetricsListen.ToString());
    }

    [Fact]
    public void A_check_of_a_server_replaces_only_what_it_writes()
    {
        VirtualServiceSpec web = Plan(Texts.Whole).Services[0];
        Assert.True(IpEndpoint.TryParse("198.51.100.21:81", out IpEndpoint first));
        Assert.True(IpEndpoint.TryParse("198.51.100.22:99", out IpEndpoint second));
        Assert.Equal(
            new CheckSpec(HttpCheck.Get("/healthz", "www.example", 200, 204, "o.k"), first, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), 3, 4),
            Plans.CheckOf(web.Servers[0]));
        Assert.Equal(new CheckSpec(new TcpCheck(), second, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), 1, 4), Plans.CheckOf(web.Servers[1]));
    }

    [Fact]
    public void Each_director_reads_its_own_values_and_the_same_hash()
    {
        Plan one = Plan(Texts.Whole);
        Plan two = Plan(Texts.Whole, "lb02");
        Assert.Equal(("ens3", 100), (two.VirtualRouters[0].Interface, two.VirtualRouters[0].Priority));
        Assert.Null(two.Control.MetricsListen);
        Assert.Equal(one.SourceHash, two.SourceHash);
        Assert.NotEqual(one.SourceHash, Plan(Texts.Whole + "# more\n").SourceHash);
        Assert.Matches("^[0-9a-f]{64}$", one.SourceHash);
    }

    [Fact]
    public void Defaults_are_those_of_the_documentation()
    {
        Plan plan = Plan(
            """
            directors: { lb01: }
            virtual_routers:
              web: { interface: eth0, virtual_router_id: 51, priority: 150, addresses: [ 192.0.2.80 ] }
            services:
              web: { address: "tcp://192.0.2.80:80", forwarding: dr, check: { http: }, servers: [ { address: 192.0.2.21 } ] }
              all: { address: "udp://192.0.2.80:0", forwarding: dr, persistence: , servers: [ { address: 192.0.2.21 } ] }
            """, null);
        VirtualRouterSpec router = plan.VirtualRouters[0];
        Assert.Equal((100, true, ChecksumForm.Rfc5798), (router.AdvertInterval.Value, router.Preempt, router.Checksum));
        VirtualServiceSpec web = plan.Services[0];
        Assert.Equal(new ServiceSpec("wlc", ServiceFlags.None, 0, 32), web.Spec);
        Assert.Equal(FailureAction.Drain, web.Policy.OnFailure);
        Assert.Equal(new DestinationSpec(Forwarding.DirectRouting, 1), web.Servers[0].Destination);
        Assert.Equal(
            new CheckSpec(HttpCheck.Get("/", null, 200, 299, null), web.Servers[0].Address, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(500), 2, 2),
            Plans.CheckOf(web.Servers[0]));
        Assert.Equal(new ServiceSpec("wlc", ServiceFlags.Persistent, 300, 32), plan.Services[1].Spec);
        Assert.Null(plan.Services[1].Servers[0].Check);
        Assert.Null(plan.ConnectionSync);
        Assert.Equal((false, true), (plan.Ipvs.Required, plan.Ipvs.RemoveOnStop)); // and more in IpvsLanguageTests
        Assert.Equal(new ControlSpec(null, null), plan.Control);
        Assert.Null(plan.Directors[0].Address);
    }

    [Theory]
    [InlineData("10ms", 1)]
    [InlineData("0.5s", 50)]
    [InlineData("40.95s", 4095)]
    public void An_advert_interval_is_exact(string written, int centiseconds) =>
        Assert.Equal(centiseconds, Plan(Texts.Whole.Replace("40ms", written, StringComparison.Ordinal)).VirtualRouters[0].AdvertInterval.Value);

    [Theory]
    [InlineData("rr")]
    [InlineData("wrr")]
    [InlineData("lc")]
    [InlineData("wlc")]
    [InlineData("lblc")]
    [InlineData("lblcr")]
    [InlineData("dh")]
    [InlineData("sh")]
    [InlineData("sed")]
    [InlineData("nq")]
    [InlineData("fo")]
    [InlineData("ovf")]
    [InlineData("mh")]
    [InlineData("twos")]
    public void Every_scheduler_of_the_kernel_is_known(string scheduler)
    {
        string text = Texts.Whole.Replace("scheduler: mh", $"scheduler: {scheduler}", StringComparison.Ordinal)
            .Replace("scheduler_flags: [ fallback, port ]", "scheduler_flags: []", StringComparison.Ordinal);
        Assert.Equal(scheduler, Texts.Load(text).Plan!.Services[0].Spec.Scheduler); // some of them are warned about
    }

    [Fact]
    public void Line_ends_and_a_byte_order_mark_change_nothing_but_the_hash()
    {
        Plan plain = Plan(Texts.Whole);
        Plan windows = Plan("\uFEFF" + Texts.Whole.ReplaceLineEndings("\r\n"));
        Assert.Equivalent(plain with { SourceHash = "" }, windows with { SourceHash = "" }, strict: true);
    }

    [Fact]
    public void The_starting_file_loads_without_a_finding_whatever_the_host_is_called()
    {
        foreach (string? host in new[] { null, "lb01", "lb02", "node-7.example.net", "7", "not a name", "true" })
        {
            Plan plan = Plan(InitText.For(host), null);
            Assert.Equal(2, plan.Directors.Count);
            if (host is not null and not "not a name") Assert.Equal(host, plan.Director);
        }
    }
}
