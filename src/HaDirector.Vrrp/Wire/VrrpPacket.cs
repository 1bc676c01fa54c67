using System.Buffers.Binary;
using HaDirector.Model;

namespace HaDirector.Vrrp.Wire;

/// <summary>A received advert of version 2 or 3: a view of the bytes, made by <see cref="TryParse(in ReceivedPacket, out VrrpPacket, out DropReason)"/>. Never allocates.</summary>
public readonly ref partial struct VrrpPacket
{
    /// <summary>IP protocol number of VRRP.</summary>
    public const byte Protocol = 112;

    /// <summary>The TTL or hop limit to send with, and the only one a multicast advert may have.</summary>
    public const byte HopLimit = 255;

    /// <summary>224.0.0.18 in host order, where IPv4 adverts go.</summary>
    public const uint MulticastGroupBits = 0xE000_0012;

    /// <summary>Bytes of a message before its addresses.</summary>
    public const int FixedLength = 8;

    /// <summary>Bytes of version 2's authentication data, behind the addresses; there with every authentication type (RFC 3768 section 5.3.10).</summary>
    public const int AuthenticationLength = 8;

    /// <summary>Bytes of the longest message we send.</summary>
    public const int MessageMax = FixedLength + (16 * VirtualRouterSpec.AddressesMax) + HmacTrailer.Length;

    /// <summary>Bytes of the longest packet that can be right: IPv4 header with options or none, 255 addresses. A receive buffer of this size loses nothing.</summary>
    public const int PacketMax = 60 + FixedLength + (16 * 255) + HmacTrailer.Length;

    private readonly ReadOnlySpan<byte> _message;
    private readonly int _addressLength;

    private VrrpPacket(scoped in ReceivedPacket received, byte router) =>
        (Advert, Destination, ReceivedHopLimit) = (new(router, 0, default, received.Source), received.Destination, received.HopLimit);

    private VrrpPacket(scoped in ReceivedPacket received, ReadOnlySpan<byte> message, ChecksumForm checksum)
    {
        Version = (byte)(message[0] >> 4);
        Advert = new(message[1], message[2], IntervalOf(message), received.Source);
        Destination = received.Destination;
        ReceivedHopLimit = received.HopLimit;
        Checksum = checksum;
        Trailer = received.Message[message.Length..];
        _message = message;
        _addressLength = received.Source.ByteCount;
    }

    /// <summary>ff02::12, where IPv6 adverts go.</summary>
    public static IpAddress MulticastGroupV6 { get; } = IpAddress.Parse("ff02::12");

    /// <summary>Router, priority, interval and sender. Of a dropped packet: router and sender, as far as they could be read, for the log.</summary>
    public Advert Advert { get; }

    /// <summary>2 or 3; 0 of a dropped packet.</summary>
    public byte Version { get; }

    /// <summary>Where it was sent to.</summary>
    public IpAddress Destination { get; }

    /// <summary>TTL or hop limit it arrived with; of a multicast advert always <see cref="HopLimit"/>.</summary>
    public byte ReceivedHopLimit { get; }

    /// <summary>Which bytes the sender's checksum covers; means something for version 3 over IPv4 only.</summary>
    public ChecksumForm Checksum { get; }

    /// <summary>How many virtual addresses it carries; at least 1.</summary>
    public int AddressCount => _message.IsEmpty ? 0 : _message[3];

    /// <summary>Version 2: the authentication type (RFC 3768 section 5.3.6); 0 in version 3.</summary>
    internal byte AuthenticationType => Version == 2 ? _message[4] : (byte)0;

    /// <summary>Version 2: the authentication data.</summary>
    internal ReadOnlySpan<byte> Authentication => _message[^AuthenticationLength..];

    /// <summary>The message alone, with its checksum.</summary>
    internal ReadOnlySpan<byte> Message => _message;

    /// <summary>What follows the message, such as the HMAC trailer.</summary>
    internal ReadOnlySpan<byte> Trailer { get; }

    /// <summary>The multicast group of a family.</summary>
    public static IpAddress MulticastGroup(IpFamily family) => family == IpFamily.V4 ? IpAddress.FromV4(MulticastGroupBits) : MulticastGroupV6;

    /// <summary>The virtual address at <paramref name="index"/>, which is less than <see cref="AddressCount"/>.</summary>
    public IpAddress AddressAt(int index)
    {
        IpAddress.TryRead(_message.Slice(FixedLength + (index * _addressLength), _addressLength), out IpAddress address);
        return address;
    }

    /// <summary>The same for an IPv4 packet as a raw socket delivers it, with its header.</summary>
    public static bool TryParse(ReadOnlySpan<byte> ipPacket, out VrrpPacket packet, out DropReason reason)
    {
        if (ReceivedPacket.TryReadV4(ipPacket, out ReceivedPacket received, out reason)) return TryParse(received, out packet, out reason);
        packet = new(received, router: 0);
        return false;
    }

    /// <summary>
    /// Makes every check of RFC 9568 section 7.1 (RFC 3768 section 7.1 for version 2) that needs no configuration, the cheapest first. Whether the
    /// router is ours is the caller's to look up (<see cref="DropReason.UnknownRouter"/>), and what the instance knows is <see cref="VrrpInstance.Admits"/>.
    /// </summary>
    /// <param name="received">What came in.</param>
    /// <param name="packet">The advert. It points into the bytes of <paramref name="received"/>.</param>
    /// <param name="reason">Why it was dropped; <see cref="DropReason.None"/> on success.</param>
    /// <returns>Whether the advert may be believed. Never throws, whatever the bytes are.</returns>
    public static bool TryParse(scoped in ReceivedPacket received, out VrrpPacket packet, out DropReason reason)
    {
        reason = Check(received, out ReadOnlySpan<byte> message, out ChecksumForm form);
        packet = reason == DropReason.None
            ? new(received, message, form)
            : new(received, received.Message.Length > 1 ? received.Message[1] : (byte)0);
        return reason == DropReason.None;
    }

    private static DropReason Check(scoped in ReceivedPacket received, out ReadOnlySpan<byte> message, out ChecksumForm form)
    {
        message = default;
        form = default;
        IpFamily family = received.Source.Family;
        if (received.Destination.IsMulticast)
        {
            // The window of unicast is the configured peer's, so it waits until the router is known.
            if (received.HopLimit != HopLimit) return DropReason.TimeToLive;
            if (received.Destination != MulticastGroup(family)) return DropReason.Destination;
        }

        ReadOnlySpan<byte> payload = received.Message;
        if (payload.Length < FixedLength) return DropReason.Truncated;
        int version = payload[0] >> 4;
        if (version != 3 && (version != 2 || family != IpFamily.V4)) return DropReason.Version;
        if ((payload[0] & 0xF) != 1) return DropReason.Type;
        if (payload[3] == 0) return DropReason.NoAddress;
        if (version == 3 && payload.Length == FixedLength + (payload[3] * (family == IpFamily.V4 ? 16 : 4))) return DropReason.Family;
        int length = FixedLength + (payload[3] * received.Source.ByteCount) + (version == 2 ? AuthenticationLength : 0);
        if (payload.Length < length) return DropReason.Truncated;
        if (IntervalOf(payload).Value < Centiseconds.Smallest) return DropReason.Interval;

        message = payload[..length];
        if (family == IpFamily.V6 && (message[FixedLength] != 0xFE || message[FixedLength + 1] >> 6 != 0b10)) return DropReason.NotLinkLocal;
        return HasRightChecksum(received, message, out form) ? DropReason.None : DropReason.Checksum;
    }

    // Over IPv4 what follows the message is not part of it. Over IPv6 the checksum is that of all upper layers: it covers what follows.
    private static bool HasRightChecksum(scoped in ReceivedPacket received, ReadOnlySpan<byte> message, out ChecksumForm form)
    {
        form = ChecksumForm.Rfc5798;
        bool isV4 = received.Source.IsV4;
        uint sum = InternetChecksum.Sum(isV4 ? message : received.Message);
        uint pseudo = InternetChecksum.PseudoHeaderSum(received.Source, received.Destination, isV4 ? message.Length : received.Message.Length);
        if (message[0] >> 4 == 3 && InternetChecksum.Fold(sum + pseudo) == InternetChecksum.Right) return true;
        form = ChecksumForm.Rfc9568;
        return isV4 && InternetChecksum.Fold(sum) == InternetChecksum.Right;
    }

    // Version 2 counts in seconds. The upper four bits of version 3 are reserved and ignored (section 5.2.6).
    private static Centiseconds IntervalOf(ReadOnlySpan<byte> message) =>
        new(message[0] >> 4 == 2 ? message[5] * CentisecondsPerSecond : BinaryPrimitives.ReadUInt16BigEndian(message[4..]) & 0xFFF);
}
