using System.Buffers.Binary;
using HaDirector.Model;
using HaDirector.Netlink.Route;
using HaDirector.Vrrp.Wire;

namespace HaDirector.VrrpProcess;

/// <summary>An advert as a whole Ethernet frame to the multicast group, from the virtual router's own address (RFC 9568 sections 5.1 and 7.3).</summary>
public static class AdvertFrame
{
    /// <summary>Most bytes before the VRRP message.</summary>
    public const int HeaderMax = EthernetLength + Ipv6Length;

    private const int EthernetLength = 14, Ipv4Length = 20, Ipv6Length = 40;
    private const ushort EtherTypeIpv4 = 0x0800, EtherTypeIpv6 = 0x86DD;
    private const byte InternetworkControl = 0xC0; // precedence of routing protocols
    private const ushort DoNotFragment = 0x4000;

    /// <summary>Writes Ethernet and IP header before a message.</summary>
    /// <param name="frame">Room for <see cref="HeaderMax"/> bytes and the message.</param>
    /// <param name="hardware">Ethernet address of the virtual router.</param>
    /// <param name="source">Source of the packet; its family is the packet's.</param>
    /// <param name="message">The VRRP message.</param>
    /// <returns>Bytes of the frame.</returns>
    public static int Write(Span<byte> frame, HardwareAddress hardware, IpAddress source, ReadOnlySpan<byte> message)
    {
        IpAddress group = VrrpPacket.MulticastGroup(source.Family);
        int header = EthernetLength + (source.IsV4 ? Ipv4Length : Ipv6Length);
        frame[..header].Clear();
        WriteGroup(frame, group);
        hardware.Write(frame[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], source.IsV4 ? EtherTypeIpv4 : EtherTypeIpv6);
        if (source.IsV4) WriteIpv4(frame[EthernetLength..], source, group, message.Length);
        else WriteIpv6(frame[EthernetLength..], source, group, message.Length);
        message.CopyTo(frame[header..]);
        return header + message.Length;
    }

    // RFC 1112 section 6.4, RFC 2464 section 7.
    private static void WriteGroup(Span<byte> frame, IpAddress group)
    {
        Span<byte> bytes = stackalloc byte[16];
        group.Write(bytes);
        if (group.IsV4) (frame[0], frame[1], frame[2], frame[3], frame[4], frame[5]) = (0x01, 0x00, 0x5E, (byte)(bytes[1] & 0x7F), bytes[2], bytes[3]);
        else (frame[0], frame[1], frame[2], frame[3], frame[4], frame[5]) = (0x33, 0x33, bytes[12], bytes[13], bytes[14], bytes[15]);
    }

    private static void WriteIpv4(Span<byte> header, IpAddress source, IpAddress group, int payload)
    {
        (header[0], header[1]) = (0x45, InternetworkControl);
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)(Ipv4Length + payload));
        BinaryPrimitives.WriteUInt16BigEndian(header[6..], DoNotFragment);
        (header[8], header[9]) = (VrrpPacket.HopLimit, VrrpPacket.Protocol);
        source.Write(header[12..]);
        group.Write(header[16..]);
        uint sum = 0;
        for (int i = 0; i < Ipv4Length; i += 2) sum += BinaryPrimitives.ReadUInt16BigEndian(header[i..]);
        sum = (sum & 0xFFFF) + (sum >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], (ushort)~(sum + (sum >> 16)));
    }

    private static void WriteIpv6(Span<byte> header, IpAddress source, IpAddress group, int payload)
    {
        BinaryPrimitives.WriteUInt32BigEndian(header, (6u << 28) | ((uint)InternetworkControl << 20));
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)payload);
        (header[6], header[7]) = (VrrpPacket.Protocol, VrrpPacket.HopLimit);
        source.Write(header[8..]);
        group.Write(header[24..]);
    }
}
