using System.Buffers.Binary;
using HaDirector.Model;

namespace HaDirector.Drills;

/// <summary>Kinds of frames on the client's link that tell who is master.</summary>
public enum LinkFrameKind : byte
{
    /// <summary>An ARP request.</summary>
    ArpRequest,

    /// <summary>An ARP reply.</summary>
    ArpReply,

    /// <summary>A VRRP advert.</summary>
    Advert,

    /// <summary>A probe on its way to the virtual address.</summary>
    Probe,
}

/// <summary>What a drill reads from one frame.</summary>
/// <param name="Kind">Kind of frame.</param>
/// <param name="Source">ARP: sender's link address; else source of the frame.</param>
/// <param name="Destination">Destination of the frame: for a probe, the director it goes through.</param>
/// <param name="Sender">ARP: sender's address; else source address.</param>
/// <param name="Target">ARP: target's address; else destination address.</param>
/// <param name="Number">Advert: priority; probe: sequence; else 0.</param>
public readonly record struct LinkFrame(
    LinkFrameKind Kind, MacAddress Source, MacAddress Destination, IpAddress Sender, IpAddress Target, uint Number)
{
    private const int EthernetHeader = 14;
    private const int ArpPacket = 28;
    private const int IpHeader = 20;
    private const int UdpHeader = 8;
    private const byte Udp = 17;
    private const byte Vrrp = 112;

    /// <summary>Whether this announces the sender's address to everybody, as a new master does.</summary>
    public bool IsGratuitousArp => Kind is LinkFrameKind.ArpRequest or LinkFrameKind.ArpReply && Sender == Target;

    /// <summary>Reads an Ethernet frame, which may be cut short; false when it is nothing a drill looks at.</summary>
    /// <param name="frame">The frame from its destination address on.</param>
    /// <param name="virtualRouterId">Adverts of other routers are left out.</param>
    /// <param name="frameRead">What was read.</param>
    public static bool TryRead(ReadOnlySpan<byte> frame, byte virtualRouterId, out LinkFrame frameRead)
    {
        frameRead = default;
        if (frame.Length < EthernetHeader) return false;
        (MacAddress destination, MacAddress source) = (MacAddress.Read(frame), MacAddress.Read(frame[6..]));
        ReadOnlySpan<byte> packet = frame[EthernetHeader..];
        return BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) switch
        {
            0x0806 => TryReadArp(packet, destination, out frameRead),
            0x0800 => TryReadIp(packet, source, destination, virtualRouterId, out frameRead),
            _ => false,
        };
    }

    private static bool TryReadArp(ReadOnlySpan<byte> packet, MacAddress destination, out LinkFrame read)
    {
        read = default;
        // Ethernet and IPv4 with their lengths (RFC 826).
        if (packet.Length < ArpPacket || BinaryPrimitives.ReadUInt64BigEndian(packet) >> 16 != 0x0001_0800_0604) return false;
        ushort operation = BinaryPrimitives.ReadUInt16BigEndian(packet[6..]);
        if (operation is not (1 or 2)) return false;
        IpAddress.TryRead(packet.Slice(14, 4), out IpAddress sender);
        IpAddress.TryRead(packet.Slice(24, 4), out IpAddress target);
        LinkFrameKind kind = operation == 1 ? LinkFrameKind.ArpRequest : LinkFrameKind.ArpReply;
        read = new(kind, MacAddress.Read(packet[8..]), destination, sender, target, 0);
        return true;
    }

    private static bool TryReadIp(ReadOnlySpan<byte> packet, MacAddress source, MacAddress destination, byte router, out LinkFrame read)
    {
        read = default;
        if (packet.Length < IpHeader || packet[0] >> 4 != 4) return false;
        int header = (packet[0] & 0x0F) * 4;
        if (header < IpHeader || packet.Length < header) return false;
        IpAddress.TryRead(packet.Slice(12, 4), out IpAddress sender);
        IpAddress.TryRead(packet.Slice(16, 4), out IpAddress target);
        ReadOnlySpan<byte> body = packet[header..];
        switch (packet[9])
        {
            // Type 1 in version 2 or 3, virtual router, priority (RFC 9568 section 5.2).
            case Vrrp when body.Length >= 3 && body[0] is 0x21 or 0x31 && body[1] == router:
                read = new(LinkFrameKind.Advert, source, destination, sender, target, body[2]);
                return true;
            case Udp when body.Length >= UdpHeader && ProbeDatagram.TryRead(body[UdpHeader..], out ProbeDatagram probe) && probe.Server == 0:
                read = new(LinkFrameKind.Probe, source, destination, sender, target, probe.Sequence);
                return true;
            default:
                return false;
        }
    }
}
