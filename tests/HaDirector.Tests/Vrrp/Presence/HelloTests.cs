using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Presence;

namespace HaDirector.Tests.Vrrp.Presence;

public class HelloTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly HelloRouter[] Two =
    [
        new(HelloRouter.Hash("web"), HelloRouter.Hash(IpAddress.Parse("192.0.2.11")), 51, IpFamily.V4, VrrpState.Master, 150, Resigned: false),
        new(HelloRouter.Hash("web/ipv6"), 0, 51, IpFamily.V6, VrrpState.Fault, 254, Resigned: true),
    ];

    private static byte[] Packet(Hello hello, params HelloRouter[] routers)
    {
        var packet = new byte[HelloPacket.SizeMax];
        return packet[..HelloPacket.Write(packet, hello, routers, Key)];
    }

    private static HelloDrop Read(ReadOnlySpan<byte> packet, out Hello hello, out HelloRouter[] routers)
    {
        var room = new HelloRouter[HelloPacket.RoutersMax];
        HelloDrop drop = HelloPacket.Read(packet, Key, room, out hello, out int count);
        routers = room[..count];
        return drop;
    }

    [Fact]
    public void A_hello_comes_back_as_it_was_written()
    {
        var hello = new Hello(0x1122334455667788, 42, 1_795_000_000);
        Assert.Equal(HelloDrop.None, Read(Packet(hello, Two), out Hello read, out HelloRouter[] routers));
        Assert.Equal(hello, read);
        Assert.Equal(Two, routers);
    }

    [Fact]
    public void Its_bytes_are_these()
    {
        byte[] packet = Packet(new Hello(1, 2, 3), Two[1]);
        Assert.Equal(
            "484144480101" + "0000" + "0000000000000001" + "0000000000000002" + "0000000000000003"
            + $"{HelloRouter.Hash("web/ipv6"):x8}" + "00000000" + "33" + "63" + "fe" + "01",
            Convert.ToHexStringLower(packet.AsSpan(0, 44)));
        Assert.Equal(76, packet.Length);
    }

    [Fact]
    public void Every_changed_bit_and_every_other_length_is_refused()
    {
        byte[] good = Packet(new Hello(1, 2, 3), Two);
        for (int bit = 0; bit < good.Length * 8; bit++)
        {
            byte[] bad = [.. good];
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(HelloDrop.None, Read(bad, out _, out _));
        }

        for (int length = 0; length < good.Length; length++) Assert.NotEqual(HelloDrop.None, Read(good.AsSpan(0, length), out _, out _));
        Assert.NotEqual(HelloDrop.None, Read([.. good, 0], out _, out _));
    }

    [Fact]
    public void The_reasons_are_told_apart()
    {
        byte[] packet = Packet(new Hello(1, 2, 3));
        packet[4] = 2;
        Assert.Equal(HelloDrop.Version, Read(packet, out _, out _));
        packet[4] = 1;
        packet[10] ^= 1;
        Assert.Equal(HelloDrop.Authentication, Read(packet, out _, out _));
        packet[0] = 0;
        Assert.Equal(HelloDrop.Malformed, Read(packet, out _, out _));
    }

    [Fact]
    public void A_router_of_a_later_version_is_left_out_and_the_hello_stands()
    {
        var later = Two[0] with { State = (VrrpState)9 };
        Assert.Equal(HelloDrop.None, Read(Packet(new Hello(1, 2, 3), later, Two[1]), out _, out HelloRouter[] routers));
        Assert.Equal([Two[1]], routers);
    }

    [Fact]
    public void Writing_reading_and_hearing_allocate_nothing()
    {
        var watch = new PresenceWatch([IpAddress.Parse("192.0.2.12")], session: 7);
        var packet = new byte[HelloPacket.SizeMax];
        var routers = new HelloRouter[HelloPacket.RoutersMax];
        ulong heard = Exchange(watch, packet, routers, 1, 200);
        long before = GC.GetAllocatedBytesForCurrentThread();
        heard += Exchange(watch, packet, routers, 201, 2000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allocation.Noise);
        Assert.Equal(2000UL, heard);
    }

    private static ulong Exchange(PresenceWatch watch, byte[] packet, HelloRouter[] routers, ulong from, ulong to)
    {
        ulong heard = 0;
        IpAddress source = IpAddress.FromV4(0xC000_020C);
        for (ulong i = from; i <= to; i++)
        {
            int length = HelloPacket.Write(packet, new Hello(9, i, 3), Two, Key);
            if (HelloPacket.Read(packet.AsSpan(0, length), Key, routers, out Hello hello, out _) != HelloDrop.None) continue;
            if (watch.Hear(source, hello, new Instant((long)i), out _) == HelloDrop.None) heard++;
        }

        return heard;
    }
}
