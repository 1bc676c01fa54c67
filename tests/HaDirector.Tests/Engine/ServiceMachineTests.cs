using FsCheck;
using FsCheck.Fluent;
using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Ipvs;
using HaDirector.Model;
using static HaDirector.Tests.Engine.Plans;

namespace HaDirector.Tests.Engine;

public class ServiceMachineTests
{
    [Fact]
    public void Unchecked_servers_are_up_and_unknown_ones_are_not_in_service()
    {
        ServiceMachine machine = Machine(Of(Service(Server(1), Server(2, weight: 5, check: false))));
        Assert.Equal("tcp://192.0.2.80:80 rr 22=5", machine.Desired.Text());
        machine.Observe(CheckOf(Server(1)), Verdict.Up, T0);
        Assert.Equal("tcp://192.0.2.80:80 rr 21=1 22=5", machine.Desired.Text());
    }

    [Theory]
    [InlineData(FailureAction.Drain, "tcp://192.0.2.80:80 rr 21=0 22=1")]
    [InlineData(FailureAction.Remove, "tcp://192.0.2.80:80 rr 22=1")]
    public void A_failed_server_is_drained_or_removed_and_comes_back_with_its_weight(FailureAction onFailure, string failed)
    {
        ServiceMachine machine = Machine(Of(Service(Server(1, weight: 7), Server(2)) with { Policy = new() { OnFailure = onFailure } }));
        machine.Observe(CheckOf(Server(1)), Verdict.Up, T0);
        machine.Observe(CheckOf(Server(2)), Verdict.Up, T0);
        machine.Observe(CheckOf(Server(1)), Verdict.Down, T0);
        Assert.Equal(failed, machine.Desired.Text());
        machine.Observe(CheckOf(Server(1)), Verdict.Up, T0);
        Assert.Equal("tcp://192.0.2.80:80 rr 21=7 22=1", machine.Desired.Text());
    }

    [Fact]
    public void It_is_settled_when_every_check_has_a_result()
    {
        ServiceMachine machine = Machine(Of(Service(Server(1), Server(2), Server(3, check: false))));
        machine.Observe(CheckOf(Server(1)), Verdict.Down, T0);
        Assert.False(machine.IsSettled);
        machine.Observe(CheckOf(Server(2)), Verdict.Up, T0);
        Assert.True(machine.IsSettled);
    }

    [Fact]
    public void Observing_what_is_known_or_foreign_changes_nothing()
    {
        ServiceMachine machine = Machine(Of(Service(Server(1))));
        machine.Observe(CheckOf(Server(1)), Verdict.Up, T0);
        IpvsTable before = machine.Desired;
        machine.Observe(CheckOf(Server(1)), Verdict.Up, T0);
        machine.Observe(CheckOf(Server(9)), Verdict.Up, T0);
        Assert.Same(before, machine.Desired);
    }

    [Fact]
    public void One_check_decides_for_every_service_that_uses_it()
    {
        VirtualServiceSpec tls = Service(Server(1)) with { Name = "tls", Key = ServiceKey.At(Transport.Tcp, Endpoint("192.0.2.80:443")) };
        ServiceMachine machine = Machine(Of(Service(Server(1), Server(2)), tls));
        Assert.Equal(2, machine.Checks.Count);
        machine.Observe(CheckOf(Server(1)), Verdict.Up, T0);
        Assert.Equal("tcp://192.0.2.80:80 rr 21=1\ntcp://192.0.2.80:443 rr 21=1", machine.Desired.Text());
    }

    [Fact]
    public void After_a_restart_servers_stay_as_the_kernel_has_them_until_their_first_result()
    {
        Plan plan = Of(Service(Server(1, weight: 3), Server(2), Server(3)));
        IpvsTable kernel = Kernel((Server(1), 3), (Server(2), 0), (Server(9), 1));
        ServiceMachine machine = Machine(plan, kernel);
        Assert.Equal("tcp://192.0.2.80:80 rr 21=3 22=0", machine.Desired.Text());
        machine.Observe(CheckOf(Server(2)), Verdict.Up, T0);
        machine.Observe(CheckOf(Server(1)), Verdict.Down, T0);
        Assert.Equal("tcp://192.0.2.80:80 rr 21=0 22=1", machine.Desired.Text());
    }

    [Fact]
    public void A_reload_keeps_verdicts_and_leaves_a_server_with_a_new_check_as_it_is()
    {
        ServiceMachine machine = Machine(Of(Service(Server(1), Server(2), Server(3))));
        machine.Observe(CheckOf(Server(1)), Verdict.Up, T0);
        machine.Observe(CheckOf(Server(2)), Verdict.Up, T0);
        machine.Observe(CheckOf(Server(3)), Verdict.Down, T0);

        RealServerSpec first = Server(1, weight: 4) with { Check = CheckOf(Server(1)) with { Kind = HttpCheck.Get("/", null, 200, 299, null) } };
        Dictionary<CheckSpec, Verdict> board = new() { [CheckOf(Server(2))] = Verdict.Up, [CheckOf(Server(3))] = Verdict.Down };
        machine.Reload(Of(Service(first, Server(2), Server(3), Server(4))), check => board.GetValueOrDefault(check), T0);
        Assert.Equal("tcp://192.0.2.80:80 rr 21=4 22=1 23=0", machine.Desired.Text());
        machine.Observe(CheckOf(first), Verdict.Down, T0);
        Assert.Equal("tcp://192.0.2.80:80 rr 21=0 22=1 23=0", machine.Desired.Text());
    }

    [Fact]
    public void States_tell_verdict_and_weight_of_every_configured_server()
    {
        ServiceMachine machine = Machine(Of(Service(Server(1), Server(2), Server(3, check: false))));
        machine.Observe(CheckOf(Server(2)), Verdict.Down, T0);
        Assert.Equal(
            [
                (Server(1).Address, Verdict.Unknown, false, 0, ServerRole.Unchecked),
                (Server(2).Address, Verdict.Down, true, 0, ServerRole.Failed),
                (Server(3).Address, Verdict.Up, true, 1, ServerRole.Serving),
            ],
            machine.States().Select(s => (s.Address, s.Verdict, s.InTable, s.Weight, s.Role)));
    }

    [Fact]
    public void The_order_of_verdicts_does_not_matter_and_the_order_of_the_file_is_kept() =>
        Prop.ForAll<int>(seed =>
        {
            Random random = new(seed);
            Plan plan = RandomPlan(random);
            IpvsTable kernel = random.Next(2) == 0 ? IpvsTable.Empty : Machine(plan with { Services = [.. plan.Services.Select(Unchecked)] }).Desired;
            ServiceMachine one = Machine(plan, kernel), other = Machine(plan, kernel), reloaded = Machine(plan, kernel);
            Dictionary<CheckSpec, Verdict> final = one.Checks.ToDictionary(check => check, _ => (Verdict)random.Next(1, 3));

            for (int i = 0; i < 30 && final.Count > 0; i++) one.Observe(one.Checks.ElementAt(random.Next(final.Count)), (Verdict)random.Next(1, 3), T0);
            foreach ((CheckSpec check, Verdict verdict) in final) one.Observe(check, verdict, T0);
            foreach ((CheckSpec check, Verdict verdict) in final.OrderBy(_ => random.Next())) other.Observe(check, verdict, T0);
            reloaded.Reload(plan, check => final[check], T0);

            Assert.Equal(one.Desired.Text(), other.Desired.Text());
            Assert.Equal(one.Desired.Text(), reloaded.Desired.Text());
            Assert.Equal(plan.Services.Select(service => service.Key), one.Desired.Services.Keys);
            foreach (VirtualServiceSpec service in plan.Services)
            {
                IEnumerable<IpEndpoint> expected = service.Servers
                    .Where(server => server.Check is null || final[CheckOf(server)] == Verdict.Up || service.Policy.OnFailure == FailureAction.Drain)
                    .Select(server => server.Address);
                Assert.Equal(expected, one.Desired.Services[service.Key].Destinations.Keys);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_reload_of_the_same_plan_changes_nothing_whatever_is_known() =>
        Prop.ForAll<int>(seed =>
        {
            Random random = new(seed);
            Plan plan = RandomPlan(random);
            ServiceMachine machine = Machine(plan);
            Dictionary<CheckSpec, Verdict> known = machine.Checks.ToDictionary(check => check, _ => (Verdict)random.Next(3));
            foreach ((CheckSpec check, Verdict verdict) in known) machine.Observe(check, verdict, T0);
            string before = machine.Desired.Text();
            machine.Reload(plan, check => known[check], T0);
            Assert.Equal(before, machine.Desired.Text());
            machine.Reload(plan, _ => Verdict.Unknown, T0); // even a board that forgot everything disturbs nothing
            Assert.Equal(before, machine.Desired.Text());
        }).QuickCheckThrowOnFailure();

    private static VirtualServiceSpec Unchecked(VirtualServiceSpec service) =>
        service with { Servers = [.. service.Servers.Select(server => server with { Check = null })] };

    private static Plan RandomPlan(Random random) => Of([.. Enumerable.Range(0, random.Next(0, 5)).Select(i => new VirtualServiceSpec(
        $"s{i}",
        ServiceKey.At(Transport.Tcp, new IpEndpoint(IpAddress.Parse("192.0.2.80"), (ushort)(80 + i))),
        new ServiceSpec("rr", ServiceFlags.None, 0, 32),
        new ServicePolicy { OnFailure = (FailureAction)random.Next(2) },
        [.. Enumerable.Range(0, random.Next(0, 6)).OrderBy(_ => random.Next()).Select(n => Server(n, random.Next(1, 9), random.Next(4) > 0))]))]) with
    { MassFailure = MassFailureSpec.Default with { Hold = false } };

    private static IpvsTable Kernel(params (RealServerSpec Server, int Weight)[] destinations) => new(new Dictionary<ServiceKey, VirtualService>
    {
        [Web] = new(new ServiceSpec("wlc", ServiceFlags.Hashed, 0, 32), destinations.ToDictionary(d => d.Server.Address, d => d.Server.Destination with { Weight = d.Weight })),
    });
}
