using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Tests.Vrrp.StateMachine;

/// <summary>Priorities that tracks move.</summary>
public class PriorityTests
{
    [Fact]
    public void A_backup_moves_its_timer_by_the_skew()
    {
        Rig rig = Rig.Backup();
        rig.Hear(200);
        rig.Pass(500);

        Assert.Equal("", rig.Do(VrrpEventKind.PriorityChanged, 228));
        Assert.Equal(228, rig.Instance.Priority);
        Assert.Equal(3000 + 109.375 - 500, rig.Wait);
        Assert.Equal("take, advert 228, announce, Backup to Master (MasterDown)", rig.Expire());
    }

    [Fact]
    public void A_backup_that_waits_for_the_skew_only_moves_that()
    {
        Rig rig = Rig.Backup();
        rig.Hear(0);
        rig.Do(VrrpEventKind.PriorityChanged, 228);
        Assert.Equal(109.375, rig.Wait);
    }

    [Fact]
    public void Changes_in_a_row_do_not_put_off_a_takeover()
    {
        Rig rig = Rig.Backup();
        Instant deadline = rig.Instance.NextDeadline;
        for (int i = 0; i < 100; i++)
        {
            rig.Pass(10);
            rig.Do(VrrpEventKind.PriorityChanged, (byte)(1 + i));
            rig.Do(VrrpEventKind.PriorityChanged, 100);
        }

        Assert.Equal(deadline, rig.Instance.NextDeadline);
    }

    [Fact]
    public void A_master_says_it_at_once_but_not_in_a_storm()
    {
        Rig rig = Rig.Master();
        rig.Pass(300);
        Assert.Equal("advert 50", rig.Do(VrrpEventKind.PriorityChanged, 50));
        Assert.Equal(700, rig.Wait);
        Assert.Equal("", rig.Do(VrrpEventKind.PriorityChanged, 60));
        Assert.Equal("advert 60", rig.Expire());
    }

    [Fact]
    public void What_is_compared_is_the_priority_in_use()
    {
        Rig rig = Rig.Master();
        rig.Do(VrrpEventKind.PriorityChanged, 50);
        Assert.EndsWith("Master to Backup (Outranked)", rig.Hear(60));

        rig.Do(VrrpEventKind.PriorityChanged, 200);
        rig.Pass(10);
        double wait = rig.Wait;
        rig.Hear(60);
        Assert.Equal(wait, rig.Wait);
    }

    [Theory, Trait("row", "TX-10")]
    [InlineData(0)]
    [InlineData(255)]
    public void A_priority_that_only_others_may_have_is_not_taken(byte priority)
    {
        Rig rig = Rig.Backup();
        rig.Do(VrrpEventKind.PriorityChanged, priority);
        Assert.Equal(100, rig.Instance.Priority);
    }

    [Fact, Trait("row", "TX-09")]
    public void The_priority_of_the_owner_does_not_move()
    {
        Rig rig = Rig.Master(priority: 255);
        Assert.Equal("", rig.Do(VrrpEventKind.PriorityChanged, 100));
        Assert.Equal("advert 255", rig.Expire());
    }

    [Theory]
    [InlineData(100, 80, 120, 100)]
    [InlineData(100, 100, 120, 120)]
    [InlineData(100, 5, 50, 1)]
    [InlineData(100, 250, 150, 254)]
    [InlineData(100, 80, 255, 255)]
    [InlineData(255, 255, 100, 100)]
    public void A_reload_keeps_what_tracks_added(byte before, byte inUse, byte after, byte expected)
    {
        Rig rig = Rig.Backup(before);
        rig.Do(VrrpEventKind.PriorityChanged, inUse);
        rig.Adopt(Rig.Spec(after));
        Assert.Equal(expected, rig.Instance.Priority);
    }

    [Fact]
    public void A_reload_without_a_change_changes_nothing()
    {
        foreach (Rig rig in new[] { Rig.Backup(), Rig.Master() })
        {
            rig.Do(VrrpEventKind.PriorityChanged, 80);
            var before = rig.Everything();
            for (int i = 0; i < 3; i++) Assert.Equal("", rig.Adopt(Rig.Spec()));
            Assert.Equal(80, rig.Instance.Priority);
            Assert.Equal(before, rig.Everything());
        }
    }
}
