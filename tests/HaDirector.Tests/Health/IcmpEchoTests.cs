using FsCheck;
using FsCheck.Fluent;
using HaDirector.Health;

namespace HaDirector.Tests.Health;

public class IcmpEchoTests
{
    private static readonly byte[] Payload = [1, 2, 3, 4, 5];

    // "ping -p" of RFC 1071's kind: worked out by hand. 0x0800 + 0x1234 + 0x0001 + 0x0102 + 0x0304 + 0x0500 = 0x233B.
    [Fact]
    public void A_request_has_its_checksum()
    {
        byte[] packet = new byte[64];
        Assert.Equal(13, IcmpEcho.Write(packet, v4: true, 0x1234, 1, Payload));
        Assert.Equal(new byte[] { 8, 0, 0xDC, 0xC4, 0x12, 0x34, 0, 1, 1, 2, 3, 4, 5 }, packet[..13]);
        IcmpEcho.Write(packet, v4: false, 0x1234, 1, Payload);
        Assert.Equal(new byte[] { 128, 0, 0, 0, 0x12, 0x34, 0, 1, 1, 2, 3, 4, 5 }, packet[..13]); // the kernel's to fill in
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_reply_is_known_by_identifier_sequence_and_payload(bool v4)
    {
        byte[] reply = Reply(v4);
        IcmpEchoReading Read(ushort? identifier, ushort sequence, byte[] payload) => IcmpEcho.Read(reply, v4, false, identifier, sequence, payload);
        Assert.Equal(IcmpEchoReading.Reply, Read(0x1234, 1, Payload));
        Assert.Equal(IcmpEchoReading.Reply, Read(null, 1, Payload));
        Assert.Equal(IcmpEchoReading.Other, Read(0x1235, 1, Payload));
        Assert.Equal(IcmpEchoReading.Other, Read(0x1234, 2, Payload));
        Assert.Equal(IcmpEchoReading.WrongPayload, Read(0x1234, 1, [1, 2, 3, 4, 6]));
        Assert.Equal(IcmpEchoReading.WrongPayload, Read(0x1234, 1, [1, 2, 3, 4]));
    }

    [Fact]
    public void A_request_and_a_broken_reply_are_no_reply()
    {
        byte[] request = new byte[13];
        IcmpEcho.Write(request, v4: true, 0x1234, 1, Payload);
        Assert.Equal(IcmpEchoReading.Other, IcmpEcho.Read(request, true, false, 0x1234, 1, Payload));
        byte[] broken = Reply(v4: true);
        broken[12] ^= 1;
        Assert.Equal(IcmpEchoReading.Other, IcmpEcho.Read(broken, true, false, 0x1234, 1, Payload));
    }

    [Fact]
    public void A_raw_socket_gives_the_ip_header_too()
    {
        byte[] header = new byte[24];
        (header[0], header[9]) = (0x46, 1);
        byte[] packet = [.. header, .. Reply(v4: true)];
        Assert.Equal(IcmpEchoReading.Reply, IcmpEcho.Read(packet, true, true, 0x1234, 1, Payload));
        packet[9] = 17;
        Assert.Equal(IcmpEchoReading.Other, IcmpEcho.Read(packet, true, true, 0x1234, 1, Payload));
    }

    [Fact]
    public void Any_bytes_are_read() =>
        Prop.ForAll<int>(seed =>
        {
            Random random = new(seed);
            byte[] packet = [0x45, .. new byte[8], 1, .. new byte[10], .. Reply(v4: true)];
            for (int flips = random.Next(0, 5); flips > 0; flips--) packet[random.Next(packet.Length)] = (byte)random.Next(256);
            packet = packet[..random.Next(packet.Length + 1)];
            foreach (bool v4 in (bool[])[true, false])
            {
                foreach (bool raw in (bool[])[true, false])
                {
                    if (IcmpEcho.Read(packet, v4, raw, 0x1234, 1, Payload) == IcmpEchoReading.Reply) Assert.EndsWith("0102030405", Convert.ToHexString(packet));
                }
            }
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(3000));

    private static byte[] Reply(bool v4)
    {
        byte[] packet = new byte[13];
        IcmpEcho.Write(packet, v4, 0x1234, 1, Payload);
        packet[0] = (byte)(v4 ? 0 : 129);
        if (v4) packet[2] += 8; // the type's 8 goes from the sum, so it comes to the checksum
        return packet;
    }
}
