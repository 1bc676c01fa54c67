using System.Buffers.Binary;
using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Wire;

namespace HaDirector.Tests.Vrrp.Wire;

/// <summary>Whole packets as a raw socket delivers them, for tests to send and to spoil.</summary>
internal static class Packets
{
    public const int Header = 20;
    public static readonly IpAddress Source = IpAddress.Parse("192.0.2.12");

    public static byte[] Good(
        ChecksumForm form = ChecksumForm.Rfc5798, byte priority = 150, int centiseconds = 10, string addresses = "192.0.2.80/24 192.0.2.81/24")
    {
        VirtualRouterSpec spec = StateMachine.Rig.Spec(priority, centiseconds, addresses: addresses, checksum: form);
        var message = new byte[VrrpPacket.MessageMax];
        int length = VrrpPacket.Write(message, spec, priority, Source);
        return Wrap(message.AsSpan(0, length));
    }

    /// <summary>An IPv4 header in front of a message.</summary>
    public static byte[] Wrap(ReadOnlySpan<byte> message)
    {
        var packet = new byte[Header + message.Length];
        packet[0] = 0x45;
        packet[1] = 0xC0;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        packet[8] = 255;
        packet[9] = 112;
        Source.Write(packet.AsSpan(12));
        IpAddress.Parse("224.0.0.18").Write(packet.AsSpan(16));
        message.CopyTo(packet.AsSpan(Header));
        return packet;
    }

    /// <summary>Gives a spoiled packet a message-only checksum that fits again, so that another check must catch it.</summary>
    public static byte[] Mend(byte[] packet)
    {
        Mend(packet.AsSpan(Header));
        return packet;
    }

    /// <summary>The same for a message, over as many of the addresses it claims as it has.</summary>
    public static void Mend(Span<byte> message)
    {
        int length = Math.Min(message.Length & ~1, 8 + (message[3] * 4));
        message[6] = message[7] = 0;
        uint sum = 0;
        for (int i = 0; i < length; i += 2) sum += BinaryPrimitives.ReadUInt16BigEndian(message[i..]);
        while (sum > 0xFFFF) sum = (sum & 0xFFFF) + (sum >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(message[6..], (ushort)~sum);
    }

    public static byte[] With(byte[] packet, int at, int value)
    {
        packet[at] = (byte)value;
        return packet;
    }

    public static DropReason Reason(ReadOnlySpan<byte> packet)
    {
        bool parsed = VrrpPacket.TryParse(packet, out _, out DropReason reason);
        Assert.Equal(reason == DropReason.None, parsed);
        return reason;
    }
}
