using HaDirector.Engine;
using HaDirector.Engine.Pools;
using static HaDirector.Tests.Engine.Plans;

namespace HaDirector.Tests.Engine.Pools;

public class FlapTests
{
    private static readonly FlapSpec Spec = new(2, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));

    [Fact]
    public void It_is_held_twice_as_long_each_time_up_to_a_bound_until_it_was_quiet()
    {
        FlapDamper damper = new();
        damper.Failed(Spec, T0);
        Assert.False(damper.Holds(T0));
        List<double> holds = [];
        for (int i = 1; i <= 4; i++)
        {
            damper.Failed(Spec, T0 + TimeSpan.FromSeconds(i));
            holds.Add((damper.HeldUntil - (T0 + TimeSpan.FromSeconds(i))).TotalSeconds);
        }
        Assert.Equal([10, 20, 30, 30], holds);

        damper.Failed(Spec, T0 + TimeSpan.FromSeconds(500));
        Assert.False(damper.Holds(T0 + TimeSpan.FromSeconds(500)));
        damper.Failed(Spec, T0 + TimeSpan.FromSeconds(501));
        Assert.Equal(T0 + TimeSpan.FromSeconds(511), damper.HeldUntil);
    }

    [Fact]
    public void It_comes_back_when_the_time_is_over_and_sooner_only_when_nobody_else_is_left()
    {
        MachineRig rig = new MachineRig(Service(Server(1), Server(2)) with { Policy = new() { Flap = Spec } }).Up(1).Up(2);
        rig.Down(1).Up(1).Down(1).Up(1);
        Assert.Equal("21=0 22=1", rig.Servers);
        Assert.Equal((ServerRole.HeldBack, T0 + TimeSpan.FromSeconds(10)), (rig.State(1).Role, rig.State(1).Until));
        rig.Down(2);
        Assert.Equal("21=1 22=0", rig.Servers);
        rig.Up(2);
        Assert.Equal("21=0 22=1", rig.Servers);
        rig.After(10);
        Assert.Equal("21=1 22=1", rig.Servers);
    }
}
