using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Tests.Vrrp.StateMachine;

public class AdoptTests
{
    [Fact]
    public void Another_router_is_refused_and_nothing_changes()
    {
        Rig rig = Rig.Master();
        VirtualRouterSpec before = rig.Instance.Spec;

        Assert.False(rig.TryAdopt(Rig.Spec(vrid: 52)));
        Assert.False(rig.TryAdopt(Rig.Spec(@interface: "eth1")));
        Assert.False(rig.TryAdopt(Rig.Spec(addresses: "fe80::100/64")));
        Assert.Same(before, rig.Instance.Spec);
    }

    [Fact]
    public void The_same_spec_does_nothing_in_any_state()
    {
        foreach (Rig rig in new[] { new Rig(), Rig.Backup(), Rig.Master() })
        {
            rig.Pass(100);
            var before = rig.Everything();
            Assert.Equal("", rig.Adopt(Rig.Spec()));
            Assert.Equal(before, rig.Everything());
        }
    }

    [Fact]
    public void A_master_tells_its_new_priority_at_once_and_keeps_its_schedule()
    {
        Rig rig = Rig.Master();
        rig.Pass(300);

        Assert.Equal("advert 50", rig.Adopt(Rig.Spec(priority: 50)));
        Assert.Equal(700, rig.Wait);
        Assert.Equal("advert 50", rig.Expire());
    }

    [Fact]
    public void A_master_puts_its_addresses_right_without_leaving()
    {
        Rig rig = Rig.Master();

        Assert.Equal("take, advert 100, announce", rig.Adopt(Rig.Spec(addresses: "192.0.2.80/24 192.0.2.81/24")));
        Assert.Equal("take, advert 100, announce", rig.Adopt(Rig.Spec(addresses: "192.0.2.81/24")));
        Assert.Equal("take, advert 100, announce", rig.Adopt(Rig.Spec(addresses: "192.0.2.82/24")));
        Assert.Equal("take, advert 100, announce", rig.Adopt(Rig.Spec(addresses: "192.0.2.82/32")));
        Assert.Equal(VrrpState.Master, rig.Instance.State);
    }

    [Fact]
    public void A_backup_learns_new_addresses_silently() =>
        Assert.Equal("", Rig.Backup().Adopt(Rig.Spec(addresses: "192.0.2.81/24")));

    [Fact]
    public void A_shorter_interval_holds_at_once()
    {
        Rig rig = Rig.Master();
        rig.Pass(300);

        Assert.Equal("advert 100", rig.Adopt(Rig.Spec(centiseconds: 10)));
        Assert.Equal(100, rig.Wait);
    }

    [Fact]
    public void A_longer_interval_goes_out_at_the_old_pace_until_backups_must_know_it()
    {
        Rig rig = Rig.Master();
        rig.Adopt(Rig.Spec(centiseconds: 1000));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(1000, rig.Wait);
            Assert.Equal("advert 100", rig.Expire());
        }

        Assert.Equal(10_000, rig.Wait);
    }

    [Fact]
    public void A_new_rule_does_not_begin_at_an_old_pace()
    {
        Rig rig = Rig.Master();
        rig.Adopt(Rig.Spec(centiseconds: 1000));
        rig.Hear(200, centiseconds: 1000);
        rig.Expire();

        Assert.Equal(10_000, rig.Wait);
        rig.Expire();
        Assert.Equal(10_000, rig.Wait);
    }

    [Fact]
    public void A_backup_with_a_master_moves_its_timer_by_the_skew()
    {
        Rig rig = Rig.Backup();
        rig.Hear(200);
        rig.Pass(500);

        rig.Adopt(Rig.Spec(priority: 228, centiseconds: 5));
        Assert.Equal(3000 + 109.375 - 500, rig.Wait);
    }

    [Fact]
    public void A_backup_without_a_master_moves_its_timer_to_the_new_interval()
    {
        Rig rig = Rig.Backup();
        rig.Pass(100);

        rig.Adopt(Rig.Spec(centiseconds: 10));
        Assert.Equal(300 + 60.9375 - 100, rig.Wait, 3);
    }

    [Fact]
    public void Reloads_in_a_row_do_not_put_off_a_takeover()
    {
        Rig rig = Rig.Backup();
        Instant deadline = rig.Instance.NextDeadline;
        for (int i = 0; i < 100; i++)
        {
            rig.Pass(10);
            rig.Adopt(Rig.Spec(priority: (byte)(100 + (i % 2))));
            rig.Adopt(Rig.Spec());
        }

        Assert.Equal(deadline, rig.Instance.NextDeadline);
    }

    [Fact]
    public void A_resignation_that_is_waited_for_stays_one()
    {
        Rig rig = Rig.Backup();
        rig.Hear(200);
        rig.Hear(0);

        rig.Adopt(Rig.Spec(priority: 228, centiseconds: 10));
        Assert.Equal(109.375, rig.Wait);
        Assert.EndsWith("(MasterResigned)", rig.Expire());
    }

    [Fact]
    public void Preempt_holds_from_the_next_advert()
    {
        Rig rig = Rig.Backup();
        rig.Adopt(Rig.Spec(preempt: false));
        rig.Pass(100);
        rig.Hear(50);
        Assert.Equal(3609.375, rig.Wait);

        rig.Adopt(Rig.Spec(preempt: true));
        rig.Pass(100);
        rig.Hear(50);
        Assert.Equal(3509.375, rig.Wait);
    }

    [Fact]
    public void Excluded_addresses_are_put_right_and_announced_too()
    {
        Rig rig = Rig.Master();
        VirtualRouterSpec next = Rig.Spec() with { Excluded = [new IpPrefix(IpAddress.Parse("192.0.2.90"), 24)] };

        Assert.Equal("take, advert 100, announce", rig.Adopt(next));
        Assert.Equal("", rig.Adopt(next));
        Assert.Equal("take, advert 100, announce", rig.Adopt(Rig.Spec()));
    }

    [Fact]
    public void Routes_and_rules_are_put_right_in_silence()
    {
        Rig rig = Rig.Master();
        var far = new IpPrefix(IpAddress.Parse("203.0.113.0"), 24);
        foreach (VirtualRouterSpec next in new[]
        {
            Rig.Spec() with { Routes = [new VirtualRoute(far)] },
            Rig.Spec() with { Routes = [new VirtualRoute(far) { Metric = 10 }] },
            Rig.Spec() with { Routes = [new VirtualRoute(far) { Metric = 10 }], Rules = [new VirtualRule(IpFamily.V4, 100)] },
            Rig.Spec() with { Routes = [new VirtualRoute(far) { Metric = 10 }], Rules = [new VirtualRule(IpFamily.V4, 101)] },
            Rig.Spec(),
        })
        {
            Assert.Equal("take", rig.Adopt(next));
            Assert.Equal("", rig.Adopt(next with { Routes = [.. next.Routes.Select(r => r with { })], Rules = [.. next.Rules.Select(r => r with { })] }));
        }
    }

    [Fact]
    public void What_others_hear_is_said_at_once()
    {
        VirtualRouterSpec spec = Rig.Spec();
        foreach (VirtualRouterSpec next in new[] { spec with { Version = 2 }, spec with { Checksum = ChecksumForm.Rfc9568 }, spec with { Password = "secret" } })
        {
            Rig rig = Rig.Master();
            Assert.Equal("advert 100", rig.Adopt(next));
            Assert.Equal(1000, rig.Wait);
        }
    }

    [Fact]
    public void What_concerns_this_director_alone_is_not()
    {
        VirtualRouterSpec spec = Rig.Spec();
        foreach (VirtualRouterSpec next in new[]
        {
            spec with { PreemptDelay = TimeSpan.FromSeconds(1) }, spec with { StartupDelay = TimeSpan.FromSeconds(1) }, spec with { OnlyBackup = true },
            spec with { Accept = false }, spec with { Fence = FencePolicy.Never }, spec with { Announce = new() { Repeat = 1 } },
            spec with { Profile = VrrpProfile.Strict }, spec with { PutBack = false },
        })
        {
            foreach (Rig rig in new[] { new Rig(), Rig.Backup(), Rig.Master() })
            {
                var before = rig.Everything();
                Assert.Equal("", rig.Adopt(next));
                Assert.Equal(before, rig.Everything());
                Assert.Same(next, rig.Instance.Spec);
            }
        }
    }

    [Fact]
    public void A_backup_that_changes_its_version_has_the_timers_of_the_new_one()
    {
        Rig rig = Rig.Backup(centiseconds: 1000);
        rig.Pass(1000);
        rig.Adopt(Rig.Spec(centiseconds: 1000) with { Version = 2 });
        Assert.Equal(30_000 + 609.375 - 1000, rig.Wait);
    }
}
