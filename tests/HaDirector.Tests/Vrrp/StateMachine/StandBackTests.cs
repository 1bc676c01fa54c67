using HaDirector.Vrrp;

namespace HaDirector.Tests.Vrrp.StateMachine;

/// <summary>A master that is made to give way: by its sync group, or because somebody took an address off.</summary>
public class StandBackTests
{
    [Theory]
    [InlineData(VrrpEventKind.GroupDemoted, "GroupDemoted")]
    [InlineData(VrrpEventKind.Yield, "Yielded")]
    public void It_resigns(VrrpEventKind why, string reason)
    {
        Rig rig = Rig.Master(priority: 200);
        Assert.Equal($"advert 0, drop, Master to Backup ({reason})", rig.Do(why));
        Assert.Equal(3218.75, rig.Wait);
    }

    [Fact]
    public void Who_yielded_follows_whoever_takes_over_also_of_lower_priority()
    {
        Rig rig = Rig.Master(priority: 200);
        rig.Do(VrrpEventKind.Yield);
        for (int i = 0; i < 3; i++)
        {
            rig.Pass(1000);
            rig.Hear(100);
            Assert.Equal(3218.75, rig.Wait);
            Assert.Equal("", rig.Adopt(Rig.Spec(200)));
        }
    }

    [Fact]
    public void Who_was_demoted_by_its_group_preempts_as_ever()
    {
        Rig rig = Rig.Master(priority: 200);
        rig.Do(VrrpEventKind.GroupDemoted);
        rig.Pass(1000);
        rig.Hear(100);
        Assert.Equal(2218.75, rig.Wait);
    }

    [Fact]
    public void When_nobody_is_there_it_takes_the_role_and_preempts_as_ever_from_then_on()
    {
        Rig rig = Rig.Master(priority: 200);
        rig.Do(VrrpEventKind.Yield);
        Assert.EndsWith("Backup to Master (MasterDown)", rig.Expire());
        rig.Hear(201);
        rig.Pass(1000);
        double wait = rig.Wait;
        rig.Hear(100);
        Assert.Equal(wait, rig.Wait);
    }

    [Theory]
    [InlineData(VrrpEventKind.GroupDemoted)]
    [InlineData(VrrpEventKind.Yield)]
    public void Only_a_master_can(VrrpEventKind why)
    {
        foreach (Rig rig in new[] { new Rig(), Rig.Backup() })
        {
            var before = rig.Everything();
            Assert.Equal("", rig.Do(why));
            Assert.Equal(before, rig.Everything());
        }
    }

    [Fact]
    public void A_group_makes_a_backup_master_whoever_is()
    {
        Rig rig = Rig.Backup();
        rig.Hear(200);
        Assert.Equal("take, advert 100, announce, Backup to Master (GroupPromoted)", rig.Do(VrrpEventKind.GroupPromoted));
        Assert.Equal("", rig.Do(VrrpEventKind.GroupPromoted));
        rig.Unusable();
        Assert.Equal("", rig.Do(VrrpEventKind.GroupPromoted));
        Assert.Equal("", new Rig().Do(VrrpEventKind.GroupPromoted));
    }

    [Fact]
    public void A_master_has_forgotten_the_interval_of_the_one_before()
    {
        Rig rig = Rig.Backup();
        rig.Hear(200, centiseconds: 4000);
        Assert.Equal("take, advert 100, announce, Backup to Master (MasterDown)", rig.Expire());
        Assert.Equal(1000, rig.Wait);
        Assert.Equal(3609.375, rig.Instance.MasterDownInterval.TotalMilliseconds);
        rig.Do(VrrpEventKind.Yield);
        Assert.Equal(3609.375, rig.Wait);
    }
}
