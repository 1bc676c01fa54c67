using HaDirector.Model;
using HaDirector.Netlink;
using HaDirector.Netlink.Fou;

namespace HaDirector.Tests.Netlink.Fou;

/// <summary>Bytes as 'ip fou add port 6080 gue' sends them.</summary>
public class GuePortRequestTests
{
    [Fact]
    public void Opening_a_port_says_port_family_and_type()
    {
        NetlinkWriter writer = new(new byte[64]);
        GuePortRequest.Open(ref writer, 33, 1, new GuePort(6080, IpFamily.V6));
        Assert.Equal(
            "2C000000 2100 0500 01000000 00000000" + "01010000" + "0600 0100 17C00000" + "0500 0200 0A000000" + "0500 0400 02000000", Hex(writer.Written));
    }

    [Fact]
    public void What_is_listed_is_read_unless_it_unwraps_something_else()
    {
        Assert.True(GuePortRequest.TryRead(Bytes("03010000" + "0600 0100 17C00000" + "0500 0200 02000000" + "0500 0300 00000000" + "0500 0400 02000000"), out GuePort port));
        Assert.Equal(new GuePort(6080, IpFamily.V4), port);
        Assert.False(GuePortRequest.TryRead(Bytes("03010000" + "0600 0100 17C00000" + "0500 0200 02000000" + "0500 0400 01000000"), out _)); // plain FOU
        Assert.False(GuePortRequest.TryRead(Bytes("0301"), out _));
        Assert.False(GuePortRequest.TryRead(Bytes("03010000" + "0900 0100 17"), out _));
        Assert.False(GuePortRequest.TryRead([], out _));
    }

    private static string Hex(ReadOnlySpan<byte> bytes)
    {
        string hex = Convert.ToHexString(bytes);
        return $"{hex[..8]} {hex[8..12]} {hex[12..16]} {hex[16..24]} {hex[24..32]}{hex[32..40]}{hex[40..44]} {hex[44..48]} {hex[48..56]}{hex[56..60]} {hex[60..64]} {hex[64..72]}{hex[72..76]} {hex[76..80]} {hex[80..]}";
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
