using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Ipvs;
using static HaDirector.Tests.Engine.Plans;

namespace HaDirector.Tests.Engine.Pools;

/// <summary>Sorry server, backups, panic, start policy, maintenance: who answers when.</summary>
public class PoolTests
{
    private static readonly RealServerSpec Sorry = Server(9, check: false);

    [Theory]
    [InlineData(FailureAction.Drain, "21=0 22=0 29=1")]
    [InlineData(FailureAction.Remove, "29=1")]
    public void The_sorry_server_answers_while_the_quorum_is_lost(FailureAction onFailure, string lost)
    {
        MachineRig rig = new(Service(Server(1), Server(2)) with { Policy = new() { OnFailure = onFailure, SorryServer = Sorry, Quorum = new(2, 0) } });
        Assert.Equal("", rig.Servers); // nobody knows yet
        rig.Up(1).Up(2);
        Assert.Equal("21=1 22=1", rig.Servers);
        rig.Down(1);
        Assert.Equal(lost, rig.Servers);
        Assert.True(rig.Pool is { Sorry: true, Quorum: QuorumStanding.Lost, WeightUp: 1 });
        Assert.Equal(ServerRole.Outvoted, rig.State(2).Role);
        rig.Up(1);
        Assert.Equal("21=1 22=1", rig.Servers);
        Assert.False(rig.Pool.Sorry);
    }

    [Fact]
    public void A_sorry_server_that_fails_its_check_does_not_answer()
    {
        MachineRig rig = new(Service(Server(1), Server(2)) with { Policy = new() { SorryServer = Server(9), Quorum = new(2, 0) } });
        rig.Up(1).Up(2).Down(9).Down(1);
        Assert.Equal("21=0 22=1", rig.Servers); // less than wanted is better than nobody
        rig.Up(9);
        Assert.Equal("21=0 22=0 29=1", rig.Servers);
        rig.Down(9);
        Assert.Equal("21=0 22=1", rig.Servers);
    }

    [Fact]
    public void There_is_always_somebody_in_the_kernel_when_the_sorry_server_comes_and_goes()
    {
        MachineRig rig = new(Service(Server(1), Server(2)) with { Policy = new() { OnFailure = FailureAction.Remove, SorryServer = Sorry, Quorum = new(2, 0) } });
        rig.Up(1).Up(2);
        IpvsTable table = rig.Machine.Desired;
        foreach (Action step in new Action[] { () => rig.Down(1), () => rig.Up(1), () => rig.Down(2) })
        {
            step();
            foreach (IpvsChange change in Reconciler.Diff(rig.Machine.Desired, table, _ => true))
            {
                table = Reconciler.Apply(table, change);
                Assert.Contains(table.Services[Web].Destinations.Values, destination => destination.Weight > 0);
            }
        }
    }

    [Fact]
    public void Backups_fill_in_only_as_far_as_needed_and_stay_until_the_others_do_safely_without()
    {
        RealServerSpec[] servers = [Server(1), Server(2), Server(3), Server(4) with { Backup = true }, Server(5) with { Backup = true }, Server(6) with { Backup = true }];
        MachineRig rig = new(Service(servers) with { Policy = new() { OnFailure = FailureAction.Remove, Quorum = new(2, 1) } });
        for (int i = 1; i <= 6; i++) rig.Up(i);
        Assert.Equal("21=1 22=1 23=1", rig.Servers);
        rig.Down(1);
        Assert.Equal(0, rig.Pool.Backups); // 2 are the minimum
        rig.Down(2);
        Assert.Equal(2, rig.Pool.Backups);
        Assert.Equal((1, 1, ServerRole.Standby), (rig.State(4).Weight, rig.State(5).Weight, rig.State(6).Role));
        rig.Down(4);
        Assert.Equal((1, 1), (rig.State(5).Weight, rig.State(6).Weight));
        rig.Up(1);
        Assert.Equal(1, rig.Pool.Backups);
        rig.Up(2);
        Assert.Equal(0, rig.Pool.Backups);
    }

    [Fact]
    public void Below_the_panic_threshold_all_are_used_but_those_taken_out_on_purpose()
    {
        MachineRig rig = new(Service([.. Enumerable.Range(1, 5).Select(i => Server(i))]) with { Policy = new() { OnFailure = FailureAction.Remove, PanicPercent = 50 } });
        for (int i = 1; i <= 5; i++) rig.Up(i);
        rig.Command(5, ServerMode.Maintenance).Down(1).Down(2);
        Assert.Equal("23=1 24=1 25=0", rig.Servers); // half of four
        rig.Down(3);
        Assert.Equal("21=1 22=1 23=1 24=1 25=0", rig.Servers);
        Assert.True(rig.Pool.Panic);
        rig.Up(3);
        Assert.Equal("23=1 24=1 25=0", rig.Servers);
    }

    [Fact]
    public void With_start_up_unchecked_servers_serve()
    {
        MachineRig rig = new(Service(Server(1), Server(2)) with { Policy = new() { Start = StartPolicy.Up } });
        Assert.Equal("21=1 22=1", rig.Servers);
        rig.Down(1);
        Assert.Equal("21=0 22=1", rig.Servers);
    }

    [Fact]
    public void The_quorum_with_its_hysteresis_outlives_a_restart()
    {
        VirtualServiceSpec service = Service(Server(1), Server(2), Server(3)) with { Policy = new() { Quorum = new(2, 1), SorryServer = Sorry } };
        MachineRig rig = new MachineRig(service).Up(1).Up(2).Up(3).Down(1);
        Assert.Equal(QuorumStanding.Gained, rig.Pool.Quorum); // 2 would not suffice to gain it
        MachineRig next = new MachineRig(service, rig.Machine.Desired).Down(1).Up(2).Up(3);
        Assert.Equal((QuorumStanding.Gained, "21=0 22=1 23=1"), (next.Pool.Quorum, next.Servers));
    }

    [Fact]
    public void Commands_end_by_themselves_and_survive_a_reload_and_files_count_too()
    {
        VirtualServiceSpec service = Service(Server(1), Server(2));
        MachineRig rig = new MachineRig(service).Up(1).Up(2).Command(1, ServerMode.Maintenance, seconds: 60);
        Assert.Equal("21=0 22=1", rig.Servers);
        rig.Reload(service).After(59);
        Assert.Equal((ServerMode.Maintenance, ModeSource.Command), (rig.State(1).Mode, rig.State(1).ModeBy));
        Assert.Equal(("web", Server(1).Address, ServerMode.Maintenance, T0 + TimeSpan.FromSeconds(60)), Assert.Single(rig.Machine.Commands()));
        rig.After(1);
        Assert.Equal("21=1 22=1", rig.Servers);
        Assert.Empty(rig.Machine.Commands());

        rig.Machine.ObserveMaintenance(["192.0.2.22:80", "192.0.2.21:81", "README"], rig.Now);
        Assert.Equal("21=1 22=0", rig.Servers);
        Assert.Equal((ServerMode.Maintenance, ModeSource.File), (rig.State(2).Mode, rig.State(2).ModeBy));
        Assert.True(rig.Machine.IsMaintained(CheckOf(Server(2))));
        rig.Reload(service);
        Assert.Equal("21=1 22=0", rig.Servers);
        rig.Machine.ObserveMaintenance(["192.0.2.21"], rig.Now);
        Assert.Equal("21=0 22=1", rig.Servers);

        Assert.Equal(CommandOutcome.NoSuchService, rig.Machine.Command("mail", Server(1).Address, ServerMode.Drain, rig.Now, null));
        Assert.Equal(CommandOutcome.NoSuchServer, rig.Machine.Command("web", Server(7).Address, ServerMode.Drain, rig.Now, null));
    }

    [Fact]
    public void The_last_one_of_a_pool_is_known_for_it()
    {
        MachineRig rig = new MachineRig(Service(Server(1), Server(2))).Up(1).Up(2);
        Assert.False(rig.Machine.IsLast(CheckOf(Server(1))));
        rig.Down(2);
        Assert.True(rig.Machine.IsLast(CheckOf(Server(1))));
        Assert.False(rig.Machine.IsLast(CheckOf(Server(2))));
    }
}
