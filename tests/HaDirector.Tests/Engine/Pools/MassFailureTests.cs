using HaDirector.Engine;
using HaDirector.Health;
using static HaDirector.Tests.Engine.Plans;

namespace HaDirector.Tests.Engine.Pools;

public class MassFailureTests
{
    private static VirtualServiceSpec Ten => Service([.. Enumerable.Range(1, 10).Select(i => Server(i))]) with { Policy = new() { OnFailure = FailureAction.Remove } };

    [Fact]
    public void When_most_fail_within_a_moment_they_stay_and_those_before_come_back()
    {
        MachineRig rig = All();
        for (int i = 1; i <= 7; i++) rig.After(0.2).Down(i);
        Assert.Equal(3, rig.Machine.Desired.Services[Web].Destinations.Count);
        rig.Down(8);
        Assert.Equal(10, rig.Machine.Desired.Services[Web].Destinations.Count);
        Assert.Equal((true, 8, 10), (rig.Machine.MassFailure.Holds, rig.Machine.MassFailure.Failed, rig.Machine.MassFailure.Of));
        rig.Down(9).Down(10);
        Assert.Equal(10, rig.Machine.Desired.Services[Web].Destinations.Count);
        Assert.Equal(Verdict.Up, rig.State(1).Verdict);

        for (int i = 1; i <= 9; i++) rig.After(0.5).Up(i);
        Assert.True(rig.Machine.MassFailure.Holds); // the tenth
        rig.After(10);
        Assert.False(rig.Machine.MassFailure.Holds);
        Assert.Equal(9, rig.Machine.Desired.Services[Web].Destinations.Count);
    }

    [Fact]
    public void Those_that_do_not_come_back_count_in_the_end_and_slow_deaths_count_at_once()
    {
        MachineRig rig = All();
        for (int i = 1; i <= 10; i++) rig.Down(i);
        Assert.True(rig.Machine.MassFailure.Holds);
        rig.After(9.9);
        Assert.Equal(10, rig.Machine.Desired.Services[Web].Destinations.Count);
        rig.After(0.1);
        Assert.Empty(rig.Machine.Desired.Services[Web].Destinations);

        rig = All();
        for (int i = 1; i <= 10; i++) rig.After(1).Down(i);
        Assert.Empty(rig.Machine.Desired.Services[Web].Destinations);
    }

    [Fact]
    public void A_hold_survives_a_reload_even_of_the_timing()
    {
        MachineRig rig = All();
        for (int i = 1; i <= 10; i++) rig.Down(i);
        rig.Reload(Ten);
        Assert.Equal(10, rig.Machine.Desired.Services[Web].Destinations.Count);

        static RealServerSpec Slower(RealServerSpec server) => server with { Check = CheckOf(server) with { Interval = TimeSpan.FromSeconds(7) } };
        rig.Machine.Reload(Of(Ten with { Servers = [.. Ten.Servers.Select(Slower)] }), _ => Verdict.Down, rig.Now);
        Assert.Equal(10, rig.Machine.Desired.Services[Web].Destinations.Count);
        rig.After(10);
        Assert.Empty(rig.Machine.Desired.Services[Web].Destinations);
    }

    [Fact]
    public void Hosts_are_counted_and_not_services_and_few_of_them_mean_nothing()
    {
        RealServerSpec again = Server(1) with { Address = Endpoint("192.0.2.21:81"), Check = Check(Endpoint("192.0.2.21:81")) };
        VirtualServiceSpec service = Service(Server(1), again, Server(2), Server(3)) with { Policy = new() { OnFailure = FailureAction.Remove } };
        MachineRig rig = new(service);
        foreach (CheckSpec check in rig.Machine.Checks.ToArray()) rig.Machine.Observe(check, Verdict.Up, T0);
        foreach (CheckSpec check in rig.Machine.Checks.ToArray()) rig.Machine.Observe(check, Verdict.Down, T0);
        Assert.Empty(rig.Machine.Desired.Services[Web].Destinations); // three hosts
        Plan off = Of(Ten) with { MassFailure = MassFailureSpec.Default with { Hold = false } };
        rig = All(off);
        for (int i = 1; i <= 10; i++) rig.Down(i);
        Assert.Empty(rig.Machine.Desired.Services[Web].Destinations);
    }

    [Fact]
    public void A_broken_link_of_its_own_makes_half_as_many_enough()
    {
        foreach (bool cutOff in (bool[])[false, true])
        {
            MachineRig rig = All();
            for (int i = 1; i <= 4; i++) rig.Machine.Observe(CheckOf(Server(i)), Verdict.Down, rig.Now, cutOff);
            Assert.Equal(cutOff ? 10 : 6, rig.Machine.Desired.Services[Web].Destinations.Count);
        }

        MachineRig few = new(Service(Server(1), Server(2)) with { Policy = new() { OnFailure = FailureAction.Remove } });
        few.Up(1).Up(2);
        few.Machine.Observe(CheckOf(Server(1)), Verdict.Down, few.Now, cutOff: true);
        Assert.True(few.Machine.MassFailure.Holds); // two hosts, half of four
    }

    private static MachineRig All(Plan? plan = null)
    {
        MachineRig rig = new(plan ?? Of(Ten));
        for (int i = 1; i <= 10; i++) rig.Up(i);
        return rig;
    }
}
