using HaDirector.Vrrp;

namespace HaDirector.Tests.Vrrp.StateMachine;

/// <summary>In the strict profile the machine does what the sentences of RFC 9568 say, and nothing else.</summary>
public class StrictProfileTests
{
    private static VirtualRouterSpec Spec(byte priority = 100) => Rig.Spec(priority) with { Profile = VrrpProfile.Strict, OnlyBackup = true };

    [Fact, Trait("row", "SM-12"), Trait("row", "SM-13")]
    public void Who_yields_says_no_more()
    {
        Assert.Equal("drop, Master to Backup (Outranked)", Rig.Master(Spec()).Hear(101));
        Assert.Equal("drop, Master to Backup (Outranked)", Rig.Master(Spec()).Hear(100, Rig.Greater));
    }

    [Fact, Trait("row", "SM-06")]
    public void A_lesser_master_is_followed_though_a_greater_one_was_heard_just_now()
    {
        Assert.Equal((2, 3609.375), Follows(Rig.Backup(Spec())));
        Assert.Equal((1, 3108.375), Follows(Rig.Backup(Spec() with { Profile = VrrpProfile.Director })));

        // Whom it follows after the greater one spoke and then the lesser one, and how long it waits in milliseconds.
        static (int, double) Follows(Rig rig)
        {
            rig.Hear(202, Rig.Greater);
            rig.Pass(501);
            rig.Hear(201);
            return (rig.Instance.MasterHeard.Sender == Rig.Smaller ? 2 : 1, rig.Wait);
        }
    }

    [Fact, Trait("row", "SM-05")]
    public void The_only_backup_waits_its_skew_time_all_the_same()
    {
        Rig rig = Rig.Backup(Spec());
        rig.Hear(200);
        Assert.Equal("", rig.Hear(0));
        Assert.Equal(609.375, rig.Wait);
    }

    [Fact, Trait("row", "SM-11")]
    public void Each_resignation_is_answered()
    {
        Rig rig = Rig.Master(Spec());
        for (int i = 0; i < 100; i++)
        {
            rig.Pass(1);
            Assert.Equal("advert 100", rig.Hear(0));
            Assert.Equal(1000, rig.Wait);
        }
    }

    [Fact, Trait("row", "SM-15")]
    public void A_weaker_master_is_answered_with_the_cap() => AssertOneAnswer(Rig.Master(Spec()));

    [Fact, Trait("row", "SM-04"), Trait("row", "SM-15")]
    public void Who_stood_still_goes_on_by_its_timers()
    {
        Assert.EndsWith("Backup to Master (MasterDown)", Rig.Backup(Spec()).Expire(lateMilliseconds: 60_000));
        Rig master = Rig.Master(Spec());
        master.Pass(60_000);
        Assert.Equal("advert 100, announce", master.Hear(99));
    }

    [Fact, Trait("row", "SM-02")]
    public void A_router_never_starts_as_master()
    {
        Assert.Equal("Initialize to Backup (Startup)", new Rig(Spec()).Do(VrrpEventKind.Resume));
        Assert.Equal("Initialize to Backup (Startup)", new Rig(Spec(254)).Startup());
    }

    private static void AssertOneAnswer(Rig rig)
    {
        Assert.Equal("advert 100, announce", rig.Hear(99));
        rig.Pass(999);
        Assert.Equal("", rig.Hear(99));
        rig.Pass(1);
        Assert.Equal("advert 100, announce", rig.Hear(99));
    }
}
