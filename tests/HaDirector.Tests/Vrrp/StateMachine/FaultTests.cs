using HaDirector.Model;

namespace HaDirector.Tests.Vrrp.StateMachine;

public class FaultTests
{
    [Fact]
    public void Without_an_address_a_router_starts_in_fault_and_waits()
    {
        var rig = new Rig();
        rig.Unusable();

        Assert.Equal("Initialize to Fault (InterfaceUnusable)", rig.Startup());
        Assert.Equal(Instant.Never, rig.Instance.NextDeadline);
        rig.Pass(60_000);
        Assert.Equal("", rig.TimeReached());
        Assert.Equal("", rig.Hear(0));
        Assert.Equal("", rig.Hear(50));
    }

    [Theory]
    [InlineData(100, "Fault to Backup (InterfaceUsable)")]
    [InlineData(255, "take, advert 255, announce, Fault to Master (AddressOwner)")]
    public void A_router_comes_out_of_fault_as_if_it_started(byte priority, string done)
    {
        var rig = new Rig(Rig.Spec(priority));
        rig.Unusable();
        rig.Startup();

        Assert.Equal(done, rig.UsableAs(Rig.Own));
    }

    [Fact]
    public void A_master_that_loses_its_interface_resigns_and_drops()
    {
        Rig rig = Rig.Master();

        Assert.Equal("advert 0, drop, Master to Fault (InterfaceUnusable)", rig.Unusable());
        Assert.False(rig.Instance.PrimaryAddress.IsSet);
        Assert.Equal("", rig.Unusable());
    }

    [Fact]
    public void A_backup_that_loses_its_interface_is_in_fault_and_forgets_the_master()
    {
        Rig rig = Rig.Backup();
        rig.Hear(200, centiseconds: 4000);

        Assert.Equal("Backup to Fault (InterfaceUnusable)", rig.Unusable());
        rig.UsableAs(Rig.Own);
        Assert.Equal(3609.375, rig.Wait);
    }

    [Fact]
    public void Usable_without_an_address_is_unusable() =>
        Assert.Equal("Backup to Fault (InterfaceUnusable)", Rig.Backup().UsableAs(default));

    [Fact]
    public void Fault_can_be_stopped()
    {
        Rig rig = Rig.Backup();
        rig.Unusable();

        Assert.Equal("Fault to Initialize (Shutdown)", rig.Shutdown());
    }

    [Fact]
    public void A_new_primary_address_moves_nothing_but_the_tie()
    {
        Rig rig = Rig.Master();
        rig.Pass(10);
        Instant deadline = rig.Instance.NextDeadline;

        Assert.Equal("", rig.UsableAs(Rig.Greater));
        Assert.Equal(Rig.Greater, rig.Instance.PrimaryAddress);
        Assert.Equal(deadline, rig.Instance.NextDeadline);
        Assert.Equal("advert 100, announce", rig.Hear(100, Rig.Own));
    }
}
