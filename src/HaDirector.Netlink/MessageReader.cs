using System.Runtime.InteropServices;

namespace HaDirector.Netlink;

/// <summary>Walks the messages of one datagram. Never throws, always moves on, and says why it stopped early.</summary>
/// <param name="datagram">What one receive gave.</param>
public ref struct MessageReader(ReadOnlySpan<byte> datagram)
{
    private ReadOnlySpan<byte> _rest = datagram;

    /// <summary>Type of the current message.</summary>
    public ushort Type { get; private set; }

    /// <summary>Flags of the current message.</summary>
    public MessageFlags Flags { get; private set; }

    /// <summary>Sequence number: that of the request it answers, 0 for a notification.</summary>
    public uint Sequence { get; private set; }

    /// <summary>What follows the header.</summary>
    public ReadOnlySpan<byte> Body { get; private set; }

    /// <summary>Why reading stopped early; null while the input is sound.</summary>
    public string? Fault { get; private set; }

    /// <summary>Goes to the next message; false at the end and on a fault.</summary>
    public bool Next()
    {
        if (Fault is not null || _rest.IsEmpty) return false;
        if (_rest.Length < NetlinkWriter.HeaderLength) return Fail("message header cut short");
        uint length = MemoryMarshal.Read<uint>(_rest);
        if (length < NetlinkWriter.HeaderLength) return Fail("message length below its header");
        if (length > (uint)_rest.Length) return Fail("message runs past the datagram");
        Type = MemoryMarshal.Read<ushort>(_rest[4..]);
        Flags = (MessageFlags)MemoryMarshal.Read<ushort>(_rest[6..]);
        Sequence = MemoryMarshal.Read<uint>(_rest[8..]);
        Body = _rest[NetlinkWriter.HeaderLength..(int)length];
        _rest = _rest[Math.Min(AttributeReader.Align((int)length), _rest.Length)..];
        return true;
    }

    private bool Fail(string fault)
    {
        Fault = fault;
        return false;
    }
}
