using System.Buffers.Binary;

namespace HaDirector.Vrrp.Wire;

/// <summary>The ones' complement sum of RFC 1071, in the two forms that version 3 over IPv4 knows.</summary>
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

    /// <summary>Sum of the IPv4 pseudo-header: both addresses, zero and protocol, length of the message.</summary>
    public static uint PseudoHeaderSum(uint source, uint destination, int length) =>
        (source >> 16) + (source & 0xFFFF) + (destination >> 16) + (destination & 0xFFFF) + VrrpPacket.Protocol + (uint)length;

    /// <summary>Adds the carries back in, until 16 bits are left.</summary>
    public static ushort Fold(uint sum)
    {
        sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)((sum & 0xFFFF) + (sum >> 16));
    }
}
