using System.Buffers.Binary;
using System.Security.Cryptography;
using HaDirector.Model;

namespace HaDirector.Vrrp.Presence;

/// <summary>
/// Bytes of the hello that directors send each other over UDP about once a second: 32 bytes of head, 12 for each router, and their HMAC-SHA256.
/// All numbers are in network order. Allocates nothing and never throws.
/// </summary>
/// <remarks>
/// Head: "HADH", version, number of routers, two zero bytes, session (8), counter (8), wall seconds (8).
/// Router: hash of the name (4), hash of the advert source (4), virtual router id, family in the high and state in the low half byte, priority, flags (1 = resigned).
/// </remarks>
public static class HelloPacket
{
    /// <summary>Most routers of one hello, so that it fits a frame; more of them go in several hellos.</summary>
    public const int RoutersMax = 96;

    /// <summary>Longest hello.</summary>
    public const int SizeMax = HeadSize + (RoutersMax * RouterSize) + MacSize;

    private const uint Magic = 0x48414448; // "HADH"
    private const byte CurrentVersion = 1;
    private const int HeadSize = 32, RouterSize = 12, MacSize = 32;
    private const byte Resigned = 1;

    /// <summary>Writes a hello.</summary>
    /// <param name="packet">At least <see cref="SizeMax"/> bytes.</param>
    /// <param name="hello">Its head.</param>
    /// <param name="routers">At most <see cref="RoutersMax"/>.</param>
    /// <param name="key">Key of the HMAC.</param>
    /// <returns>Its length.</returns>
    public static int Write(Span<byte> packet, in Hello hello, ReadOnlySpan<HelloRouter> routers, ReadOnlySpan<byte> key)
    {
        BinaryPrimitives.WriteUInt32BigEndian(packet, Magic);
        (packet[4], packet[5], packet[6], packet[7]) = (CurrentVersion, (byte)routers.Length, 0, 0);
        BinaryPrimitives.WriteUInt64BigEndian(packet[8..], hello.Session);
        BinaryPrimitives.WriteUInt64BigEndian(packet[16..], hello.Counter);
        BinaryPrimitives.WriteInt64BigEndian(packet[24..], hello.WallSeconds);
        int at = HeadSize;
        foreach (ref readonly HelloRouter router in routers)
        {
            Write(packet[at..], router);
            at += RouterSize;
        }

        HMACSHA256.HashData(key, packet[..at], packet[at..]);
        return at + MacSize;
    }

    /// <summary>Reads a hello.</summary>
    /// <param name="packet">What came.</param>
    /// <param name="key">Key of the HMAC.</param>
    /// <param name="routers">Room for <see cref="RoutersMax"/> routers.</param>
    /// <param name="hello">Its head.</param>
    /// <param name="count">How many of <paramref name="routers"/> were filled.</param>
    /// <returns>None, Malformed, Version or Authentication.</returns>
    public static HelloDrop Read(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> key, Span<HelloRouter> routers, out Hello hello, out int count)
    {
        (hello, count) = (default, 0);
        if (packet.Length < HeadSize + MacSize || BinaryPrimitives.ReadUInt32BigEndian(packet) != Magic) return HelloDrop.Malformed;
        if (packet[4] != CurrentVersion) return HelloDrop.Version;
        int expected = packet[5], end = HeadSize + (expected * RouterSize);
        if (expected > RoutersMax || packet.Length != end + MacSize) return HelloDrop.Malformed;
        Span<byte> mac = stackalloc byte[MacSize];
        HMACSHA256.HashData(key, packet[..end], mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, packet[end..])) return HelloDrop.Authentication;

        hello = new Hello(
            BinaryPrimitives.ReadUInt64BigEndian(packet[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(packet[16..]),
            BinaryPrimitives.ReadInt64BigEndian(packet[24..]));
        for (int at = HeadSize; at < end; at += RouterSize)
        {
            // A router of a family or state that is not known here is one of a later version: the hello itself stands.
            if (TryRead(packet.Slice(at, RouterSize), out HelloRouter router)) routers[count++] = router;
        }

        return HelloDrop.None;
    }

    private static void Write(Span<byte> entry, in HelloRouter router)
    {
        BinaryPrimitives.WriteUInt32BigEndian(entry, router.Name);
        BinaryPrimitives.WriteUInt32BigEndian(entry[4..], router.Source);
        entry[8] = router.VirtualRouterId;
        entry[9] = (byte)(((router.Family == IpFamily.V4 ? 4 : 6) << 4) | (int)router.State);
        entry[10] = router.Priority;
        entry[11] = router.Resigned ? Resigned : (byte)0;
    }

    private static bool TryRead(ReadOnlySpan<byte> entry, out HelloRouter router)
    {
        int family = entry[9] >> 4, state = entry[9] & 15;
        router = new HelloRouter(
            BinaryPrimitives.ReadUInt32BigEndian(entry),
            BinaryPrimitives.ReadUInt32BigEndian(entry[4..]),
            entry[8],
            family == 4 ? IpFamily.V4 : IpFamily.V6,
            (VrrpState)state,
            entry[10],
            (entry[11] & Resigned) != 0);
        return family is 4 or 6 && state <= (int)VrrpState.Fault;
    }
}
