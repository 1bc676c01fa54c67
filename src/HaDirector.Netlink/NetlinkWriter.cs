using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using HaDirector.Model;

namespace HaDirector.Netlink;

/// <summary>Writes netlink messages into a caller-owned buffer. Lengths are back-patched, padding is zeroed, nothing is allocated.</summary>
/// <remarks>
/// A buffer that is too small is the caller's bug and throws <see cref="ArgumentOutOfRangeException"/>: whoever batches checks
/// <see cref="Remaining"/> before each message.
/// </remarks>
/// <param name="buffer">Where the messages go.</param>
public ref struct NetlinkWriter(Span<byte> buffer)
{
    /// <summary>Bytes of nlmsghdr.</summary>
    public const int HeaderLength = 16;

    private readonly Span<byte> _buffer = buffer;

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes that still fit.</summary>
    public readonly int Remaining => _buffer.Length - Length;

    /// <summary>What has been written.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer[..Length];

    /// <summary>Starts a message; give the result to <see cref="EndMessage"/>.</summary>
    /// <param name="type">Type of the family, or the family's id for generic netlink.</param>
    /// <param name="flags">Flags; <see cref="MessageFlags.Request"/> is added.</param>
    /// <param name="sequence">Number by which the answer is recognised.</param>
    public int BeginMessage(ushort type, MessageFlags flags, uint sequence)
    {
        int start = Length;
        Span<byte> header = Raw(HeaderLength);
        MemoryMarshal.Write(header[4..], type);
        MemoryMarshal.Write(header[6..], (ushort)(flags | MessageFlags.Request));
        MemoryMarshal.Write(header[8..], sequence);
        return start;
    }

    /// <summary>Ends the message that began at <paramref name="start"/>.</summary>
    public readonly void EndMessage(int start) => MemoryMarshal.Write(_buffer[start..], (uint)(Length - start));

    /// <summary>Takes <paramref name="count"/> zeroed bytes, padded to 4: the fixed header of a family (ifaddrmsg, genlmsghdr).</summary>
    public Span<byte> Raw(int count)
    {
        int padded = AttributeReader.Align(count);
        Span<byte> taken = _buffer.Slice(Length, padded);
        taken.Clear(); // padding never leaks earlier contents
        Length += padded;
        return taken[..count];
    }

    /// <summary>Starts a nest of attributes; give the result to <see cref="EndNest"/>.</summary>
    public int BeginNest(ushort type)
    {
        int start = Length;
        MemoryMarshal.Write(Raw(AttributeReader.HeaderLength)[2..], (ushort)(type | AttributeReader.NestedFlag));
        return start;
    }

    /// <summary>Ends the nest that began at <paramref name="start"/>.</summary>
    public readonly void EndNest(int start) => MemoryMarshal.Write(_buffer[start..], (ushort)(Length - start));

    /// <summary>An attribute without a value.</summary>
    public void Flag(ushort type) => Attribute(type, 0);

    /// <summary>One byte.</summary>
    public void UInt8(ushort type, byte value) => Attribute(type, 1)[0] = value;

    /// <summary>16 bits in host order.</summary>
    public void UInt16(ushort type, ushort value) => MemoryMarshal.Write(Attribute(type, 2), value);

    /// <summary>16 bits in network order: a port.</summary>
    public void UInt16BigEndian(ushort type, ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Attribute(type, 2), value);

    /// <summary>32 bits in host order.</summary>
    public void UInt32(ushort type, uint value) => MemoryMarshal.Write(Attribute(type, 4), value);

    /// <summary>32 bits in network order.</summary>
    public void UInt32BigEndian(ushort type, uint value) => BinaryPrimitives.WriteUInt32BigEndian(Attribute(type, 4), value);

    /// <summary>64 bits in host order.</summary>
    public void UInt64(ushort type, ulong value) => MemoryMarshal.Write(Attribute(type, 8), value);

    /// <summary>An address: 4 or 16 bytes in network order.</summary>
    public void Address(ushort type, IpAddress value) => value.Write(Attribute(type, value.ByteCount));

    /// <summary>Any bytes.</summary>
    public void Bytes(ushort type, ReadOnlySpan<byte> value) => value.CopyTo(Attribute(type, value.Length));

    /// <summary>Text in UTF-8, closed with a NUL.</summary>
    public void Text(ushort type, ReadOnlySpan<char> value) =>
        Encoding.UTF8.GetBytes(value, Attribute(type, Encoding.UTF8.GetByteCount(value) + 1));

    /// <summary>An attribute of <paramref name="payload"/> zeroed bytes, for the caller to fill.</summary>
    public Span<byte> Attribute(ushort type, int payload)
    {
        Span<byte> whole = Raw(AttributeReader.HeaderLength + payload);
        MemoryMarshal.Write(whole, (ushort)(AttributeReader.HeaderLength + payload));
        MemoryMarshal.Write(whole[2..], type);
        return whole[AttributeReader.HeaderLength..];
    }
}
