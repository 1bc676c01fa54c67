using HaDirector.Engine.Pools;
using HaDirector.Health;
using HaDirector.Ipvs;
using static HaDirector.Tests.Engine.Plans;

namespace HaDirector.Tests.Engine.Pools;

public class PassiveWatchTests
{
    [Theory]
    [InlineData(20, 30, 0, true)] // first packets, and half of them once more
    [InlineData(20, 100, 0, false)] // they were answered, and were short
    [InlineData(20, 30, 1, false)]
    [InlineData(3, 3, 0, false)]
    public void Connections_of_which_none_is_established_are_suspect(ulong connections, ulong packets, uint active, bool suspect)
    {
        DestinationStatus now = new(Server(1).Address, default, active, 0, 0, default(Traffic) with { Connections = 1000 + connections, PacketsIn = 9000 + packets });
        Assert.Equal(suspect, PassiveWatch.Suspects(new PassiveWatch.Counters(1000, 9000), now));
        Assert.False(PassiveWatch.Suspects(new PassiveWatch.Counters(5000, 9000), now)); // made anew in between
    }

    [Fact]
    public void The_checks_of_a_suspect_are_named_where_it_is_wanted()
    {
        MachineRig rig = new(Service(Server(1), Server(2)) with { Policy = new() { PassiveHints = true } });
        rig.Up(1).Up(2);
        Assert.True(rig.Machine.WantsConnections);
        List<CheckSpec> suspects = [];
        rig.Kernel(_ => 0, _ => default, suspects);
        rig.After(1).Kernel(_ => 0, server => server == Server(1).Address ? default(Traffic) with { Connections = 50, PacketsIn = 60 } : default, suspects);
        Assert.Equal([CheckOf(Server(1))], suspects);
        Assert.False(new MachineRig(Service(Server(1))).Machine.WantsConnections);
    }
}
