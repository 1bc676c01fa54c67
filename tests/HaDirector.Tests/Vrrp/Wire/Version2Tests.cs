using HaDirector.Model;
using HaDirector.Tests.Vrrp.StateMachine;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Wire;

namespace HaDirector.Tests.Vrrp.Wire;

/// <summary>Version 2 (RFC 3768). The golden bytes were worked out by another program.</summary>
public class Version2Tests
{
    private const string Peer = "192.0.2.11";
    private const string Two = "192.0.2.80/24 192.0.2.81/24";

    private static VirtualRouterSpec Spec(byte priority = 150, int seconds = 1, string addresses = Two, string? password = null) =>
        Rig.Spec(priority, seconds * 100, addresses: addresses) with { Version = 2, Password = password };

    [Theory]
    [Trait("row", "TX-08"), Trait("row", "TX-11"), Trait("row", "TX-13"), Trait("row", "TX-15"), Trait("row", "TX-21"), Trait("row", "TX-22"), Trait("row", "TX-23")]
    [InlineData(null, "21 33 96 02 00 01 C4 26 C0 00 02 50 C0 00 02 51 00 00 00 00 00 00 00 00")]
    [InlineData("secret", "21 33 96 02 01 01 86 DA C0 00 02 50 C0 00 02 51 73 65 63 72 65 74 00 00")]
    [InlineData("eightchr", "21 33 96 02 01 01 19 7F C0 00 02 50 C0 00 02 51 65 69 67 68 74 63 68 72")]
    public void The_message_of_a_router(string? password, string bytes)
    {
        Sent sent = Sent.By(Spec(password: password), Peer);

        Assert.Equal(Convert.ToHexString(Sent.Bytes(bytes)), sent.Hex);
        Assert.Equal(DropReason.None, sent.At(Spec(100, password: password)));
        Assert.Equal(new Advert(Rig.Vrid, 150, new Centiseconds(100), IpAddress.Parse(Peer)), sent.Advert);
    }

    [Fact, Trait("row", "TX-13")]
    public void The_interval_is_in_seconds_up_to_255()
    {
        Assert.Equal(255, Sent.By(Spec(seconds: 255), Peer).Message[5]);
        Assert.Equal(25_500, Sent.By(Spec(seconds: 255), Peer).Advert.Interval.Value);
    }

    [Theory, Trait("row", "RX-03")]
    [InlineData(2, 3)]
    [InlineData(3, 2)]
    public void The_other_version_is_refused_and_names_its_router(byte theirs, byte ours) =>
        Assert.Equal(DropReason.Version, Sent.By(Spec() with { Version = theirs }, Peer).At(Spec(100) with { Version = ours }));

    [Fact, Trait("row", "RX-05")]
    public void Every_truncation_also_of_the_authentication()
    {
        Sent whole = Sent.By(Spec(), Peer);
        for (int length = 0; length < whole.Message.Length; length++)
            Assert.Equal(DropReason.Truncated, (whole with { Message = whole.Message[..length] }).At(Spec()));
        for (int count = 3; count < 256; count++) Assert.Equal(DropReason.Truncated, whole.With(3, count).Mend().At(Spec()));
    }

    [Fact, Trait("row", "RX-06")]
    public void One_flipped_bit_anywhere_also_in_the_authentication()
    {
        Sent good = Sent.By(Spec(password: "secret"), Peer);
        for (int bit = 0; bit < good.Message.Length * 8; bit++)
            Assert.NotEqual(DropReason.None, good.With(bit / 8, good.Message[bit / 8] ^ (1 << (bit % 8))).At(Spec(100, password: "secret")));
    }

    [Fact, Trait("row", "RX-06")]
    public void A_checksum_with_pseudo_header_is_none_of_version_2()
    {
        Sent good = Sent.By(Spec(), Peer);
        VrrpPacket.WriteChecksum(Zeroed(good), good.Message.Length, version: 3, good.Source, good.Destination, ChecksumForm.Rfc5798);
        Assert.Equal(DropReason.Checksum, good.At(Spec(100)));
    }

    [Theory, Trait("row", "RX-10")]
    [InlineData(null, "secret", DropReason.AuthenticationType)]
    [InlineData("secret", null, DropReason.AuthenticationType)]
    [InlineData("secret", "secreT", DropReason.Password)]
    [InlineData("secret", "secret1", DropReason.Password)]
    [InlineData("secret1", "secret", DropReason.Password)]
    [InlineData("secret", "secret", DropReason.None)]
    [InlineData(null, null, DropReason.None)]
    public void Authentication_must_be_the_configured_one(string? theirs, string? ours, DropReason reason) =>
        Assert.Equal(reason, Sent.By(Spec(password: theirs), Peer).At(Spec(100, password: ours)));

    [Fact, Trait("row", "RX-10")]
    public void Unknown_authentication_types_are_refused()
    {
        for (int type = 0; type < 256; type++)
            Assert.Equal(type == 0 ? DropReason.None : DropReason.AuthenticationType, Sent.By(Spec(), Peer).With(4, type).Mend().At(Spec(100)));
    }

    [Fact]
    public void Without_a_password_the_authentication_data_means_nothing() =>
        Assert.Equal(DropReason.None, Sent.By(Spec(), Peer).With(16, 0xAA).Mend().At(Spec(100)));

    [Fact, Trait("row", "RX-11")]
    public void Another_interval_is_refused()
    {
        for (int seconds = 1; seconds < 256; seconds++)
            Assert.Equal(seconds == 2 ? DropReason.None : DropReason.IntervalDiffers, Sent.By(Spec(seconds: seconds), Peer).At(Spec(100, seconds: 2)));
    }

    [Fact]
    public void Interval_zero() => Assert.Equal(DropReason.Interval, Sent.By(Spec(), Peer).With(5, 0).Mend().At(Spec(100)));

    [Theory, Trait("row", "RX-19")]
    [InlineData(254, "192.0.2.80/24", DropReason.AddressListDiffers)]
    [InlineData(0, "192.0.2.80/24", DropReason.AddressListDiffers)]
    [InlineData(255, "192.0.2.80/24", DropReason.None)]
    [InlineData(254, "192.0.2.80/24 192.0.2.82/24", DropReason.AddressListDiffers)]
    [InlineData(254, "192.0.2.81/24 192.0.2.80/24", DropReason.None)]
    public void Other_addresses_are_refused_unless_their_owner_speaks(byte priority, string addresses, DropReason reason) =>
        Assert.Equal(reason, Sent.By(Spec(addresses: addresses), Peer, priority).At(Spec(100)));

    [Theory, Trait("row", "RX-08")]
    [InlineData(VrrpProfile.Strict, DropReason.LocalOwner)]
    [InlineData(VrrpProfile.Director, DropReason.None)]
    public void An_owner_hears_nobody_in_the_strict_profile(VrrpProfile profile, DropReason reason)
    {
        Assert.Equal(reason, Sent.By(Spec(255), Peer).At(Spec(255) with { Profile = profile }));
        Assert.Equal(DropReason.None, Sent.By(Spec(255), Peer).At(Spec(254) with { Profile = profile }));
    }

    [Fact, Trait("row", "RX-13")]
    public void No_address() => Assert.Equal(DropReason.NoAddress, Sent.By(Spec(), Peer).With(3, 0).Mend().At(Spec(100)));

    [Fact]
    public void There_is_no_version_2_over_IPv6()
    {
        Sent sent = Sent.By(Rig.Spec(addresses: "fe80::100/64"), "fe80::11");
        Assert.Equal(DropReason.Version, sent.With(0, 0x21).Mend().At(Rig.Spec(addresses: "fe80::100/64")));
    }

    [Fact, Trait("row", "SE-02")]
    public void A_password_means_nothing_in_version_3()
    {
        VirtualRouterSpec spec = Rig.Spec(150);
        Assert.Equal(Sent.By(spec, Peer).Hex, Sent.By(spec with { Password = "secret" }, Peer).Hex);
        Assert.Equal(DropReason.None, Sent.By(spec, Peer).At(Rig.Spec(100) with { Password = "secret" }));
    }

    private static Span<byte> Zeroed(Sent sent)
    {
        sent.Message[6] = sent.Message[7] = 0;
        return sent.Message;
    }
}
