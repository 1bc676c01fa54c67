using HaDirector.Model;
using HaDirector.Netlink.Route;

namespace HaDirector.Tests.Netlink.Route;

public sealed class RouteRecordTests
{
    [Fact]
    public void An_address_is_the_local_one_and_its_long_flags_count()
    {
        // ifaddrmsg (AF_INET, /24, secondary in neither), IFA_ADDRESS (peer), IFA_LOCAL, IFA_FLAGS (secondary), IFA_PROTO
        byte[] body = Convert.FromHexString("0218000005000000" + "08000100c0000201" + "08000200c0000250" + "0800080001000000" + "05000b0070000000");
        Assert.True(AddressRecord.TryRead(body, out AddressRecord record));
        Assert.Equal(new AddressRecord(5, new IpPrefix(IpAddress.Parse("192.0.2.80"), 24), 112, true), record);
    }

    [Theory]
    [InlineData("00000000", true)]
    [InlineData("40000000", false)] // IFA_F_TENTATIVE: duplicates are still looked for
    [InlineData("44000000", true)] // and IFA_F_OPTIMISTIC
    [InlineData("08000000", false)] // IFA_F_DADFAILED
    [InlineData("01000000", true)] // IFA_F_TEMPORARY, the bit that is IFA_F_SECONDARY with IPv4
    public void An_ipv6_address_can_send_once_it_is_known_to_be_alone(string flags, bool canSend)
    {
        byte[] body = Convert.FromHexString("0a40000005000000" + "14000100fe800000000000000000000000000001" + "08000800" + flags);
        Assert.True(AddressRecord.TryRead(body, out AddressRecord record));
        Assert.Equal((canSend, false), (record.CanSend, record.IsSecondary));
    }

    [Fact]
    public void A_link_is_running_only_when_it_is_up_and_has_carrier()
    {
        Assert.True(Link("43100100", out LinkRecord running)); // IFF_UP | IFF_BROADCAST | IFF_RUNNING | IFF_MULTICAST | IFF_LOWER_UP
        Assert.True(running is { Index: 5, IsUp: true, IsRunning: true });
        Assert.Equal("02:00:5e:00:01:33", running.HardwareAddress.ToString());
        Assert.True(Link("03100000", out LinkRecord noCarrier));
        Assert.True(noCarrier is { IsUp: true, IsRunning: false });
        Assert.True(Link("42100000", out LinkRecord down));
        Assert.True(down is { IsUp: false, IsRunning: false });
    }

    [Fact]
    public void Whatever_the_bytes_are_reading_never_throws()
    {
        Random random = new(112);
        byte[] bytes = new byte[64];
        for (int i = 0; i < 200_000; i++)
        {
            Span<byte> body = bytes.AsSpan(0, random.Next(bytes.Length));
            random.NextBytes(body);
            if (i % 2 == 0 && body.Length > 12) (body[8], body[9]) = ((byte)random.Next(16), 0); // a first attribute that is short enough
            if (AddressRecord.TryRead(body, out AddressRecord address)) Assert.True(address.Address.Length <= address.Address.Address.BitCount);
            LinkRecord.TryRead(body, out _);
        }
    }

    private static bool Link(string flags, out LinkRecord record) =>
        LinkRecord.TryRead(Convert.FromHexString("0000010005000000" + flags + "00000000" + "0a00010002005e0001330000"), out record);
}
