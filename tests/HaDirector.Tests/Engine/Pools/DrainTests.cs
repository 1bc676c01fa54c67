using HaDirector.Engine;
using HaDirector.Health;
using static HaDirector.Tests.Engine.Plans;

namespace HaDirector.Tests.Engine.Pools;

public class DrainTests
{
    private static readonly ServicePolicy Drains = new() { Drain = TimeSpan.FromSeconds(30) };

    [Fact]
    public void A_failed_server_leaves_at_the_deadline()
    {
        MachineRig rig = new MachineRig(Service(Server(1), Server(2)) with { Policy = Drains }).Up(1).Up(2).Down(1);
        Assert.Equal("21=0 22=1", rig.Servers);
        Assert.Equal(T0 + TimeSpan.FromSeconds(30), rig.State(1).Until);
        rig.After(29.9);
        Assert.Equal("21=0 22=1", rig.Servers);
        rig.After(0.1);
        Assert.Equal("22=1", rig.Servers);
        rig.Up(1);
        Assert.Equal("21=1 22=1", rig.Servers);
    }

    [Fact]
    public void It_leaves_sooner_when_nobody_is_left_but_not_while_a_connection_may_be_opened()
    {
        MachineRig rig = new MachineRig(Service(Server(1), Server(2)) with { Policy = Drains }).Up(1).Up(2);
        Assert.False(rig.Machine.WantsConnections);
        rig.Command(1, ServerMode.Drain);
        Assert.True(rig.Machine.WantsConnections);
        rig.Kernel(_ => 0);
        Assert.Equal("21=0 22=1", rig.Servers);
        rig.After(5).Kernel(_ => 3);
        Assert.Equal("21=0 22=1", rig.Servers);
        rig.After(5).Kernel(server => server == Server(1).Address ? 0u : 9u);
        Assert.Equal("22=1", rig.Servers);
        Assert.Equal(ServerRole.Drained, rig.State(1).Role);
        Assert.False(rig.Machine.WantsConnections);
        rig.Command(1, ServerMode.Ready);
        Assert.Equal("21=1 22=1", rig.Servers);
    }

    [Fact]
    public void A_server_gone_from_the_file_drains_and_one_that_returns_meanwhile_is_as_before()
    {
        VirtualServiceSpec two = Service(Server(1), Server(2)) with { Policy = Drains }, one = two with { Servers = [Server(2)] };
        MachineRig rig = new MachineRig(two).Up(1).Up(2).Reload(one);
        Assert.Equal("22=1 21=0", rig.Servers);
        Assert.Equal(ServerRole.Draining, rig.Machine.States().Last().Role);
        rig.After(10).Reload(one);
        rig.After(20);
        Assert.Equal("22=1", rig.Servers);

        rig.Reload(two);
        Assert.Equal("21=1 22=1", rig.Servers);
        rig.Reload(one).After(5).Reload(two);
        Assert.Equal("21=1 22=1", rig.Servers);
        rig.After(60);
        Assert.Equal("21=1 22=1", rig.Servers);

        rig.Reload(one with { Policy = ServicePolicy.Default }); // no drain: at once
        Assert.Equal("22=1", rig.Servers);
    }

    [Fact]
    public void Without_a_deadline_a_failed_server_keeps_its_connections_and_one_with_weight_0_in_the_file_stays()
    {
        MachineRig rig = new MachineRig(Service(Server(1), Server(2))).Up(1).Up(2).Down(1).After(100_000);
        Assert.Equal("21=0 22=1", rig.Servers);
        rig = new MachineRig(Service(Server(1, weight: 0), Server(2)) with { Policy = Drains }).Up(1).Up(2).After(100);
        Assert.Equal("21=0 22=1", rig.Servers);
    }

    [Fact]
    public void A_new_deadline_of_a_reload_counts_from_where_the_drain_began()
    {
        VirtualServiceSpec service = Service(Server(1), Server(2)) with { Policy = Drains };
        MachineRig rig = new MachineRig(service).Up(1).Up(2).Down(1).After(20);
        rig.Reload(service with { Policy = new() { Drain = TimeSpan.FromSeconds(10) } });
        Assert.Equal("22=1", rig.Servers);
    }
}
