using HaDirector.Engine;
using HaDirector.Engine.Applying;
using HaDirector.Ipvs;
using HaDirector.Model;
using HaDirector.Vrrp;
using static HaDirector.Tests.Engine.Plans;

namespace HaDirector.Tests.Engine.Applying;

public class GuardTests
{
    private static readonly Plan Before = Of(Service([.. Enumerable.Range(1, 60).Select(number => Server(number))])) with
    {
        VirtualRouters = [Router("web", 100, "192.0.2.80/24"), Router("mail", 100, "192.0.2.90/24"), Router("dns", 100, "192.0.2.91/24")],
        Groups = [new SyncGroupSpec("both", [0, 1])],
    };

    private static readonly Standing Good = new(AllOf(Before), new HashSet<(ServiceKey, IpEndpoint)>(), new HashSet<string> { "web", "mail", "dns" }, new HashSet<string>(), false);

    [Fact]
    public void A_server_that_the_change_concerns_may_not_go_down()
    {
        Guard guard = Over(Replaced(7, server => server with { Check = CheckOf(server) with { Fall = 9 } }));
        Assert.Null(guard.Trip(Good));
        Assert.Equal("server 192.0.2.27:80 of web was up and is down", guard.Trip(Lost(7)));
        Assert.Null(guard.Trip(Lost(8)));
        Guard all = Over(Before with { Services = [Before.Services[0] with { Policy = new ServicePolicy { PanicPercent = 10 } }] });
        Assert.Equal("server 192.0.2.27:80 of web was up and is down, and 1 more that the change concerns", all.Trip(Lost(7, 8)));
    }

    [Fact]
    public void Servers_that_the_change_does_not_concern_may_fail_by_chance_but_not_many()
    {
        Guard guard = Over(Before with { Services = [Before.Services[0], Service(Server(1)) with { Name = "new", Key = ServiceKey.Mark(5, IpFamily.V4) }] });
        Assert.Null(guard.Trip(Lost(1, 2, 3))); // 5 % of 60
        Assert.Equal("4 of 60 servers that were up are down, which the change does not explain", guard.Trip(Lost(1, 2, 3, 4)));
        Guard few = new(Before, Before, [], Good with { Up = Pairs(1, 2) });
        Assert.Null(few.Trip(Lost(1)));
        Assert.NotNull(few.Trip(Lost(1, 2)));
    }

    [Fact]
    public void What_was_down_before_or_is_taken_out_is_no_loss()
    {
        Guard removed = Over(Before with { Services = [Service([.. Before.Services[0].Servers.Skip(5)])] });
        Assert.Null(removed.Trip(Lost(1, 2, 3, 4, 5)));
        Plan changed = Replaced(7, server => server with { Backup = true });
        Guard down = new(Before, changed, PlanDiff.Between(Before, changed), Good with { Up = Pairs(1, 2) });
        Assert.Null(down.Trip(Lost(7)));
        Assert.Null(Over(Before with { Services = [] }).Trip(Lost([.. Enumerable.Range(1, 60)])));
    }

    [Fact]
    public void A_master_that_is_none_needs_a_reason_and_a_fault_has_none()
    {
        Guard unrelated = Over(Replaced(7, server => server with { Backup = true }));
        Assert.Equal("router dns was master and is not, which the change does not explain", unrelated.Trip(Masters("web", "mail")));
        Guard lowered = Over(With(0, router => router with { Priority = 50 }));
        Assert.Null(lowered.Trip(Masters("mail", "dns")));
        Assert.Null(lowered.Trip(Masters("dns"))); // of the same group
        Assert.NotNull(lowered.Trip(Masters("web", "mail")));
        Assert.Equal("router web was master and is in fault", lowered.Trip(Masters("mail", "dns") with { Faults = new HashSet<string> { "web" } }));
        Assert.Null(Over(Before with { VirtualRouters = [.. Before.VirtualRouters.Take(2)] }).Trip(Masters("web", "mail")));
        Assert.Null(Over(Before with { Groups = [] }).Trip(Masters("web", "mail", "dns")));
        Plan grouped = Before with { Groups = [new SyncGroupSpec("both", [0, 1, 2])] };
        Assert.Null(Over(grouped).Trip(Masters("web", "mail"))); // what several follow may move any of them
    }

    [Fact]
    public void A_kernel_that_begins_to_refuse_is_a_reason()
    {
        Assert.Equal("the kernel refuses changes of its table", Over(Before).Trip(Good with { KernelRefuses = true }));
        Assert.Null(new Guard(Before, Before, [], Good with { KernelRefuses = true }).Trip(Good with { KernelRefuses = true }));
    }

    [Fact]
    public void It_watches_until_the_checks_that_changed_would_have_failed()
    {
        Assert.Equal(TimeSpan.FromSeconds(3), Over(Before).TimeToTell);
        Assert.Equal(TimeSpan.FromSeconds(9.5), Over(Replaced(1, server => server with { Check = CheckOf(server) with { Fall = 9 } })).TimeToTell);
        Assert.Equal(TimeSpan.FromSeconds(30), Over(Replaced(1, server => server with { Check = CheckOf(server) with { Fall = 99 } })).TimeToTell);
    }

    /// <summary>As long as nothing that was good is worse, no change trips.</summary>
    [Fact]
    public void Nothing_lost_is_no_reason_whatever_changes()
    {
        Plan full = FullPlan.Make();
        Standing standing = new(AllOf(full), new HashSet<(ServiceKey, IpEndpoint)>(), new HashSet<string>(full.VirtualRouters.Select(router => router.Name)), new HashSet<string>(), false);
        foreach ((string path, object variant) in PropertyVariants.Of(full, "Plan"))
        {
            Plan after = (Plan)variant;
            HashSet<string> masters = [.. after.VirtualRouters.Select(router => router.Name)];
            Guard guard = new(full, after, PlanDiff.Between(full, after), standing);
            Assert.True(guard.Trip(standing with { Masters = masters }) is null, path);
        }
    }

    private static Guard Over(Plan after) => new(Before, after, PlanDiff.Between(Before, after), Good);

    private static Plan Replaced(int number, Func<RealServerSpec, RealServerSpec> change) =>
        Before with { Services = [Service([.. Before.Services[0].Servers.Select((server, i) => i == number - 1 ? change(server) : server)])] };

    private static Plan With(int router, Func<VirtualRouterSpec, VirtualRouterSpec> change) =>
        Before with { VirtualRouters = [.. Before.VirtualRouters.Select((spec, i) => i == router ? change(spec) : spec)] };

    private static HashSet<(ServiceKey, IpEndpoint)> AllOf(Plan plan) => [.. plan.Services.SelectMany(service => service.Servers.Select(server => (service.Key, server.Address)))];

    private static HashSet<(ServiceKey, IpEndpoint)> Pairs(params int[] numbers) => [.. numbers.Select(number => (Web, Server(number).Address))];

    private static Standing Lost(params int[] numbers) => Good with { Down = Pairs(numbers) };

    private static Standing Masters(params string[] names) => Good with { Masters = new HashSet<string>(names) };
}
