using HaDirector.Vrrp;

namespace HaDirector.Tests.Vrrp.StateMachine;

/// <summary>Where version 2 (RFC 3768) differs.</summary>
public class Version2MachineTests
{
    private static VirtualRouterSpec Spec(byte priority = 100, int seconds = 1, VrrpProfile profile = VrrpProfile.Director) =>
        Rig.Spec(priority, seconds * 100) with { Version = 2, Profile = profile };

    [Theory, Trait("row", "SM-18")]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(255)]
    public void The_skew_is_a_part_of_a_second_whatever_the_interval(int seconds)
    {
        for (int priority = 1; priority <= 255; priority++)
        {
            decimal skew = Math.Floor(10_000_000m * (256 - priority) / 256m);
            Assert.Equal((long)skew, VrrpTimers.SkewTime(2, (byte)priority, new(seconds * 100)).Ticks);
            Assert.Equal((seconds * 30_000_000L) + (long)skew, VrrpTimers.MasterDownInterval(2, (byte)priority, new(seconds * 100)).Ticks);
        }
    }

    [Fact, Trait("row", "SM-02"), Trait("row", "SM-05")]
    public void Timers_of_a_backup()
    {
        Rig rig = Rig.Backup(Spec(seconds: 10));
        Assert.Equal(30_000 + 609.375, rig.Wait);
        rig.Hear(0);
        Assert.Equal(609.375, rig.Wait);
    }

    [Fact, Trait("row", "SM-06")]
    public void The_interval_of_the_master_is_not_adopted()
    {
        Rig rig = Rig.Backup(Spec());
        rig.Hear(200, centiseconds: 1000);
        Assert.Equal(3609.375, rig.Wait);
    }

    [Fact, Trait("row", "SM-12")]
    public void Nor_is_it_when_a_master_yields()
    {
        Rig rig = Rig.Master(Spec());
        rig.Hear(200, centiseconds: 1000);
        Assert.Equal(3609.375, rig.Wait);
    }

    [Fact, Trait("row", "SM-14")]
    public void A_weaker_master_gets_no_answer()
    {
        Rig strict = Rig.Master(Spec(profile: VrrpProfile.Strict));
        Assert.Equal("", strict.Hear(99));
        Assert.Equal(1000, strict.Wait);

        // Neighbours must learn the right path again, which no sentence forbids.
        Assert.Equal("announce", Rig.Master(Spec()).Hear(99));
    }

    [Fact, Trait("row", "SM-14")]
    public void A_flood_of_weaker_adverts_makes_one_announcement_a_second()
    {
        Rig rig = Rig.Master(Spec(seconds: 10));
        int announced = 0;
        for (int i = 0; i < 5000; i++)
        {
            if (rig.Hear(99).Length > 0) announced++;
            rig.Pass(1);
        }

        Assert.Equal(5, announced);
    }

    [Fact, Trait("row", "SM-09"), Trait("row", "SM-11"), Trait("row", "SM-13")]
    public void The_rest_is_as_in_version_3()
    {
        Assert.Equal("advert 0, drop, Master to Initialize (Shutdown)", Rig.Master(Spec()).Shutdown());
        Assert.Equal("advert 100", Rig.Master(Spec()).Hear(0));
        Assert.Equal("advert 100, drop, Master to Backup (Outranked)", Rig.Master(Spec()).Hear(100, Rig.Greater));
    }
}
