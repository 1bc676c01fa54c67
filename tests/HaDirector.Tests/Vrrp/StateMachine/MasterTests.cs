using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Tests.Vrrp.StateMachine;

public class MasterTests
{
    [Fact, Trait("row", "SM-09")]
    public void Shutdown_resigns_before_the_addresses_go()
    {
        Rig rig = Rig.Master();

        Assert.Equal("advert 0, drop, Master to Initialize (Shutdown)", rig.Shutdown());
        Assert.Equal(Instant.Never, rig.Instance.NextDeadline);
        rig.Pass(10_000);
        Assert.Equal("", rig.TimeReached());
    }

    [Fact, Trait("row", "SM-10")]
    public void Lateness_never_moves_the_schedule()
    {
        Rig rig = Rig.Master(centiseconds: 10);
        Instant first = rig.Instance.NextDeadline;
        for (int i = 0; i < 1000; i++) Assert.Equal("advert 100", rig.Expire(lateMilliseconds: i % 100));

        Assert.Equal(first + TimeSpan.FromMilliseconds(100 * 1000), rig.Instance.NextDeadline);
    }

    [Fact, Trait("row", "SM-10")]
    public void Who_is_late_by_an_interval_begins_a_new_schedule_and_sends_no_burst()
    {
        Rig rig = Rig.Master(centiseconds: 10);

        Assert.Equal("advert 100", rig.Expire(lateMilliseconds: 350));
        Assert.Equal(100, rig.Wait);
        Assert.Equal("", rig.TimeReached());
    }

    [Fact, Trait("row", "SM-11")]
    public void A_resignation_is_answered_and_the_timer_begins_anew()
    {
        Rig rig = Rig.Master();
        rig.Pass(400);

        Assert.Equal("advert 100", rig.Hear(0));
        Assert.Equal(1000, rig.Wait);
        Assert.Equal(VrrpState.Master, rig.Instance.State);
    }

    [Theory, Trait("row", "SM-22")]
    [InlineData(1999, "advert 100, announce")]
    [InlineData(2000, "drop, Master to Backup (Superseded)")]
    public void Who_stood_still_for_three_intervals_does_not_speak_up_against_the_weaker_master_that_took_over(int late, string expected)
    {
        Rig rig = Rig.Master();
        rig.Pass(1000 + late);

        Assert.Equal(expected, rig.Hear(90, Rig.Smaller));
    }

    [Fact, Trait("row", "SM-22")]
    public void Whom_bfd_presumed_dead_gives_way_to_what_it_missed_and_to_nothing_later()
    {
        Rig rig = Rig.Master();
        rig.Pass(400);
        rig.Instance.NoteStill(rig.Now);
        rig.Pass(1);
        Assert.Equal("advert 100, announce", rig.Hear(90, Rig.Smaller));

        rig.Pass(300);
        rig.Instance.NoteStill(rig.Now);
        Assert.Equal("drop, Master to Backup (Superseded)", rig.Hear(90, Rig.Smaller));
    }

    [Theory, Trait("row", "SM-12"), Trait("row", "SM-16")]
    [InlineData(true)]
    [InlineData(false)]
    public void A_greater_priority_ends_our_rule_whatever_preempt_says(bool preempt)
    {
        Rig rig = Rig.Master(preempt: preempt);
        rig.Pass(400);

        Assert.Equal("advert 100, drop, Master to Backup (Outranked)", rig.Hear(101, Rig.Smaller, centiseconds: 10));
        Assert.Equal(300 + 60.9375, rig.Wait, 3);
        Assert.Equal(Rig.Smaller, rig.Instance.MasterHeard.Sender);
    }

    [Fact, Trait("row", "SM-13")]
    public void On_a_tie_the_greater_address_wins()
    {
        Assert.Equal("advert 100, drop, Master to Backup (Outranked)", Rig.Master().Hear(100, Rig.Greater));
        Assert.Equal("advert 100, announce", Rig.Master().Hear(100, Rig.Smaller));
    }

    [Theory, Trait("row", "SM-13")]
    [InlineData("10.0.0.255", "10.0.1.0")] // Not by the last byte: network order.
    [InlineData("1.0.0.1", "200.0.0.1")]   // Not signed.
    [InlineData("127.255.255.255", "128.0.0.0")]
    public void Addresses_are_compared_as_unsigned_numbers_in_network_order(string smaller, string greater)
    {
        Rig rig = Rig.Master();
        rig.UsableAs(IpAddress.Parse(smaller));
        Assert.Equal("advert 100, drop, Master to Backup (Outranked)", rig.Hear(100, IpAddress.Parse(greater)));

        rig = Rig.Master();
        rig.UsableAs(IpAddress.Parse(greater));
        Assert.Equal("advert 100, announce", rig.Hear(100, IpAddress.Parse(smaller)));
    }

    [Fact, Trait("row", "RX-09")]
    public void Of_two_owners_one_steps_back()
    {
        Assert.Equal("advert 255, drop, Master to Backup (Outranked)", Rig.Master(priority: 255).Hear(255, Rig.Greater));
        Assert.Equal("advert 255, announce", Rig.Master(priority: 255).Hear(255, Rig.Smaller));
    }

    [Theory, Trait("row", "SM-15"), Trait("row", "SM-16")]
    [InlineData(true)]
    [InlineData(false)]
    public void A_weaker_master_is_answered_at_once_and_the_schedule_stays(bool preempt)
    {
        Rig rig = Rig.Master(preempt: preempt);
        rig.Pass(400);

        Assert.Equal("advert 100, announce", rig.Hear(99));
        Assert.Equal(600, rig.Wait);
    }

    [Theory, Trait("row", "SM-15")]
    [InlineData(0, 10, 100)]
    [InlineData(99, 10, 100)]
    [InlineData(99, 4000, 1000)]
    [InlineData(0, 4000, 1000)]
    public void A_flood_gets_one_answer_in_an_interval_and_in_a_second_at_most(byte priority, int centiseconds, int gapMilliseconds)
    {
        Rig rig = Rig.Master(centiseconds: centiseconds);
        int answers = 0;
        for (int i = 0; i < 10_000; i++)
        {
            if (rig.Hear(priority).Length > 0) answers++;
            rig.Pass(0.5);
            if (rig.Wait <= 0) rig.TimeReached(); // who never advertises stood still
        }

        Assert.Equal(5000 / gapMilliseconds, answers);
    }

    [Fact, Trait("row", "SM-15")]
    public void A_flood_does_not_stop_the_scheduled_adverts()
    {
        Rig rig = Rig.Master(centiseconds: 10);
        int scheduled = 0;
        for (int i = 0; i < 10_000; i++)
        {
            rig.Hear(99);
            if (rig.TimeReached().Length > 0) scheduled++;
            rig.Pass(0.5);
        }

        Assert.Equal(49, scheduled);
    }

    [Fact, Trait("row", "SM-15")]
    public void Losing_and_winning_the_rule_again_does_not_buy_more_answers()
    {
        Rig rig = Rig.Master(priority: 254);
        Assert.Equal("advert 254, announce", rig.Hear(99));
        rig.Hear(255);
        rig.Hear(0);
        rig.Expire();
        Assert.Equal(VrrpState.Master, rig.Instance.State);

        Assert.Equal("", rig.Hear(99));
    }

    [Fact]
    public void A_master_follows_nobody()
    {
        Rig rig = Rig.Backup();
        rig.Hear(200);
        rig.Expire();

        Assert.False(rig.Instance.MasterHeard.Sender.IsSet);
    }

    [Fact, Trait("row", "RX-22")]
    public void Our_own_advert_does_not_outrank_us()
    {
        Rig rig = Rig.Master();
        var before = rig.Everything();

        Assert.Equal("", rig.Hear(255, Rig.Own));
        Assert.Equal("", rig.Hear(255, vrid: 52));
        Assert.Equal(before, rig.Everything());
    }

    [Fact, Trait("row", "SM-23")]
    public void Taking_the_role_from_a_living_master_is_counted()
    {
        Rig rig = Rig.Backup(centiseconds: 1);
        for (int i = 1; i <= 3; i++)
        {
            rig.Expire();
            rig.Pass(1);
            rig.Hear(200, centiseconds: 1);
            Assert.Equal(i, rig.Instance.FalseTakeovers);
        }
    }

    [Fact, Trait("row", "SM-23")]
    public void Giving_way_to_one_who_came_later_is_not()
    {
        Rig late = Rig.Master();
        late.Pass(3610);
        late.Hear(200);
        Assert.Equal(0, late.Instance.FalseTakeovers);

        Rig resigned = Rig.Backup();
        resigned.Hear(200);
        resigned.Hear(0);
        resigned.Expire();
        resigned.Hear(200);
        Assert.Equal(0, resigned.Instance.FalseTakeovers);
    }
}
