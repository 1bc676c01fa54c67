using HaDirector.Model;
using HaDirector.Netlink;
using HaDirector.Netlink.Route;

namespace HaDirector.Tests.Netlink.Route;

public sealed class TunnelTests
{
    private static readonly ReceivingTunnel Ip = new("hd-tun6", IsGre: false, IpAddress.Parse("2001:db8::21"));
    private static readonly ReceivingTunnel Gre = new("hd-gre4", IsGre: true, IpAddress.Parse("192.0.2.21"));

    [Fact]
    public void A_tunnel_is_made_up_with_our_address_and_no_other_end()
    {
        Assert.Equal(
            "64000000" + "1000" + "0506" + "07000000" + "00000000" + new string('0', 16) + "0100000001000000" +
            "0c00030068642d74756e3600" + "38001280" + "0b0001006970" + "36746e6c0000" + "28000280" + // IFLA_IFNAME, IFLA_LINKINFO: kind
            "1400020020010db8000000000000000000000021" + "0800080040000000" + "0500090000000000", // local, allow-localremote, any protocol
            Request(Ip));
        Assert.EndsWith("080001006772650014000280" + "08000600c0000215" + "0600020080000000", Request(Gre), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_asked_for_is_what_is_read()
    {
        foreach (ReceivingTunnel tunnel in (ReceivingTunnel[])[Ip, Gre, Gre with { Name = "hd-gre6-2", Local = IpAddress.Parse("2001:db8::21") }])
        {
            byte[] body = Body(tunnel);
            Assert.True(TunnelRequest.TryRead(body, out ReceivingTunnel read));
            Assert.Equal(tunnel, read);
            for (int length = 0; length < body.Length - 8; length++) Assert.False(TunnelRequest.TryRead(body.AsSpan(0, length), out _), $"{length}");
        }
    }

    [Theory]
    [InlineData("0800080040000000", "0800080000000000")] // the virtual address as a director's own is taken for forged
    [InlineData("0500090000000000", "0500090029000000")] // IPv6 only
    [InlineData("6970" + "36746e6c00", "6970" + "36746e6d00")] // another kind
    public void A_tunnel_that_drops_packets_of_directors_is_none(string from, string to) =>
        Assert.False(TunnelRequest.TryRead(Convert.FromHexString(Convert.ToHexStringLower(Body(Ip)).Replace(from, to, StringComparison.Ordinal)), out _));

    [Fact]
    public void Gre_that_expects_no_checksum_is_none() =>
        Assert.False(TunnelRequest.TryRead(Convert.FromHexString(Convert.ToHexStringLower(Body(Gre)).Replace("0600020080000000", "0600020000000000", StringComparison.Ordinal)), out _));

    [Fact]
    public void A_tunnel_with_another_end_takes_packets_from_there_only()
    {
        byte[] body = Body(Ip);
        // The address of this end turned into that of the other, and none of this.
        Assert.False(TunnelRequest.TryRead(Convert.FromHexString(Convert.ToHexStringLower(body).Replace("14000200", "14000300", StringComparison.Ordinal)), out _));
    }

    private static string Request(ReceivingTunnel tunnel)
    {
        NetlinkWriter writer = new(new byte[RouteRequest.SizeMax]);
        TunnelRequest.Make(ref writer, 7, tunnel);
        return Convert.ToHexStringLower(writer.Written);
    }

    private static byte[] Body(ReceivingTunnel tunnel) => Convert.FromHexString(Request(tunnel))[NetlinkWriter.HeaderLength..];
}
