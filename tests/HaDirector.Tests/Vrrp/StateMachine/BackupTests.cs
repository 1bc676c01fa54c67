using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Tests.Vrrp.StateMachine;

public class BackupTests
{
    [Fact, Trait("row", "SM-03")]
    public void Shutdown_ends_in_silence()
    {
        Rig rig = Rig.Backup();

        Assert.Equal("Backup to Initialize (Shutdown)", rig.Shutdown());
        Assert.Equal(Instant.Never, rig.Instance.NextDeadline);
    }

    [Fact, Trait("row", "SM-04")]
    public void A_silent_master_is_replaced_advert_before_announcements()
    {
        Rig rig = Rig.Backup();

        Assert.Equal("take, advert 100, announce, Backup to Master (MasterDown)", rig.Expire());
        Assert.Equal(1000, rig.Wait);
        Assert.Equal(rig.Now, rig.Instance.Since);
    }

    [Fact, Trait("row", "SM-05")]
    public void A_resigning_master_is_replaced_after_the_skew_time()
    {
        Rig rig = Rig.Backup();
        rig.Hear(200, centiseconds: 256);
        rig.Pass(100);

        Assert.Equal("", rig.Hear(0, centiseconds: 256));
        Assert.Equal(1560, rig.Wait);
        Assert.Equal("take, advert 100, announce, Backup to Master (MasterResigned)", rig.Expire());
    }

    [Fact, Trait("row", "SM-05")]
    public void The_interval_of_a_resignation_is_not_learned()
    {
        Rig rig = Rig.Backup();
        rig.Hear(200, centiseconds: 100);
        rig.Hear(0, centiseconds: 4095);

        Assert.Equal(609.375, rig.Wait);
    }

    [Fact, Trait("row", "SM-05")]
    public void A_new_master_after_a_resignation_is_followed_again()
    {
        Rig rig = Rig.Backup();
        rig.Hear(0);
        rig.Hear(150);

        Assert.Equal(3609.375, rig.Wait);
        Assert.EndsWith("(MasterDown)", rig.Expire());
    }

    [Fact]
    public void The_last_word_of_the_weaker_of_two_masters_does_not_shorten_the_time_of_the_winner()
    {
        Rig rig = Rig.Backup();
        rig.Hear(150, Rig.Smaller, centiseconds: 100);
        rig.Pass(1);
        rig.Hear(120, Rig.Greater, centiseconds: 1);

        Assert.Equal(3609.375 - 1, rig.Wait);
    }

    [Fact]
    public void A_weaker_master_is_followed_once_the_greater_one_is_late()
    {
        Rig rig = Rig.Backup();
        rig.Hear(150, Rig.Smaller, centiseconds: 100);
        rig.Pass(1001);
        rig.Hear(120, Rig.Greater, centiseconds: 1);

        Assert.Equal(Rig.Greater, rig.Instance.MasterHeard.Sender);
    }

    [Fact]
    public void A_weaker_master_is_followed_at_once_when_the_greater_one_resigned()
    {
        Rig rig = Rig.Backup();
        rig.Hear(150, Rig.Smaller, centiseconds: 100);
        rig.Hear(0, Rig.Smaller);
        rig.Hear(120, Rig.Greater);

        Assert.Equal(3609.375, rig.Wait);
    }

    [Theory, Trait("row", "SM-06")]
    [InlineData(true, 100)]
    [InlineData(true, 101)]
    [InlineData(false, 1)]
    [InlineData(false, 255)]
    public void A_master_that_may_stay_resets_the_timer_with_its_own_interval(bool preempt, byte priority)
    {
        Rig rig = Rig.Backup(preempt: preempt);
        rig.Pass(2000);

        Assert.Equal("", rig.Hear(priority, centiseconds: 10));
        Assert.Equal(300 + 60.9375, rig.Wait, 3);
        Assert.Equal(new Advert(Rig.Vrid, priority, new Centiseconds(10), Rig.Smaller), rig.Instance.MasterHeard);
        Assert.Equal(VrrpState.Backup, rig.Instance.State);
    }

    [Fact, Trait("row", "SM-07"), Trait("row", "RX-20")]
    public void A_weaker_master_is_not_heard_by_one_who_preempts()
    {
        Rig rig = Rig.Backup();
        rig.Pass(2000);
        var before = rig.Everything();

        Assert.Equal("", rig.Hear(99, centiseconds: 10));
        Assert.Equal(before, rig.Everything());
        Assert.EndsWith("Backup to Master (MasterDown)", rig.Expire());
    }

    [Theory, Trait("row", "SM-08")]
    [InlineData("192.0.2.1")]
    [InlineData("192.0.2.200")]
    public void A_master_of_equal_priority_is_followed_whatever_its_address(string sender)
    {
        Rig rig = Rig.Backup();
        rig.Pass(3000);
        rig.Hear(100, IpAddress.Parse(sender));

        Assert.Equal(3609.375, rig.Wait);
    }

    [Fact, Trait("row", "SM-17")]
    public void The_owner_preempts_even_when_told_not_to()
    {
        Rig rig = Rig.Master(priority: 255, preempt: false);
        rig.Hear(255, Rig.Greater);
        Assert.Equal(VrrpState.Backup, rig.Instance.State);
        rig.Pass(1500);
        double left = rig.Wait;

        rig.Hear(254, Rig.Smaller);
        Assert.Equal(left, rig.Wait);
    }

    [Theory, Trait("row", "SM-17")]
    [InlineData(255, false, true)]
    [InlineData(254, false, false)]
    [InlineData(254, true, true)]
    public void Who_preempts_is_a_matter_of_priority_and_wish(byte priority, bool preempt, bool preempts) =>
        Assert.Equal(preempts, Rig.Spec(priority, preempt: preempt).Preempts);

    [Fact, Trait("row", "SM-20")]
    public void Another_router_is_nobody_to_us()
    {
        Rig rig = Rig.Backup();
        var before = rig.Everything();
        rig.Pass(100);

        Assert.Equal("", rig.Hear(0, vrid: 52));
        Assert.Equal("", rig.Hear(255, vrid: 52));
        Assert.Equal(before, rig.Everything());
    }

    [Fact, Trait("row", "RX-22")]
    public void Our_own_advert_is_nobody_to_us()
    {
        Rig rig = Rig.Backup();
        var before = rig.Everything();
        rig.Pass(100);

        Assert.Equal("", rig.Hear(255, Rig.Own));
        Assert.Equal(before, rig.Everything());
    }
}
