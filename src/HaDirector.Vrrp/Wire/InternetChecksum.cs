using System.Buffers.Binary;
using HaDirector.Model;

namespace HaDirector.Vrrp.Wire;

/// <summary>The ones' complement sum of RFC 1071, with and without the pseudo-header of the IP version.</summary>
internal static class InternetChecksum
{
    /// <summary>A message that carries its right checksum sums to this.</summary>
    public const ushort Right = 0xFFFF;

    /// <summary>Sum of the message alone. An odd last byte counts as if a zero followed.</summary>
    public static uint Sum(ReadOnlySpan<byte> message)
    {
        uint sum = 0;
        for (; message.Length >= 2; message = message[2..]) sum += BinaryPrimitives.ReadUInt16BigEndian(message);
        return message.Length == 1 ? sum + ((uint)message[0] << 8) : sum;
    }

    /// <summary>Sum of the pseudo-header: both addresses, protocol, length of the message. In this sum both families' layouts are the same.</summary>
    public static uint PseudoHeaderSum(IpAddress source, IpAddress destination, int length)
    {
        Span<byte> bytes = stackalloc byte[32];
        source.Write(bytes);
        destination.Write(bytes[source.ByteCount..]);
        return Sum(bytes[..(source.ByteCount + destination.ByteCount)]) + VrrpPacket.Protocol + (uint)length;
    }

    /// <summary>Adds the carries back in, until 16 bits are left.</summary>
    public static ushort Fold(uint sum)
    {
        sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)((sum & 0xFFFF) + (sum >> 16));
    }
}
