using HaDirector.Tests.Vrrp.StateMachine;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Wire;

namespace HaDirector.Tests.Vrrp.Wire;

public class ReceptionTests
{
    [Fact, Trait("row", "RX-07")]
    public void A_packet_of_another_router_is_refused() => Assert.Equal(DropReason.UnknownRouter, Admission(new Rig(Rig.Spec(vrid: 52)).Instance));

    [Fact, Trait("row", "RX-22")]
    public void Our_own_packet_is_refused()
    {
        Rig rig = new();
        rig.UsableAs(Packets.Source);
        Assert.Equal(DropReason.OwnPacket, Admission(rig.Instance));
    }

    [Fact]
    public void The_packet_of_a_peer_is_admitted() => Assert.Equal(DropReason.None, Admission(new Rig().Instance));

    [Fact, Trait("row", "RX-12")]
    public void Another_interval_is_remarked_and_not_refused()
    {
        Assert.Equal(AdvertRemarks.IntervalDiffers, Remarks(Packets.Good(priority: 150, centiseconds: 11, addresses: "192.0.2.80/24")));
        Assert.Equal(AdvertRemarks.None, Remarks(Packets.Good(priority: 150, addresses: "192.0.2.80/24")));
    }

    [Fact, Trait("row", "CM-03")]
    public void An_equal_priority_is_remarked() =>
        Assert.Equal(AdvertRemarks.EqualPriority, Remarks(Packets.Good(priority: 100, addresses: "192.0.2.80/24")));

    [Theory, Trait("row", "RX-18")]
    [InlineData("192.0.2.80/24", "192.0.2.80/32", AdvertRemarks.None)]
    [InlineData("192.0.2.80/24", "192.0.2.81/24", AdvertRemarks.AddressListDiffers)]
    [InlineData("192.0.2.80/24", "192.0.2.80/24 192.0.2.81/24", AdvertRemarks.AddressListDiffers)]
    [InlineData("192.0.2.80/24 192.0.2.81/24", "192.0.2.80/24", AdvertRemarks.AddressListDiffers)]
    [InlineData("192.0.2.80/24 192.0.2.81/24", "192.0.2.81/24 192.0.2.80/24", AdvertRemarks.None)]
    [InlineData("192.0.2.80/24 192.0.2.81/24", "192.0.2.80/24 192.0.2.82/24", AdvertRemarks.AddressListDiffers)]
    public void Another_list_of_addresses_is_remarked_another_order_is_not(string ours, string theirs, AdvertRemarks remarks) =>
        Assert.Equal(remarks, Remarks(Packets.Good(priority: 150, addresses: theirs), ours));

    [Fact]
    public void The_interval_and_priority_of_a_resignation_mean_nothing() =>
        Assert.Equal(AdvertRemarks.None, Remarks(Packets.Good(priority: 0, centiseconds: 11, addresses: "192.0.2.80/24")));

    [Fact, Trait("row", "CM-01"), Trait("row", "RX-09")]
    public void A_second_owner_is_remarked()
    {
        Rig owner = Rig.Master(priority: 255), other = Rig.Backup();
        Assert.Equal(DropReason.None, Sent.By(Rig.Spec(255), "192.0.2.12").At(owner.Instance, out AdvertRemarks remarks));
        Assert.Equal(AdvertRemarks.SecondOwner | AdvertRemarks.SecondMaster | AdvertRemarks.EqualPriority, remarks);
        Sent.By(Rig.Spec(255), "192.0.2.12").At(other.Instance, out remarks);
        Assert.Equal(AdvertRemarks.None, remarks);
    }

    [Fact]
    public void A_second_master_is_remarked()
    {
        Sent.By(Rig.Spec(90), "192.0.2.12").At(Rig.Master().Instance, out AdvertRemarks remarks);
        Assert.Equal(AdvertRemarks.SecondMaster, remarks);
        Sent.By(Rig.Spec(90), "192.0.2.12").At(Rig.Backup().Instance, out remarks);
        Assert.Equal(AdvertRemarks.None, remarks);
        Sent.By(Rig.Spec(90), "192.0.2.12", priority: 0).At(Rig.Master().Instance, out remarks);
        Assert.Equal(AdvertRemarks.None, remarks);
    }

    [Fact, Trait("row", "SM-21")]
    public void A_step_of_the_wall_clock_moves_nothing()
    {
        Rig rig = Rig.Backup();
        var before = rig.Everything();
        foreach (double hours in new[] { 0, 1, -1, 24 * 365 })
        {
            Sent sent = Sent.By(Rig.Spec(150), "192.0.2.12", at: Sent.Now + TimeSpan.FromHours(hours));
            Assert.Equal(DropReason.None, sent.At(rig.Instance, Sent.Now - TimeSpan.FromHours(hours)));
            Assert.Equal(before, rig.Everything());
        }
    }

    private static DropReason Admission(VrrpInstance instance)
    {
        Assert.True(VrrpPacket.TryParse(Packets.Good(), out VrrpPacket packet, out _));
        bool admitted = instance.Admits(packet, default, out DropReason reason);
        Assert.Equal(reason == DropReason.None, admitted);
        return reason;
    }

    private static AdvertRemarks Remarks(byte[] bytes, string ours = "192.0.2.80/24")
    {
        var instance = new Rig(Rig.Spec(priority: 100, centiseconds: 10, addresses: ours)).Instance;
        Assert.True(VrrpPacket.TryParse(bytes, out VrrpPacket packet, out _));
        Assert.True(instance.Admits(packet, default, out _));
        return instance.RemarksOn(packet);
    }
}
