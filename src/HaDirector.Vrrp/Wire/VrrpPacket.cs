using System.Buffers.Binary;
using HaDirector.Model;

namespace HaDirector.Vrrp.Wire;

/// <summary>A received advert of VRRP version 3 over IPv4: a view of the bytes, made by <see cref="TryParse"/>. Never allocates.</summary>
public readonly ref struct VrrpPacket
{
    /// <summary>IP protocol number of VRRP.</summary>
    public const byte Protocol = 112;

    /// <summary>The only TTL an advert may have; it is also the one to send with.</summary>
    public const byte TimeToLive = 255;

    /// <summary>224.0.0.18 in host order, where adverts go.</summary>
    public const uint MulticastGroupBits = 0xE000_0012;

    /// <summary>Bytes of a message before its addresses.</summary>
    public const int FixedLength = 8;

    /// <summary>Bytes of the longest message we send.</summary>
    public const int MessageMax = FixedLength + (4 * VirtualRouterSpec.AddressesMax);

    /// <summary>Bytes of the longest packet that can be right: IP header with options, 255 addresses. A receive buffer of this size loses nothing.</summary>
    public const int PacketMax = 60 + FixedLength + (4 * 255);

    private const int IpHeaderMin = 20;

    private readonly ReadOnlySpan<byte> _addresses;

    private VrrpPacket(Advert advert, ChecksumForm checksum, ReadOnlySpan<byte> addresses)
    {
        Advert = advert;
        Checksum = checksum;
        _addresses = addresses;
    }

    /// <summary>Router, priority, interval and sender. Of a dropped packet: router and sender, as far as they could be read, for the log.</summary>
    public Advert Advert { get; }

    /// <summary>Which bytes the sender's checksum covers.</summary>
    public ChecksumForm Checksum { get; }

    /// <summary>How many virtual addresses it carries; at least 1.</summary>
    public int AddressCount => _addresses.Length / 4;

    /// <summary>The virtual address at <paramref name="index"/>, which is less than <see cref="AddressCount"/>.</summary>
    public IpAddress AddressAt(int index) => IpAddress.FromV4(BinaryPrimitives.ReadUInt32BigEndian(_addresses[(index * 4)..]));

    /// <summary>
    /// Makes every check of RFC 9568 section 7.1 that needs no configuration, the cheapest first. Whether the router is ours is the
    /// caller's to look up (<see cref="DropReason.UnknownRouter"/>), and what the instance knows is <see cref="VrrpInstance.Admits"/>.
    /// </summary>
    /// <param name="ipPacket">The packet as a raw socket delivers it, beginning with its IPv4 header. Bytes after its end are ignored.</param>
    /// <param name="packet">The advert. It points into <paramref name="ipPacket"/>.</param>
    /// <param name="reason">Why it was dropped; <see cref="DropReason.None"/> on success.</param>
    /// <returns>Whether the advert may be believed. Never throws, whatever the bytes are.</returns>
    public static bool TryParse(ReadOnlySpan<byte> ipPacket, out VrrpPacket packet, out DropReason reason)
    {
        packet = default;
        reason = CheckIp(ipPacket, out ReadOnlySpan<byte> payload);
        if (reason != DropReason.None) return false;

        uint source = BinaryPrimitives.ReadUInt32BigEndian(ipPacket[12..]);
        uint destination = BinaryPrimitives.ReadUInt32BigEndian(ipPacket[16..]);
        reason = CheckMessage(payload, source, destination, out ReadOnlySpan<byte> message, out ChecksumForm form);
        byte router = payload.Length > 1 ? payload[1] : (byte)0;
        packet = reason == DropReason.None
            ? new(new(router, message[2], IntervalOf(message), IpAddress.FromV4(source)), form, message[FixedLength..])
            : new(new(router, 0, default, IpAddress.FromV4(source)), default, default);
        return reason == DropReason.None;
    }

    /// <summary>Writes the message (no IP header: the kernel makes it) of a router, to be sent to the multicast group.</summary>
    /// <param name="buffer">Where to; <see cref="MessageMax"/> bytes are always enough.</param>
    /// <param name="spec">Router, interval, addresses and checksum form. Addresses of IPv6 are left out.</param>
    /// <param name="priority">Priority to advertise; 0 resigns.</param>
    /// <param name="source">Primary address of the interface, the source of the packet; part of the checksum of <see cref="ChecksumForm.Rfc5798"/>.</param>
    /// <returns>Bytes written; 0 when the buffer is too small.</returns>
    public static int Write(Span<byte> buffer, VirtualRouterSpec spec, byte priority, IpAddress source)
    {
        if (buffer.Length < FixedLength) return 0;
        int length = FixedLength;
        for (int i = 0; i < spec.Addresses.Count; i++)
        {
            IpAddress address = spec.Addresses[i].Address;
            if (!address.IsV4) continue;
            if (buffer.Length < length + 4) return 0;
            address.Write(buffer[length..]);
            length += 4;
        }

        Span<byte> message = buffer[..length];
        message[0] = 0x31; // Version 3, type 1.
        message[1] = spec.VirtualRouterId;
        message[2] = priority;
        message[3] = (byte)((length - FixedLength) / 4);
        // The upper four bits are reserved and zero (section 5.2.6).
        BinaryPrimitives.WriteUInt16BigEndian(message[4..], (ushort)(spec.AdvertInterval.Value & 0xFFF));
        BinaryPrimitives.WriteUInt16BigEndian(message[6..], 0);
        uint sum = InternetChecksum.Sum(message);
        if (spec.Checksum == ChecksumForm.Rfc5798) sum += InternetChecksum.PseudoHeaderSum(source.V4Bits, MulticastGroupBits, length);
        BinaryPrimitives.WriteUInt16BigEndian(message[6..], (ushort)~InternetChecksum.Fold(sum));
        return length;
    }

    private static DropReason CheckIp(ReadOnlySpan<byte> packet, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (packet.Length < IpHeaderMin) return DropReason.Truncated;
        if (packet[8] != TimeToLive) return DropReason.TimeToLive;
        if (packet[9] != Protocol || packet[0] >> 4 != 4) return DropReason.NotVrrp;
        if (BinaryPrimitives.ReadUInt32BigEndian(packet[16..]) != MulticastGroupBits) return DropReason.Destination;
        int header = (packet[0] & 0xF) * 4;
        int total = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        if (header < IpHeaderMin || total < header || packet.Length < total) return DropReason.Truncated;
        payload = packet[header..total];
        return DropReason.None;
    }

    private static DropReason CheckMessage(
        ReadOnlySpan<byte> payload, uint source, uint destination, out ReadOnlySpan<byte> message, out ChecksumForm form)
    {
        message = default;
        form = default;
        if (payload.Length < FixedLength) return DropReason.Truncated;
        if (payload[0] >> 4 != 3) return DropReason.Version;
        if ((payload[0] & 0xF) != 1) return DropReason.Type;
        if (payload[3] == 0) return DropReason.NoAddress;
        int length = FixedLength + (payload[3] * 4);
        if (payload.Length < length) return DropReason.Truncated;
        if (IntervalOf(payload).Value < Centiseconds.Smallest) return DropReason.Interval;

        // What follows the addresses, such as the authentication trailer of a newer peer, is not part of the message.
        message = payload[..length];
        uint sum = InternetChecksum.Sum(message);
        if (InternetChecksum.Fold(sum + InternetChecksum.PseudoHeaderSum(source, destination, length)) == InternetChecksum.Right)
            form = ChecksumForm.Rfc5798;
        else if (InternetChecksum.Fold(sum) == InternetChecksum.Right)
            form = ChecksumForm.Rfc9568;
        else
            return DropReason.Checksum;
        return DropReason.None;
    }

    // The upper four bits are reserved and ignored (section 5.2.6).
    private static Centiseconds IntervalOf(ReadOnlySpan<byte> message) => new(BinaryPrimitives.ReadUInt16BigEndian(message[4..]) & 0xFFF);
}
