using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Tests.Vrrp.StateMachine;

public class TimerTests
{
    [Theory, Trait("row", "SM-18")]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(4095)]
    public void Skew_and_down_interval_are_right_for_every_priority(int centiseconds)
    {
        for (int priority = 1; priority <= 255; priority++)
        {
            // Counted in units of 100 ns, rounded down, in exact arithmetic.
            decimal skew = Math.Floor(centiseconds * 100_000m * (256 - priority) / 256m);
            Assert.Equal((long)skew, VrrpTimers.SkewTime((byte)priority, new(centiseconds)).Ticks);
            Assert.Equal((centiseconds * 300_000L) + (long)skew, VrrpTimers.MasterDownInterval((byte)priority, new(centiseconds)).Ticks);
        }
    }

    [Theory, Trait("row", "SM-18")]
    [InlineData(255, 100, "00:00:00.0039062", "00:00:03.0039062")]
    [InlineData(254, 100, "00:00:00.0078125", "00:00:03.0078125")]
    [InlineData(150, 10, "00:00:00.0414062", "00:00:00.3414062")]
    [InlineData(100, 100, "00:00:00.6093750", "00:00:03.6093750")]
    [InlineData(100, 1, "00:00:00.0060937", "00:00:00.0360937")]
    [InlineData(1, 4095, "00:00:40.7900390", "00:02:43.6400390")]
    public void The_table_of_the_manual(byte priority, int centiseconds, string skew, string down)
    {
        Assert.Equal(skew, VrrpTimers.SkewTime(priority, new(centiseconds)).ToString("c"));
        Assert.Equal(down, VrrpTimers.MasterDownInterval(priority, new(centiseconds)).ToString("c"));
    }

    [Fact, Trait("row", "SM-18")]
    public void The_better_backup_always_wakes_first()
    {
        for (byte priority = 1; priority < 255; priority++)
            Assert.True(VrrpTimers.SkewTime(priority, new(1)) > VrrpTimers.SkewTime((byte)(priority + 1), new(1)));
    }

    [Fact, Trait("row", "SM-19")]
    public void A_timer_that_was_moved_and_fires_all_the_same_has_no_effect()
    {
        Rig rig = Rig.Backup();
        Instant old = rig.Instance.NextDeadline;
        rig.Pass(3000);
        rig.Hear(200);
        rig.Pass((old - rig.Now).TotalMilliseconds);
        var before = rig.Everything();

        Assert.Equal("", rig.TimeReached());
        Assert.Equal(before, rig.Everything());
    }

    [Fact, Trait("row", "SM-19")]
    public void The_advert_timer_does_not_outlive_the_rule()
    {
        Rig rig = Rig.Master();
        Instant advert = rig.Instance.NextDeadline;
        rig.Hear(200);
        rig.Pass((advert - rig.Now).TotalMilliseconds);

        Assert.Equal("", rig.TimeReached());
        Assert.Equal(VrrpState.Backup, rig.Instance.State);
    }

    [Theory]
    [InlineData(-0.0001, false)]
    [InlineData(0, true)]
    public void The_deadline_itself_is_reached(double milliseconds, bool fires)
    {
        Rig rig = Rig.Backup();
        Assert.Equal(fires, rig.Expire(milliseconds).Length > 0);
    }

    [Fact, Trait("row", "SM-22")]
    public void A_backup_that_was_stopped_listens_once_more_before_it_takes_over()
    {
        Rig rig = Rig.Backup();

        Assert.Equal("", rig.Expire(lateMilliseconds: 3700));
        Assert.Equal(1000 + 609.375, rig.Wait);
        Assert.Equal("", rig.Hear(200));
        Assert.Equal(3609.375, rig.Wait);
    }

    [Fact, Trait("row", "SM-22")]
    public void A_host_that_is_always_late_still_takes_over()
    {
        Rig rig = Rig.Backup();
        rig.Expire(lateMilliseconds: 3700);

        Assert.EndsWith("Backup to Master (MasterDown)", rig.Expire(lateMilliseconds: 60_000));
    }

    [Fact, Trait("row", "SM-22")]
    public void A_little_late_takes_over_at_once() =>
        Assert.EndsWith("Backup to Master (MasterDown)", Rig.Backup().Expire(lateMilliseconds: 3600));
}
