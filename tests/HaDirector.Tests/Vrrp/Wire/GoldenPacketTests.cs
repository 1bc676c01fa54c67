using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Wire;

namespace HaDirector.Tests.Vrrp.Wire;

/// <summary>Bytes worked out by hand, so that writer and reader cannot agree on a mistake.</summary>
public class GoldenPacketTests
{
    // Router 51, priority 150, two addresses, 10 cs, from 192.0.2.11.
    //   3133+9602+000A+C000+0250+C000+0251 = 2_4BE0, folded 4BE2, complement B41D: message only.
    //   Pseudo-header C000+020B+E000+0012+0070+0010 = 1_A29D, folded A29E; 4BE2+A29E = EE80, complement 117F.
    private const string Fields = "31 33 96 02 00 0A";
    private const string Addresses = "C0 00 02 50 C0 00 02 51";

    [Theory]
    [Trait("row", "TX-08"), Trait("row", "TX-11"), Trait("row", "TX-12"), Trait("row", "TX-14")]
    [Trait("row", "TX-16"), Trait("row", "TX-17"), Trait("row", "TX-22"), Trait("row", "TX-23")]
    [InlineData(ChecksumForm.Rfc5798, "11 7F")]
    [InlineData(ChecksumForm.Rfc9568, "B4 1D")]
    public void The_message_of_a_router(ChecksumForm form, string checksum)
    {
        VirtualRouterSpec spec = StateMachine.Rig.Spec(150, 10, addresses: "192.0.2.80/24 192.0.2.81/32", checksum: form);
        var buffer = new byte[VrrpPacket.MessageMax];
        Array.Fill(buffer, (byte)0xEE);

        int length = VrrpPacket.Write(buffer, spec, 150, IpAddress.Parse("192.0.2.11"));

        Assert.Equal($"{Fields} {checksum} {Addresses}", Hex(buffer.AsSpan(0, length)));
        Assert.All(buffer[length..], b => Assert.Equal(0xEE, b));
    }

    [Theory, Trait("row", "RX-24")]
    [InlineData("11 7F", ChecksumForm.Rfc5798)]
    [InlineData("B4 1D", ChecksumForm.Rfc9568)]
    public void The_packet_of_a_peer(string checksum, ChecksumForm form)
    {
        byte[] packet = Bytes($"45 C0 00 24 00 00 00 00 FF 70 00 00 C0 00 02 0B E0 00 00 12 {Fields} {checksum} {Addresses}");

        Assert.True(VrrpPacket.TryParse(packet, out VrrpPacket parsed, out DropReason reason));

        Assert.Equal(DropReason.None, reason);
        Assert.Equal(new Advert(51, 150, new Centiseconds(10), IpAddress.Parse("192.0.2.11")), parsed.Advert);
        Assert.Equal(form, parsed.Checksum);
        Assert.Equal(2, parsed.AddressCount);
        Assert.Equal(IpAddress.Parse("192.0.2.80"), parsed.AddressAt(0));
        Assert.Equal(IpAddress.Parse("192.0.2.81"), parsed.AddressAt(1));
    }

    [Fact, Trait("row", "SM-09")]
    public void A_resignation_differs_in_priority_and_checksum()
    {
        var buffer = new byte[VrrpPacket.MessageMax];
        int length = VrrpPacket.Write(buffer, StateMachine.Rig.Spec(150, 10, addresses: "192.0.2.80/24 192.0.2.81/24"), 0, IpAddress.Parse("192.0.2.11"));

        // 117F + 9600: what the sum lost, its complement gains.
        Assert.Equal($"31 33 00 02 00 0A A7 7F {Addresses}", Hex(buffer.AsSpan(0, length)));
    }

    [Fact]
    public void A_buffer_that_is_too_small_is_not_written_over()
    {
        VirtualRouterSpec spec = StateMachine.Rig.Spec(addresses: "192.0.2.80/24 192.0.2.81/24");
        for (int size = 0; size < 16; size++) Assert.Equal(0, VrrpPacket.Write(new byte[size], spec, 100, Packets.Source));
        Assert.Equal(16, VrrpPacket.Write(new byte[16], spec, 100, Packets.Source));
    }

    [Fact, Trait("row", "TX-20")]
    public void Addresses_of_the_other_family_are_left_out_and_not_counted()
    {
        var buffer = new byte[VrrpPacket.MessageMax];
        int length = VrrpPacket.Write(buffer, StateMachine.Rig.Spec(addresses: "192.0.2.80/24 2001:db8::1/64"), 100, Packets.Source);

        Assert.Equal(12, length);
        Assert.Equal(1, buffer[3]);
    }

    [Fact]
    public void The_longest_spec_fits_the_longest_message()
    {
        string v4 = string.Join(' ', Enumerable.Range(0, VirtualRouterSpec.AddressesMax).Select(i => $"192.0.2.{i}/24"));
        string v6 = string.Join(' ', Enumerable.Range(0, VirtualRouterSpec.AddressesMax).Select(i => $"fe80::{i:x}/64"));
        var buffer = new byte[VrrpPacket.MessageMax];

        Assert.Equal(8 + (64 * 4), VrrpPacket.Write(buffer, StateMachine.Rig.Spec(addresses: v4), 100, Packets.Source));
        Assert.Equal(8 + (64 * 16), VrrpPacket.Write(buffer, StateMachine.Rig.Spec(addresses: v6), 100, IpAddress.Parse("fe80::11")));
        Assert.Equal(DropReason.None, Packets.Reason(Packets.Good(addresses: v4)));
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private static string Hex(ReadOnlySpan<byte> bytes) => string.Join(' ', bytes.ToArray().Select(b => b.ToString("X2")));
}
