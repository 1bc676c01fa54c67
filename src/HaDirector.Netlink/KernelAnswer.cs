using System.Runtime.InteropServices;

namespace HaDirector.Netlink;

/// <summary>What an error message (or the end of a dump) says: an error number, and perhaps the kernel's own words.</summary>
/// <param name="Errno">Positive error number; 0 is success.</param>
/// <param name="Text">Extended-ack text of the kernel; null when it said nothing.</param>
/// <param name="Offset">Where in the request the bad attribute begins; null when not said.</param>
public readonly record struct KernelAnswer(int Errno, string? Text, uint? Offset)
{
    private const ushort AttributeMessage = 1, AttributeOffset = 2; // NLMSGERR_ATTR_*

    /// <summary>Reads the body of an <see cref="MessageType.Error"/> message; false when it is too short to be one.</summary>
    public static bool TryReadError(ReadOnlySpan<byte> body, MessageFlags flags, out KernelAnswer answer)
    {
        answer = default;
        if (!MemoryMarshal.TryRead(body, out int error) || body.Length < 4 + NetlinkWriter.HeaderLength) return false;
        string? text = null;
        uint? offset = null;
        if (flags.HasFlag(MessageFlags.AckAttributes))
        {
            // An error without CAP_ACK echoes the whole request, then come the attributes.
            bool headerOnly = error == 0 || flags.HasFlag(MessageFlags.Capped);
            uint echoed = headerOnly ? NetlinkWriter.HeaderLength : MemoryMarshal.Read<uint>(body[4..]);
            if (echoed <= (uint)(body.Length - 4))
                ReadAttributes(body[Math.Min(4 + AttributeReader.Align((int)echoed), body.Length)..], ref text, ref offset);
        }

        answer = new KernelAnswer(Positive(error), text, offset);
        return true;
    }

    /// <summary>Reads the body of a <see cref="MessageType.Done"/> message: the error a dump ended with, usually 0.</summary>
    public static KernelAnswer ReadDone(ReadOnlySpan<byte> body, MessageFlags flags)
    {
        if (!MemoryMarshal.TryRead(body, out int error)) return default;
        string? text = null;
        uint? offset = null;
        if (flags.HasFlag(MessageFlags.AckAttributes)) ReadAttributes(body[4..], ref text, ref offset);
        return new KernelAnswer(Positive(error), text, offset);
    }

    private static int Positive(int error) => error == int.MinValue ? int.MaxValue : Math.Abs(error);

    private static void ReadAttributes(ReadOnlySpan<byte> attributes, ref string? text, ref uint? offset)
    {
        AttributeReader reader = new(attributes);
        while (reader.Next())
        {
            if (reader.Type == AttributeMessage) text = reader.Text();
            else if (reader.Type == AttributeOffset && reader.TryUInt32(out uint value)) offset = value;
        }
    }
}
