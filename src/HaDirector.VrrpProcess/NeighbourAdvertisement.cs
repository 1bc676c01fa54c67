using System.Buffers.Binary;
using HaDirector.Model;
using HaDirector.Netlink.Route;

namespace HaDirector.VrrpProcess;

/// <summary>The frame that tells a network who has an IPv6 address now: an unsolicited neighbour advertisement (RFC 4861 section 4.4, RFC 9568 section 6.4).</summary>
public static class NeighbourAdvertisement
{
    /// <summary>Bytes of the frame: Ethernet 14, IPv6 40, ICMPv6 24, option 8.</summary>
    public const int FrameLength = IcmpAt + IcmpLength;

    private const int IpAt = 14, IcmpAt = IpAt + 40, IcmpLength = 32;
    private const ushort EtherTypeIpv6 = 0x86DD;
    private const byte NextHeaderIcmp = 58, HopLimit = 255, Type = 136;
    private const byte RouterAndOverride = 0xA0; // R = 1, S = 0, O = 1
    private const byte TargetLinkLayerAddress = 2;

    /// <summary>Writes the advertisement of <paramref name="address"/> by <paramref name="hardware"/> to all nodes.</summary>
    /// <param name="frame">At least <see cref="FrameLength"/> bytes.</param>
    /// <param name="hardware">Ethernet address of the interface.</param>
    /// <param name="address">Virtual IPv6 address: source and target alike.</param>
    public static void Write(Span<byte> frame, HardwareAddress hardware, IpAddress address)
    {
        frame = frame[..FrameLength];
        frame.Clear();
        (frame[0], frame[1], frame[5]) = (0x33, 0x33, 1); // ff02::1 on Ethernet (RFC 2464 section 7)
        hardware.Write(frame[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], EtherTypeIpv6);

        Span<byte> ip = frame[IpAt..];
        ip[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(ip[4..], IcmpLength);
        (ip[6], ip[7]) = (NextHeaderIcmp, HopLimit);
        address.Write(ip[8..]);
        (ip[24], ip[25], ip[39]) = (0xFF, 0x02, 1);

        Span<byte> icmp = frame[IcmpAt..];
        (icmp[0], icmp[4]) = (Type, RouterAndOverride);
        address.Write(icmp[8..]);
        (icmp[24], icmp[25]) = (TargetLinkLayerAddress, 1); // in units of 8 bytes
        hardware.Write(icmp[26..]);
        BinaryPrimitives.WriteUInt16BigEndian(icmp[2..], Checksum(ip[8..40], icmp));
    }

    // RFC 4443 section 2.3: over the pseudo-header (both addresses, length, next header) and the message.
    private static ushort Checksum(ReadOnlySpan<byte> addresses, ReadOnlySpan<byte> message)
    {
        uint sum = (uint)message.Length + NextHeaderIcmp;
        for (; addresses.Length > 0; addresses = addresses[2..]) sum += BinaryPrimitives.ReadUInt16BigEndian(addresses);
        for (; message.Length > 0; message = message[2..]) sum += BinaryPrimitives.ReadUInt16BigEndian(message);
        sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)~((sum & 0xFFFF) + (sum >> 16));
    }
}
