using HaDirector.Model;
using HaDirector.Tests.Vrrp.StateMachine;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Wire;

namespace HaDirector.Tests.Vrrp.Wire;

public class UnicastTests
{
    private const string Us = "192.0.2.11";
    private const string Peer = "192.0.2.12";

    private static VirtualRouterSpec Spec(params UnicastPeer[] peers) => Rig.Spec(100) with { Peers = peers };

    private static UnicastPeer From(string address, byte min = 255, byte max = 255) => new(IpAddress.Parse(address), min, max);

    [Fact]
    public void The_checksum_is_made_for_the_destination() =>
        Assert.Equal(
            Convert.ToHexString(Sent.Bytes("31 33 96 02 00 0A 2F 85 C0 00 02 50 C0 00 02 51")),
            Sent.By(Rig.Spec(150, 10, addresses: "192.0.2.80/24 192.0.2.81/24"), Us, to: Peer).Hex);

    [Fact]
    public void A_peer_is_heard_and_a_stranger_is_not()
    {
        VirtualRouterSpec spec = Spec(From("192.0.2.13"), From(Peer));
        Assert.Equal(DropReason.None, Sent.By(Rig.Spec(150), Peer, to: Us).At(spec));
        Assert.Equal(DropReason.UnknownPeer, Sent.By(Rig.Spec(150), "192.0.2.14", to: Us).At(spec));
        Assert.Equal(DropReason.None, Sent.By(Rig.Spec(150), "192.0.2.14", to: Us).At(spec with { CheckSource = false }));
    }

    [Theory, Trait("row", "SE-01")]
    [InlineData(255, 255, 255, DropReason.None)]
    [InlineData(255, 255, 254, DropReason.TimeToLive)]
    [InlineData(250, 255, 250, DropReason.None)]
    [InlineData(250, 255, 249, DropReason.TimeToLive)]
    [InlineData(60, 64, 65, DropReason.TimeToLive)]
    [InlineData(60, 64, 64, DropReason.None)]
    [InlineData(0, 255, 0, DropReason.None)]
    public void The_hop_limit_must_be_in_the_window_of_the_peer(byte min, byte max, byte hopLimit, DropReason reason)
    {
        Sent sent = Sent.By(Rig.Spec(150), Peer, to: Us) with { HopLimit = hopLimit };
        Assert.Equal(reason, sent.At(Spec(From(Peer, min, max))));
        Assert.Equal(reason, sent.At(Spec(From("192.0.2.13", min, max)) with { CheckSource = false }));
        Assert.Equal(reason, sent.At(Spec(From("192.0.2.13", 0, 255), From(Peer, min, max))));
    }

    [Fact]
    public void Who_expects_unicast_does_not_hear_the_group_and_the_other_way_round()
    {
        Assert.Equal(DropReason.Destination, Sent.By(Rig.Spec(150), Peer).At(Spec(From(Peer))));
        Assert.Equal(DropReason.Destination, Sent.By(Rig.Spec(150), Peer, to: Us).At(Rig.Spec(100)));
    }

    [Fact]
    public void Over_IPv6_all_the_same()
    {
        VirtualRouterSpec spec = Rig.Spec(100, addresses: "fe80::100/64") with { Peers = [From("2001:db8::12", 60, 64)] };
        Sent sent = Sent.By(spec, "2001:db8::12", 150, to: "2001:db8::11") with { HopLimit = 62 };
        Assert.Equal(DropReason.None, sent.At(spec));
        Assert.Equal(DropReason.TimeToLive, (sent with { HopLimit = 59 }).At(spec));
    }

    [Fact, Trait("row", "RX-22")]
    public void Our_own_advert_is_none_even_when_we_are_listed_as_a_peer()
    {
        Rig rig = new(Spec(From(Us)));
        Assert.Equal(DropReason.OwnPacket, Sent.By(Rig.Spec(150), Us, to: Us).At(rig.Instance));
    }
}
