using FsCheck;
using FsCheck.Fluent;
using HaDirector.Engine;
using HaDirector.Engine.Pools;
using HaDirector.Model;
using static HaDirector.Tests.Engine.Plans;

namespace HaDirector.Tests.Engine.Pools;

public class SlowStartRampTests
{
    [Fact]
    public void It_climbs_by_the_curve_and_never_down_in_few_steps() =>
        Prop.ForAll<int>(seed =>
        {
            Random random = new(seed);
            SlowStartSpec spec = new(TimeSpan.FromMilliseconds(random.Next(1, 600_000)), random.Next(1, 40) / 10.0, random.Next(0, 101));
            Instant now = T0;
            double last = 0;
            int steps = 0;
            while (now != Instant.Never)
            {
                double share = SlowStartRamp.Share(spec, now - T0);
                Assert.InRange(share, last, 1);
                Assert.True(share > 0);
                last = share;
                Instant next = SlowStartRamp.NextStep(spec, T0, now);
                Assert.True(next > now);
                now = next;
                Assert.True(++steps <= SlowStartRamp.Steps + 1);
            }
            Assert.Equal(1, last);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1.0, 5, 0.5)]
    [InlineData(2.0, 5, 0.7071)]
    [InlineData(0.5, 5, 0.25)]
    public void Half_the_way_is_as_far_as_the_aggression_says(double aggression, int seconds, double expected) =>
        Assert.Equal(expected, SlowStartRamp.Share(new SlowStartSpec(TimeSpan.FromSeconds(10), aggression, 0), TimeSpan.FromSeconds(seconds)), 3);

    [Fact]
    public void A_server_that_joins_a_warm_pool_ramps_and_the_first_of_an_empty_one_does_not()
    {
        SlowStartSpec ramp = new(TimeSpan.FromSeconds(20), 1, 10);
        MachineRig rig = new(Service(Server(1), Server(2), Server(3)) with { Policy = new() { SlowStart = ramp } });
        rig.Up(1);
        Assert.Equal("21=100", rig.Servers);
        rig.After(5).Up(2); // both have just come
        Assert.Equal("21=100 22=100", rig.Servers);
        rig.After(60).Up(3);
        Assert.Equal("21=100 22=100 23=10", rig.Servers);
        Assert.Equal(ServerRole.Starting, rig.State(3).Role);

        List<int> weights = [];
        while (rig.State(3).Role == ServerRole.Starting)
        {
            weights.Add(rig.State(3).Weight);
            rig.ToDeadline();
        }
        Assert.Equal(20, rig.Since(65).TotalSeconds);
        Assert.Equal(weights.Order(), weights);
        Assert.InRange(weights.Distinct().Count(), 10, SlowStartRamp.Steps);
        Assert.Equal("21=100 22=100 23=100", rig.Servers);

        rig.Down(1).Down(2).Down(3).After(60).Up(2); // nobody else: it is needed whole
        Assert.Equal("21=0 22=100 23=0", rig.Servers);
    }

    [Fact]
    public void A_backup_that_fills_in_is_needed_at_once_and_does_not_ramp()
    {
        MachineRig rig = new(Service(Server(1), Server(2), Server(3) with { Backup = true }) with
        {
            Policy = new() { SlowStart = new SlowStartSpec(TimeSpan.FromSeconds(20), 1, 10), Quorum = new(2, 0) },
        });
        rig.Up(1).Up(2).Up(3).After(60);
        Assert.Equal(ServerRole.Standby, rig.State(3).Role);
        rig.Down(1);
        Assert.Equal((ServerRole.Serving, 100), (rig.State(3).Role, rig.State(3).Weight));
    }

    [Fact]
    public void A_reload_does_not_begin_a_ramp_anew()
    {
        VirtualServiceSpec service = Service(Server(1), Server(2)) with { Policy = new() { SlowStart = new SlowStartSpec(TimeSpan.FromSeconds(20), 1, 10) } };
        MachineRig rig = new(service);
        rig.Up(1).After(60).Up(2).After(10);
        Assert.Equal("21=100 22=50", rig.Servers);
        rig.Reload(service with { Servers = [Server(1), Server(2), Server(3)] });
        Assert.Equal("21=100 22=50", rig.Servers);
        rig.After(10);
        Assert.Equal("21=100 22=100", rig.Servers);
    }
}
