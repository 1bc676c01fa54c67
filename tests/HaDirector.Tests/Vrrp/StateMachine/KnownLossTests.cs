using HaDirector.Vrrp;

namespace HaDirector.Tests.Vrrp.StateMachine;

/// <summary>A backup that is told that the master is gone: by the master itself, or by BFD.</summary>
public class KnownLossTests
{
    private static Rig Only(byte priority = 100) => Rig.Backup(Rig.Spec(priority) with { OnlyBackup = true });

    [Fact]
    public void The_only_backup_acts_on_a_resignation_at_once()
    {
        Rig rig = Only();
        rig.Hear(200);
        Assert.Equal("take, advert 100, announce, Backup to Master (MasterResigned)", rig.Hear(0));
    }

    [Fact]
    public void But_not_on_that_of_a_third()
    {
        Rig rig = Only();
        rig.Hear(200);
        Assert.Equal("", rig.Hear(0, Rig.Greater));
        Assert.Equal(609.375, rig.Wait);
        rig.Hear(200);
        Assert.Equal(3609.375, rig.Wait);
    }

    [Fact]
    public void Also_when_it_preempts_the_one_who_leaves()
    {
        Rig rig = Only();
        rig.Hear(50);
        Assert.EndsWith("Backup to Master (MasterResigned)", rig.Hear(0));
    }

    [Fact]
    public void The_only_backup_acts_on_a_lost_peer_at_once()
    {
        Rig rig = Only();
        rig.Hear(200);
        Assert.Equal("take, advert 100, announce, Backup to Master (PeerLost)", rig.Do(VrrpEventKind.PeerLost, sender: Rig.Smaller));
    }

    [Fact]
    public void One_of_several_backups_waits_its_skew_time()
    {
        Rig rig = Rig.Backup();
        rig.Hear(200);
        rig.Pass(100);
        Assert.Equal("", rig.Do(VrrpEventKind.PeerLost, sender: Rig.Smaller));
        Assert.Equal(609.375, rig.Wait);
        Assert.EndsWith("Backup to Master (PeerLost)", rig.Expire());
    }

    [Fact]
    public void A_lost_peer_that_is_heard_again_is_followed_again()
    {
        Rig rig = Rig.Backup();
        rig.Hear(200);
        rig.Do(VrrpEventKind.PeerLost, sender: Rig.Smaller);
        rig.Hear(200);
        Assert.Equal(3609.375, rig.Wait);
        Assert.EndsWith("(MasterDown)", rig.Expire());
    }

    [Fact]
    public void Losing_somebody_who_is_not_the_master_means_nothing()
    {
        Rig rig = Only();
        var before = rig.Everything();
        Assert.Equal("", rig.Do(VrrpEventKind.PeerLost, sender: Rig.Smaller));
        Assert.Equal("", rig.Do(VrrpEventKind.PeerLost));
        Assert.Equal(before, rig.Everything());
        rig.Hear(200);
        before = rig.Everything();
        Assert.Equal("", rig.Do(VrrpEventKind.PeerLost, sender: Rig.Greater));
        Assert.Equal(before, rig.Everything());
        Assert.Equal("", Rig.Master().Do(VrrpEventKind.PeerLost, sender: Rig.Smaller));
    }
}
