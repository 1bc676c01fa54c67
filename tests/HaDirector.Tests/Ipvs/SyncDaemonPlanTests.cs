using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Tests.Ipvs;

public sealed class SyncDaemonPlanTests
{
    private static readonly SyncDaemonSpec Master = new(SyncRole.Master, "eth1", 51), Backup = new(SyncRole.Backup, "eth1", 51);
    private static readonly SyncSituation Nothing = new("eth1", 51, AnyMaster: false, AnyNotMaster: false, LastDemotion: null, ServicesProgrammed: true);
    private static readonly SyncSituation AsMaster = Nothing with { AnyMaster = true }, AsBackup = Nothing with { AnyNotMaster = true };

    [Fact]
    public void Roles_decide_which_daemons_run()
    {
        Check(AsMaster, [], 0, stop: [], start: [Master]);
        Check(AsBackup, [], 0, stop: [], start: [Backup]);
        Check(AsMaster with { AnyNotMaster = true }, [Backup], 0, stop: [], start: [Master]);
        Check(AsMaster, [Backup], 0, stop: [Backup], start: [Master]);
        Check(AsMaster, [Master], 0, stop: [], start: []);
    }

    [Fact]
    public void Sender_outlives_the_role_by_four_seconds_and_the_receiver_starts_at_once()
    {
        SyncSituation demoted = AsBackup with { LastDemotion = Seconds(100) };
        Check(demoted, [Master], 100, stop: [], start: [Backup], askAgain: Seconds(104));
        Check(demoted, [Master, Backup], 103.999, stop: [], start: [], askAgain: Seconds(104));
        Check(demoted, [Master, Backup], 104, stop: [Master], start: []);
        // A sender that does not run any more has nothing left to send.
        Check(demoted, [Backup], 101, stop: [], start: []);
    }

    [Fact]
    public void Receiver_waits_for_the_services_but_one_that_runs_goes_on()
    {
        Check(AsBackup with { ServicesProgrammed = false }, [], 0, stop: [], start: []);
        Check(AsBackup with { ServicesProgrammed = false }, [Backup], 0, stop: [], start: []);
    }

    [Fact]
    public void Daemon_of_another_interface_or_id_is_replaced()
    {
        Check(AsMaster, [Master with { SyncId = 7 }], 0, stop: [Master with { SyncId = 7 }], start: [Master]);
        Check(AsBackup, [Backup with { Interface = "eth0" }], 0, stop: [Backup with { Interface = "eth0" }], start: [Backup]);
        // Not even while it lingers: what it holds back is for the wrong interface.
        Check(AsBackup with { LastDemotion = Seconds(100) }, [Master with { Interface = "eth0" }, Backup], 101, stop: [Master with { Interface = "eth0" }], start: []);
    }

    [Fact]
    public void Sender_whose_address_went_is_started_again_while_it_is_needed()
    {
        Check(AsMaster with { MasterStranded = true }, [Master], 0, stop: [Master], start: [Master]);
        Check(AsMaster with { MasterStranded = true }, [], 0, stop: [], start: [Master]);
        Check(AsBackup with { MasterStranded = true, LastDemotion = Seconds(100) }, [Master, Backup], 101, stop: [], start: [], askAgain: Seconds(104));
    }

    [Fact]
    public void Applying_the_steps_leaves_nothing_to_do_in_every_situation()
    {
        Random random = new(3);
        SyncDaemonSpec[] all = [Master, Backup, Master with { SyncId = 1 }, Backup with { Interface = "lo" }];
        for (int round = 0; round < 5000; round++)
        {
            bool Coin() => random.Next(2) == 0;
            SyncSituation situation = new("eth1", 51, Coin(), Coin(), Coin() ? Seconds(random.Next(10)) : null, Coin());
            // The kernel runs at most one of each role.
            List<SyncDaemonSpec> running = [.. all.Where(_ => Coin()).DistinctBy(d => d.Role)];
            Instant now = Seconds(random.Next(20));
            SyncDaemonSteps steps = SyncDaemonPlan.Decide(situation, running, now);
            running.RemoveAll(steps.Stop.Contains);
            running.AddRange(steps.Start);
            Assert.Equal(running.Count, running.DistinctBy(d => d.Role).Count());
            SyncDaemonSteps again = SyncDaemonPlan.Decide(situation, running, now);
            Assert.Empty(again.Stop);
            Assert.Empty(again.Start);
            Assert.True(again.AskAgain > now);
        }
    }

    [Fact]
    public void Switched_off_only_our_own_daemons_go()
    {
        SyncDaemonSpec foreign = Backup with { SyncId = 9 };
        Assert.Equal([Master], SyncDaemonPlan.Leftovers("eth1", 51, [Master, foreign]));
    }

    private static void Check(
        SyncSituation situation, SyncDaemonSpec[] running, double now, SyncDaemonSpec[] stop, SyncDaemonSpec[] start, Instant? askAgain = null)
    {
        SyncDaemonSteps steps = SyncDaemonPlan.Decide(situation, running, Seconds(now));
        Assert.Equal(stop, steps.Stop);
        Assert.Equal(start, steps.Start);
        Assert.Equal(askAgain ?? Instant.Never, steps.AskAgain);
    }

    private static Instant Seconds(double seconds) => new((long)(seconds * 1e9));
}
