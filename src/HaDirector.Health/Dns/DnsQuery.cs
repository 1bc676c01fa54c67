using System.Buffers.Binary;
using HaDirector.Health.Kinds;

namespace HaDirector.Health.Dns;

/// <summary>A query with one question (RFC 1035 section 4.1).</summary>
public static class DnsQuery
{
    /// <summary>Bytes of a message's header.</summary>
    public const int HeaderBytes = 12;

    /// <summary>Largest query: header, name, type and class.</summary>
    public const int BytesMax = HeaderBytes + DnsName.WireMax + 4;

    private const ushort RecursionDesired = 0x0100;
    private const ushort ClassInternet = 1;

    /// <summary>Writes a query.</summary>
    /// <returns>Bytes written; 0 when <paramref name="name"/> is no name or there is no room.</returns>
    public static int Write(Span<byte> message, ushort id, string name, DnsType type)
    {
        if (message.Length < BytesMax) return 0;
        message[..HeaderBytes].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(message, id);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], RecursionDesired);
        BinaryPrimitives.WriteUInt16BigEndian(message[4..], 1);
        int length = DnsName.Write(name, message[HeaderBytes..]);
        if (length == 0) return 0;
        BinaryPrimitives.WriteUInt16BigEndian(message[(HeaderBytes + length)..], (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(message[(HeaderBytes + length + 2)..], ClassInternet);
        return HeaderBytes + length + 4;
    }
}
