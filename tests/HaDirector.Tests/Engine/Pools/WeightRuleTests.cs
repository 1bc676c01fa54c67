using FsCheck;
using FsCheck.Fluent;
using HaDirector.Engine;
using HaDirector.Engine.Pools;
using HaDirector.Health;
using static HaDirector.Tests.Engine.Plans;

namespace HaDirector.Tests.Engine.Pools;

public class WeightRuleTests
{
    [Fact]
    public void No_share_makes_nothing_of_a_weight_nor_more_than_the_kernel_takes() =>
        Prop.ForAll<int, int, double>((weight, scale, share) =>
        {
            if (!double.IsFinite(share)) return;
            int made = WeightRule.Of(weight, Math.Abs(scale % 101), Math.Abs(share));
            Assert.InRange(made, 0, WeightRule.Max);
            Assert.Equal(weight <= 0, made == 0);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("1 2 3", 100)]
    [InlineData("100 200", 1)]
    [InlineData("0 0", 1)]
    [InlineData("1 65535", 1)]
    [InlineData("1 1000", 32)]
    public void Small_weights_get_room(string weights, int scale) => Assert.Equal(scale, WeightRule.ScaleFor(weights.Split(' ').Select(int.Parse)));

    [Fact]
    public void A_server_gets_the_part_it_asks_for_and_the_connections_it_wants()
    {
        VirtualServiceSpec service = Service(Server(1, weight: 50), Server(2, weight: 50));
        MachineRig rig = new(service);
        rig.Up(1).Up(2).Advise(1, new ServerAdvice(30, null, 20));
        Assert.Equal("21=15 22=50", rig.Servers);
        Assert.Equal(20u, rig.Destination(1).UpperThreshold);
        rig.Advise(1, new ServerAdvice(null, ServerMode.Drain, null)); // the rest stays as it was said
        Assert.Equal("21=0 22=50", rig.Servers);
        rig.Advise(1, new ServerAdvice(null, ServerMode.Ready, 0));
        Assert.Equal("21=15 22=50", rig.Servers);
        Assert.Equal(0u, rig.Destination(1).UpperThreshold);
        rig.Advise(1, new ServerAdvice(0, null, null));
        Assert.Equal("21=0 22=50", rig.Servers);
        rig.Reload(service);
        Assert.Equal("21=0 22=50", rig.Servers);
        rig.Advise(1, new ServerAdvice(256, null, null));
        Assert.Equal("21=128 22=50", rig.Servers);
    }
}
