namespace HaDirector.Netlink;

/// <summary>Generic netlink: one protocol of which each family gets its id at run time (linux/genetlink.h).</summary>
public static class GenericNetlink
{
    /// <summary>NETLINK_GENERIC: the protocol number for the socket.</summary>
    public const int Protocol = 16;

    /// <summary>Bytes of genlmsghdr.</summary>
    public const int HeaderLength = 4;

    private const ushort Controller = 16; // GENL_ID_CTRL
    private const byte GetFamily = 3, ControllerVersion = 1;
    private const ushort FamilyId = 1, FamilyName = 2; // CTRL_ATTR_*

    /// <summary>Starts a message of a family; end it with <see cref="NetlinkWriter.EndMessage"/>.</summary>
    public static int Begin(ref NetlinkWriter writer, ushort family, MessageFlags flags, uint sequence, byte command, byte version)
    {
        int start = writer.BeginMessage(family, flags, sequence);
        Span<byte> header = writer.Raw(HeaderLength);
        header[0] = command;
        header[1] = version;
        return start;
    }

    /// <summary>Splits the body of an answer into command and attributes; false when it is too short.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out byte command, out AttributeReader attributes)
    {
        bool isComplete = body.Length >= HeaderLength;
        command = isComplete ? body[0] : (byte)0;
        attributes = new AttributeReader(isComplete ? body[HeaderLength..] : default);
        return isComplete;
    }

    /// <summary>Asks for the id of a family. A family that is a module is loaded by the question.</summary>
    public static void AskFamily(ref NetlinkWriter writer, uint sequence, ReadOnlySpan<char> name)
    {
        int start = Begin(ref writer, Controller, MessageFlags.Ack, sequence, GetFamily, ControllerVersion);
        writer.Text(FamilyName, name);
        writer.EndMessage(start);
    }

    /// <summary>Reads the id out of the answer; false when it is not in there.</summary>
    public static bool TryReadFamily(ReadOnlySpan<byte> body, out ushort id)
    {
        id = 0;
        if (!TryRead(body, out _, out AttributeReader attributes)) return false;
        while (attributes.Next())
            if (attributes.Type == FamilyId) return attributes.TryUInt16(out id);
        return false;
    }
}
