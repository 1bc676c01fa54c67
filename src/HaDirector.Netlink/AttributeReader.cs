using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using HaDirector.Model;

namespace HaDirector.Netlink;

/// <summary>Walks a run of netlink attributes. Never throws on what the kernel or a fuzzer sends, and every step moves on.</summary>
/// <remarks>A fault (a broken run, or a value too short for what was asked) ends the walk: <see cref="Next"/> is false from then on.</remarks>
/// <param name="data">The attributes.</param>
public ref struct AttributeReader(ReadOnlySpan<byte> data)
{
    /// <summary>Bytes of nlattr.</summary>
    public const int HeaderLength = 4;

    internal const ushort NestedFlag = 0x8000;
    private const ushort TypeMask = 0x3fff; // without NLA_F_NESTED and NLA_F_NET_BYTEORDER

    private ReadOnlySpan<byte> _rest = data;

    /// <summary>Number of the current attribute.</summary>
    public ushort Type { get; private set; }

    /// <summary>Value of the current attribute, without padding.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Why reading stopped early; null while the input is sound.</summary>
    public string? Fault { get; private set; }

    /// <summary>Length rounded up to the 4 bytes of netlink.</summary>
    public static int Align(int length) => (length + 3) & ~3;

    /// <summary>Goes to the next attribute; false at the end and on a fault.</summary>
    public bool Next()
    {
        if (Fault is not null || _rest.IsEmpty) return false;
        if (_rest.Length < HeaderLength) return Fail("attribute header cut short");
        int length = MemoryMarshal.Read<ushort>(_rest);
        if (length < HeaderLength) return Fail("attribute length below its header");
        if (length > _rest.Length) return Fail("attribute runs past the message");
        Type = (ushort)(MemoryMarshal.Read<ushort>(_rest[2..]) & TypeMask);
        Value = _rest[HeaderLength..length];
        _rest = _rest[Math.Min(Align(length), _rest.Length)..];
        return true;
    }

    /// <summary>A walk over the attributes inside the current one.</summary>
    public readonly AttributeReader Nested() => new(Value);

    /// <summary>Takes over the fault of a walk over a nest, so that one check at the end is enough.</summary>
    /// <returns>Whether the nest was sound.</returns>
    public bool Sound(string? nestedFault) => nestedFault is null || Fail(nestedFault);

    /// <summary>One byte.</summary>
    public bool TryUInt8(out byte value)
    {
        value = Value.IsEmpty ? (byte)0 : Value[0];
        return !Value.IsEmpty || Fail("attribute shorter than 1 byte");
    }

    /// <summary>16 bits in host order.</summary>
    public bool TryUInt16(out ushort value) => MemoryMarshal.TryRead(Value, out value) || Fail("attribute shorter than 2 bytes");

    /// <summary>16 bits in network order: a port.</summary>
    public bool TryUInt16BigEndian(out ushort value) =>
        BinaryPrimitives.TryReadUInt16BigEndian(Value, out value) || Fail("attribute shorter than 2 bytes");

    /// <summary>32 bits in host order.</summary>
    public bool TryUInt32(out uint value) => MemoryMarshal.TryRead(Value, out value) || Fail("attribute shorter than 4 bytes");

    /// <summary>32 bits in network order.</summary>
    public bool TryUInt32BigEndian(out uint value) =>
        BinaryPrimitives.TryReadUInt32BigEndian(Value, out value) || Fail("attribute shorter than 4 bytes");

    /// <summary>64 bits in host order.</summary>
    public bool TryUInt64(out ulong value) => MemoryMarshal.TryRead(Value, out value) || Fail("attribute shorter than 8 bytes");

    /// <summary>An address of 4 or 16 bytes.</summary>
    public bool TryAddress(out IpAddress value) => IpAddress.TryRead(Value, out value) || Fail("address of neither 4 nor 16 bytes");

    /// <summary>Text up to the first NUL or the end; bytes that are not UTF-8 become U+FFFD.</summary>
    public readonly string Text()
    {
        int end = Value.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? Value : Value[..end]);
    }

    private bool Fail(string fault)
    {
        Fault = fault;
        return false;
    }
}
