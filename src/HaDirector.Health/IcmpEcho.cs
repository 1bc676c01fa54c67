using System.Buffers.Binary;

namespace HaDirector.Health;

/// <summary>What a packet on an ICMP socket is to a request of ours.</summary>
public enum IcmpEchoReading : byte
{
    /// <summary>Not for us, or too late: of another request, or another type. The wait goes on.</summary>
    Other,

    /// <summary>The answer.</summary>
    Reply,

    /// <summary>The answer to this request, with another payload.</summary>
    WrongPayload,
}

/// <summary>Echo request and reply of ICMP (RFC 792) and ICMPv6 (RFC 4443 section 4). Total and over spans.</summary>
public static class IcmpEcho
{
    /// <summary>Bytes before the payload: type, code, checksum, identifier, sequence number.</summary>
    public const int HeaderBytes = 8;

    /// <summary>Largest payload a check asks for.</summary>
    public const int PayloadMax = 1400;

    private const byte RequestV4 = 8, ReplyV4 = 0, RequestV6 = 128, ReplyV6 = 129;
    private const int IpHeaderMin = 20;
    private const byte ProtocolIcmp = 1;

    /// <summary>Writes a request. The checksum of ICMPv6 covers addresses that only the kernel knows, so it fills it in.</summary>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> packet, bool v4, ushort identifier, ushort sequence, ReadOnlySpan<byte> payload)
    {
        packet = packet[..(HeaderBytes + payload.Length)];
        packet[..HeaderBytes].Clear();
        packet[0] = v4 ? RequestV4 : RequestV6;
        BinaryPrimitives.WriteUInt16BigEndian(packet[4..], identifier);
        BinaryPrimitives.WriteUInt16BigEndian(packet[6..], sequence);
        payload.CopyTo(packet[HeaderBytes..]);
        if (v4) BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)~Sum(packet));
        return packet.Length;
    }

    /// <summary>Judges a packet.</summary>
    /// <param name="packet">As the socket gave it.</param>
    /// <param name="v4">Family.</param>
    /// <param name="withIpHeader">Whether the IPv4 header comes first, as on raw sockets.</param>
    /// <param name="identifier">Identifier of the request; null when the kernel chose it and sorts the answers by it.</param>
    /// <param name="sequence">Sequence number of the request.</param>
    /// <param name="payload">Payload of the request.</param>
    public static IcmpEchoReading Read(
        ReadOnlySpan<byte> packet, bool v4, bool withIpHeader, ushort? identifier, ushort sequence, ReadOnlySpan<byte> payload)
    {
        if (v4 && withIpHeader)
        {
            if (packet.Length < IpHeaderMin || packet[0] >> 4 != 4 || packet[9] != ProtocolIcmp) return IcmpEchoReading.Other;
            int header = (packet[0] & 0xF) * 4;
            if (header < IpHeaderMin || packet.Length < header) return IcmpEchoReading.Other;
            packet = packet[header..];
        }

        if (packet.Length < HeaderBytes || packet[0] != (v4 ? ReplyV4 : ReplyV6) || packet[1] != 0) return IcmpEchoReading.Other;
        if (v4 && Sum(packet) != 0xFFFF) return IcmpEchoReading.Other;
        if (identifier is { } wanted && BinaryPrimitives.ReadUInt16BigEndian(packet[4..]) != wanted) return IcmpEchoReading.Other;
        if (BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) != sequence) return IcmpEchoReading.Other;
        return packet[HeaderBytes..].SequenceEqual(payload) ? IcmpEchoReading.Reply : IcmpEchoReading.WrongPayload;
    }

    /// <summary>The ones' complement sum of RFC 1071.</summary>
    private static ushort Sum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0; // 64 KiB of the largest words do not overflow it
        for (; bytes.Length >= 2; bytes = bytes[2..]) sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
        if (bytes.Length == 1) sum += (uint)bytes[0] << 8;
        while (sum > 0xFFFF) sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)sum;
    }
}
