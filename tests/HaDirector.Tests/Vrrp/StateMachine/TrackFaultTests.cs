using HaDirector.Vrrp;

namespace HaDirector.Tests.Vrrp.StateMachine;

/// <summary>Fault by tracks, beside fault by the interface.</summary>
public class TrackFaultTests
{
    [Fact]
    public void A_master_resigns()
    {
        Rig rig = Rig.Master();
        Assert.Equal("advert 0, drop, Master to Fault (TrackDown)", rig.Do(VrrpEventKind.TrackDown));
        Assert.True(rig.Instance.TracksDown);
        Assert.Equal("", rig.Do(VrrpEventKind.TrackDown));
        rig.Pass(60_000);
        Assert.Equal("", rig.TimeReached());
        Assert.Equal("", rig.Hear(0));
        Assert.Equal("Fault to Backup (TrackUp)", rig.Do(VrrpEventKind.TrackUp));
    }

    [Fact]
    public void A_backup_takes_no_part()
    {
        Rig rig = Rig.Backup();
        Assert.Equal("Backup to Fault (TrackDown)", rig.Do(VrrpEventKind.TrackDown));
        Assert.Equal(HaDirector.Model.Instant.Never, rig.Instance.NextDeadline);
    }

    [Fact]
    public void Both_must_be_well_again_in_whatever_order()
    {
        Rig rig = Rig.Master();
        rig.Do(VrrpEventKind.TrackDown);
        Assert.Equal("", rig.Unusable());
        Assert.Equal("", rig.Do(VrrpEventKind.TrackUp));
        Assert.Equal("Fault to Backup (InterfaceUsable)", rig.UsableAs(Rig.Own));

        rig.Unusable();
        rig.Do(VrrpEventKind.TrackDown);
        Assert.Equal("", rig.UsableAs(Rig.Own));
        Assert.Equal("Fault to Backup (TrackUp)", rig.Do(VrrpEventKind.TrackUp));
    }

    [Fact]
    public void What_is_down_at_the_start_counts()
    {
        var rig = new Rig();
        Assert.Equal("", rig.Do(VrrpEventKind.TrackDown));
        Assert.Equal("Initialize to Fault (TrackDown)", rig.Startup());
        Assert.Equal("Fault to Backup (TrackUp)", rig.Do(VrrpEventKind.TrackUp));
    }

    [Fact]
    public void The_owner_is_master_again_at_once()
    {
        Rig rig = Rig.Master(priority: 255);
        rig.Do(VrrpEventKind.TrackDown);
        Assert.Equal("take, advert 255, announce, Fault to Master (AddressOwner)", rig.Do(VrrpEventKind.TrackUp));
    }

    [Fact]
    public void A_reload_does_not_heal()
    {
        Rig rig = Rig.Master();
        rig.Do(VrrpEventKind.TrackDown);
        Assert.Equal("", rig.Adopt(Rig.Spec(120)));
        Assert.Equal(VrrpState.Fault, rig.Instance.State);
        Assert.True(rig.Instance.TracksDown);
    }

    [Fact]
    public void Up_that_was_never_down_is_no_news()
    {
        Rig rig = Rig.Backup();
        var before = rig.Everything();
        Assert.Equal("", rig.Do(VrrpEventKind.TrackUp));
        Assert.Equal(before, rig.Everything());
    }
}
