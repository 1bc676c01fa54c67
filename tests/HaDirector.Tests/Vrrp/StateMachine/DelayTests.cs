using HaDirector.Vrrp;

namespace HaDirector.Tests.Vrrp.StateMachine;

/// <summary>Startup delay, preempt delay, and starting again as the master that one was.</summary>
public class DelayTests
{
    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);

    private static VirtualRouterSpec Late(byte priority = 100) => Rig.Spec(priority) with { StartupDelay = TenSeconds, OnlyBackup = true };

    private static VirtualRouterSpec Patient(bool preempt = true) => Rig.Spec(200, preempt: preempt) with { PreemptDelay = TenSeconds };

    [Theory]
    [InlineData(100, "MasterDown")]
    [InlineData(255, "MasterDown")]
    public void Whoever_starts_waits(byte priority, string reason)
    {
        var rig = new Rig(Late(priority));
        Assert.Equal("Initialize to Backup (Startup)", rig.Startup());
        Assert.Equal(10_000, rig.Wait);
        rig.Pass(9999);
        Assert.Equal("", rig.TimeReached());
        Assert.EndsWith($"Backup to Master ({reason})", rig.Expire());
    }

    [Fact]
    public void Whatever_it_hears_or_is_told()
    {
        Rig rig = Rig.Backup(Late());
        rig.Hear(200);
        Assert.Equal("", rig.Hear(0));
        Assert.Equal(10_000, rig.Wait);
        rig.Hear(200);
        Assert.Equal("", rig.Do(VrrpEventKind.PeerLost, sender: Rig.Smaller));
        Assert.Equal("", rig.Do(VrrpEventKind.GroupPromoted));
        rig.Adopt(Late(228) with { StartupDelay = TimeSpan.Zero });
        Assert.Equal(10_000, rig.Wait);
    }

    [Fact]
    public void A_master_that_is_heard_late_in_it_is_believed_in_as_long_as_ever()
    {
        Rig rig = Rig.Backup(Late());
        rig.Pass(9000);
        rig.Hear(200);
        Assert.Equal(3609.375, rig.Wait);
    }

    [Fact]
    public void A_fault_does_not_begin_it_again()
    {
        Rig rig = Rig.Backup(Late());
        rig.Pass(9000);
        rig.Unusable();
        rig.UsableAs(Rig.Own);
        Assert.Equal(3609.375, rig.Wait);
    }

    [Fact]
    public void A_preempt_delay_begins_with_the_first_weaker_advert()
    {
        Rig rig = Rig.Backup(Patient());
        rig.Pass(1000);
        for (int second = 0; second < 10; second++)
        {
            rig.Hear(100);
            Assert.Equal(3218.75, rig.Wait);
            rig.Pass(1000);
        }

        rig.Hear(100);
        Assert.Equal(2218.75, rig.Wait); // not heard any more
    }

    [Fact]
    public void A_better_master_ends_the_delay()
    {
        Rig rig = Rig.Backup(Patient());
        rig.Hear(100);
        rig.Pass(9000);
        rig.Hear(200);
        rig.Pass(1000);
        rig.Hear(100);
        Assert.Equal(3218.75, rig.Wait);
    }

    [Fact]
    public void The_delay_begins_anew_for_who_becomes_backup_again()
    {
        Rig rig = Rig.Backup(Patient());
        rig.Hear(100);
        rig.Expire();
        rig.Hear(201);
        rig.Pass(20_000);
        rig.Hear(100);
        Assert.Equal(3218.75, rig.Wait);
    }

    [Fact]
    public void A_resignation_is_not_preempting()
    {
        Rig rig = Rig.Backup(Patient());
        rig.Hear(100);
        rig.Hear(0);
        Assert.Equal(218.75, rig.Wait);
    }

    [Fact, Trait("row", "SM-17")]
    public void The_owner_knows_no_preempt_delay()
    {
        Rig rig = Rig.Master(Rig.Spec(255) with { PreemptDelay = TenSeconds });
        rig.Hear(255, Rig.Greater);
        rig.Pass(1500);
        double left = rig.Wait;
        rig.Hear(254);
        Assert.Equal(left, rig.Wait);
    }

    [Fact]
    public void Who_was_master_goes_on_as_master()
    {
        var rig = new Rig(Late());
        Assert.Equal("take, advert 100, announce, Initialize to Master (Resumed)", rig.Do(VrrpEventKind.Resume));
        Assert.Equal(1000, rig.Wait);
        Assert.Equal("", rig.Do(VrrpEventKind.Resume));
    }

    [Fact]
    public void Unless_something_is_wrong()
    {
        var rig = new Rig();
        rig.Unusable();
        Assert.Equal("Initialize to Fault (InterfaceUnusable)", rig.Do(VrrpEventKind.Resume));
        rig = new Rig();
        rig.Do(VrrpEventKind.TrackDown);
        Assert.Equal("Initialize to Fault (TrackDown)", rig.Do(VrrpEventKind.Resume));
        Assert.Equal("", Rig.Backup().Do(VrrpEventKind.Resume));
    }
}
