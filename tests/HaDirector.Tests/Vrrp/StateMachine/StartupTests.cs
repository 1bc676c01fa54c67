using HaDirector.Vrrp;

namespace HaDirector.Tests.Vrrp.StateMachine;

public class StartupTests
{
    [Fact, Trait("row", "SM-01"), Trait("row", "TX-09")]
    public void The_owner_advertises_and_announces_and_is_master_at_once()
    {
        var rig = new Rig(Rig.Spec(priority: 255));

        Assert.Equal("take, advert 255, announce, Initialize to Master (AddressOwner)", rig.Startup());
        Assert.Equal(1000, rig.Wait);
    }

    [Theory, Trait("row", "SM-02")]
    [InlineData(254)]
    [InlineData(1)]
    public void Anyone_else_is_backup_with_the_down_interval_of_its_own_interval(byte priority)
    {
        var rig = new Rig(Rig.Spec(priority));

        Assert.Equal("Initialize to Backup (Startup)", rig.Startup());
        Assert.Equal(3000 + (1000 * (256 - priority) / 256.0), rig.Wait, 3);
        Assert.Equal(rig.Now, rig.Instance.Since);
    }

    [Fact]
    public void Nothing_but_startup_moves_a_router_that_was_not_started()
    {
        var rig = new Rig();
        foreach (string done in new[] { rig.Shutdown(), rig.TimeReached(), rig.Hear(200), rig.Unusable(), rig.UsableAs(Rig.Own) }) Assert.Equal("", done);

        Assert.Equal(VrrpState.Initialize, rig.Instance.State);
        Assert.Equal(HaDirector.Model.Instant.Never, rig.Instance.NextDeadline);
    }

    [Fact]
    public void A_second_startup_does_nothing()
    {
        Rig rig = Rig.Backup();
        rig.Pass(500);
        var before = rig.Everything();

        Assert.Equal("", rig.Startup());
        Assert.Equal(before, rig.Everything());
    }

    [Fact]
    public void A_router_that_was_stopped_starts_again_and_has_forgotten_the_master()
    {
        Rig rig = Rig.Backup();
        rig.Hear(200, centiseconds: 4000);
        rig.Shutdown();

        Assert.Equal("Initialize to Backup (Startup)", rig.Startup());
        Assert.Equal(3609.375, rig.Wait);
        Assert.False(rig.Instance.MasterHeard.Sender.IsSet);
    }
}
