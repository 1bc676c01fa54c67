using HaDirector.Model;
using HaDirector.Tests.Vrrp.StateMachine;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Wire;

namespace HaDirector.Tests.Vrrp.Wire;

/// <summary>Version 3 over IPv6. The golden bytes were worked out by another program.</summary>
public class Ipv6PacketTests
{
    private const string Peer = "fe80::11";
    private const string Two = "fe80::100/64 2001:db8::80/64";
    private const string Fields = "31 33 96 02 00 0A";
    private const string Addresses = "FE 80 00 00 00 00 00 00 00 00 00 00 00 00 01 00 20 01 0D B8 00 00 00 00 00 00 00 00 00 00 00 80";

    private static VirtualRouterSpec Spec(byte priority = 150, string addresses = Two) => Rig.Spec(priority, 10, addresses: addresses);

    [Theory]
    [Trait("row", "TX-08"), Trait("row", "TX-11"), Trait("row", "TX-12"), Trait("row", "TX-14"), Trait("row", "TX-18"), Trait("row", "TX-19")]
    [Trait("row", "TX-20"), Trait("row", "TX-22"), Trait("row", "TX-23")]
    [InlineData(null, "0C C7")]
    [InlineData("fe80::12", "0D 49")]
    public void The_message_of_a_router(string? to, string checksum)
    {
        foreach (ChecksumForm form in Enum.GetValues<ChecksumForm>())
        {
            Sent sent = Sent.By(Spec() with { Checksum = form }, Peer, to: to);
            Assert.Equal(Convert.ToHexString(Sent.Bytes($"{Fields} {checksum} {Addresses}")), sent.Hex);
        }
    }

    [Fact]
    public void The_packet_of_a_peer()
    {
        Sent sent = Sent.By(Spec(), Peer);
        Assert.True(VrrpPacket.TryParse(new ReceivedPacket(sent.Message, sent.Source, sent.Destination, 255), out VrrpPacket packet, out _));

        Assert.Equal(new Advert(Rig.Vrid, 150, new Centiseconds(10), IpAddress.Parse(Peer)), packet.Advert);
        Assert.Equal(2, packet.AddressCount);
        Assert.Equal(IpAddress.Parse("fe80::100"), packet.AddressAt(0));
        Assert.Equal(IpAddress.Parse("2001:db8::80"), packet.AddressAt(1));
        Assert.Equal(DropReason.None, sent.At(Spec(100)));
    }

    [Fact, Trait("row", "RX-02"), Trait("row", "SE-01")]
    public void A_forwarded_packet()
    {
        for (int limit = 0; limit < 256; limit++)
        {
            // Before anything else, however wrong the rest is.
            Assert.Equal(limit == 255 ? DropReason.None : DropReason.TimeToLive, (Sent.By(Spec(), Peer) with { HopLimit = (byte)limit }).At(Spec(100)));
            Assert.Equal(limit == 255 ? DropReason.Truncated : DropReason.TimeToLive,
                (Sent.By(Spec(), Peer) with { HopLimit = (byte)limit, Message = [0xFF] }).At(Spec(100)));
        }
    }

    [Theory]
    [InlineData("ff02::1")]
    [InlineData("ff05::12")]
    public void Another_group(string to) => Assert.Equal(DropReason.Destination, Sent.By(Spec(), Peer, to: to).At(Spec(100)));

    [Theory, Trait("row", "RX-15")]
    [InlineData("2001:db8::80/64 fe80::100/64", DropReason.NotLinkLocal)]
    [InlineData("fec0::1/64", DropReason.NotLinkLocal)]
    [InlineData("ff02::1/64", DropReason.NotLinkLocal)]
    [InlineData("febf::1/64", DropReason.None)]
    [InlineData("fe80::100/64", DropReason.None)]
    public void The_first_address_must_be_link_local(string addresses, DropReason reason) =>
        Assert.Equal(reason, Sent.By(Spec(addresses: addresses), Peer).At(Spec(100)));

    [Fact, Trait("row", "RX-16")]
    public void Addresses_of_the_other_family()
    {
        Sent v4 = Sent.By(Rig.Spec(addresses: "192.0.2.80/24 192.0.2.81/24"), "192.0.2.11");
        Sent inV6 = (Sent.By(Spec(), Peer) with { Message = v4.Message }).Mend();
        Assert.Equal(DropReason.Family, inV6.At(Spec(100)));

        Sent inV4 = (v4 with { Message = Sent.By(Spec(), Peer).Message }).Mend();
        Assert.Equal(DropReason.Family, inV4.At(Rig.Spec(100)));
        Assert.Equal(DropReason.None, v4.At(Rig.Spec(100, addresses: "192.0.2.80/24 192.0.2.81/24")));
    }

    [Fact, Trait("row", "RX-05")]
    public void Every_truncation()
    {
        Sent whole = Sent.By(Spec(), Peer);
        for (int length = 0; length < whole.Message.Length; length++)
            Assert.Equal(length == 16 ? DropReason.Family : DropReason.Truncated, (whole with { Message = whole.Message[..length] }).At(Spec()));
        for (int count = 3; count < 256; count++)
            Assert.Equal(count == 8 ? DropReason.Family : DropReason.Truncated, whole.With(3, count).Mend().At(Spec()));
    }

    [Fact, Trait("row", "RX-06")]
    public void One_flipped_bit_anywhere_in_the_message_or_the_addresses_of_the_packet()
    {
        Sent good = Sent.By(Spec(), Peer);
        for (int bit = 0; bit < good.Message.Length * 8; bit++)
            Assert.NotEqual(DropReason.None, good.With(bit / 8, good.Message[bit / 8] ^ (1 << (bit % 8))).At(Spec(100)));
        Assert.Equal(DropReason.Checksum, (good with { Source = IpAddress.Parse("fe80::13") }).At(Spec(100)));
        Assert.Equal(DropReason.Checksum, (good with { Destination = IpAddress.Parse("fe80::13") }).At(Spec(100)));
    }

    [Fact, Trait("row", "RX-06")]
    public void The_checksum_covers_what_follows_the_message()
    {
        Sent longer = Sent.By(Spec(), Peer) with { Message = [.. Sent.By(Spec(), Peer).Message, 1, 2, 3] };
        Assert.Equal(DropReason.Checksum, longer.At(Spec(100)));
        Assert.Equal(DropReason.None, longer.Mend().At(Spec(100)));
    }

    [Fact, Trait("row", "RX-13"), Trait("row", "RX-14"), Trait("row", "RX-17")]
    public void No_address_no_interval_and_reserved_bits()
    {
        Sent good = Sent.By(Spec(), Peer);
        Assert.Equal(DropReason.NoAddress, good.With(3, 0).Mend().At(Spec(100)));
        for (int reserved = 0; reserved < 16; reserved++)
        {
            Assert.Equal(DropReason.Interval, good.With(4, reserved << 4).With(5, 0).Mend().At(Spec(100)));
            Assert.Equal(DropReason.None, good.With(4, reserved << 4).Mend().At(Spec(100)));
        }
    }

    [Fact, Trait("row", "SM-20"), Trait("row", "RX-07")]
    public void The_other_family_of_the_same_router_id_is_another_router()
    {
        Rig v6 = new(Spec(100)), v4 = new(Rig.Spec(100));
        Assert.Equal(DropReason.UnknownRouter, Sent.By(Spec(), Peer).At(v4.Instance));
        Assert.Equal(DropReason.UnknownRouter, Sent.By(Rig.Spec(150), "192.0.2.12").At(v6.Instance));
    }
}
