using System.Buffers.Binary;
using HaDirector.Model;

namespace HaDirector.Vrrp.Wire;

/// <summary>
/// What came in, whatever the family: an IPv4 raw socket delivers the IP header too (<see cref="TryReadV4"/>), an IPv6 one only the message, with
/// source, destination and hop limit beside it (recvmsg, IPV6_PKTINFO, IPV6_HOPLIMIT).
/// </summary>
/// <param name="message">The bytes after the IP headers, up to the end that the IP header tells.</param>
/// <param name="source">Source address.</param>
/// <param name="destination">Destination address, of the same family.</param>
/// <param name="hopLimit">TTL or hop limit it arrived with.</param>
public readonly ref struct ReceivedPacket(ReadOnlySpan<byte> message, IpAddress source, IpAddress destination, byte hopLimit)
{
    private const int HeaderMin = 20;

    /// <summary>The bytes after the IP headers.</summary>
    public ReadOnlySpan<byte> Message { get; } = message;

    /// <summary>Source address.</summary>
    public IpAddress Source { get; } = source;

    /// <summary>Destination address.</summary>
    public IpAddress Destination { get; } = destination;

    /// <summary>TTL or hop limit it arrived with.</summary>
    public byte HopLimit { get; } = hopLimit;

    /// <summary>Reads an IPv4 header. The hop limit is judged before anything else of a multicast packet (RFC 9568 section 5.1.1.3).</summary>
    /// <param name="ipPacket">The packet as a raw socket delivers it. Bytes after its end are ignored.</param>
    /// <param name="received">What it carries; on failure at most its source.</param>
    /// <param name="reason">Why it was dropped; <see cref="DropReason.None"/> on success.</param>
    /// <returns>Whether it is an IPv4 packet of protocol 112 that is all there. Never throws, whatever the bytes are.</returns>
    public static bool TryReadV4(ReadOnlySpan<byte> ipPacket, out ReceivedPacket received, out DropReason reason)
    {
        received = default;
        reason = DropReason.Truncated;
        if (ipPacket.Length < HeaderMin) return false;
        var source = IpAddress.FromV4(BinaryPrimitives.ReadUInt32BigEndian(ipPacket[12..]));
        var destination = IpAddress.FromV4(BinaryPrimitives.ReadUInt32BigEndian(ipPacket[16..]));
        received = new(default, source, destination, ipPacket[8]);
        int header = (ipPacket[0] & 0xF) * 4;
        int total = BinaryPrimitives.ReadUInt16BigEndian(ipPacket[2..]);
        reason =
            destination.IsMulticast && ipPacket[8] != VrrpPacket.HopLimit ? DropReason.TimeToLive
            : ipPacket[9] != VrrpPacket.Protocol || ipPacket[0] >> 4 != 4 ? DropReason.NotVrrp
            : header < HeaderMin || total < header || ipPacket.Length < total ? DropReason.Truncated
            : DropReason.None;
        if (reason != DropReason.None) return false;
        received = new(ipPacket[header..total], source, destination, ipPacket[8]);
        return true;
    }
}
