using System.Buffers.Binary;
using HaDirector.Model;

namespace HaDirector.Drills;

/// <summary>The frame that asks everybody who has an IPv4 address (RFC 826).</summary>
public static class ArpQuestion
{
    /// <summary>Bytes of the frame.</summary>
    public const int ByteCount = 42;

    /// <summary>Writes the frame.</summary>
    /// <param name="destination">At least <see cref="ByteCount"/> bytes.</param>
    /// <param name="asker">Link address of the asker.</param>
    /// <param name="askerAddress">Address of the asker.</param>
    /// <param name="wanted">The address that is looked for.</param>
    public static void Write(Span<byte> destination, MacAddress asker, IpAddress askerAddress, IpAddress wanted)
    {
        MacAddress.Broadcast.Write(destination);
        asker.Write(destination[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(destination[12..], 0x0806);
        // Ethernet, IPv4, their lengths, and the operation: request.
        BinaryPrimitives.WriteUInt64BigEndian(destination[14..], 0x0001_0800_0604_0001);
        asker.Write(destination[22..]);
        askerAddress.Write(destination[28..]);
        destination.Slice(32, MacAddress.ByteCount).Clear();
        wanted.Write(destination[38..]);
    }
}
