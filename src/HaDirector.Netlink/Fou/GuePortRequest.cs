using HaDirector.Model;

namespace HaDirector.Netlink.Fou;

/// <summary>Requests of the generic netlink family "fou" (linux/fou.h): UDP ports at which the kernel unwraps GUE.</summary>
public static class GuePortRequest
{
    /// <summary>Name of the family. The module fou is not loaded by asking for it.</summary>
    public const string FamilyName = "fou";

    private const byte Version = 1, CommandAdd = 1, CommandDelete = 2, CommandGet = 3;
    private const ushort AttributePort = 1, AttributeAf = 2, AttributeType = 4;
    private const byte TypeGue = 2, AfInet = 2, AfInet6 = 10;

    /// <summary>Opens a port.</summary>
    public static void Open(ref NetlinkWriter writer, ushort family, uint sequence, GuePort port)
    {
        int start = GenericNetlink.Begin(ref writer, family, MessageFlags.Ack, sequence, CommandAdd, Version);
        Name(ref writer, port);
        writer.UInt8(AttributeType, TypeGue);
        writer.EndMessage(start);
    }

    /// <summary>Closes a port.</summary>
    public static void Close(ref NetlinkWriter writer, ushort family, uint sequence, GuePort port)
    {
        int start = GenericNetlink.Begin(ref writer, family, MessageFlags.Ack, sequence, CommandDelete, Version);
        Name(ref writer, port);
        writer.EndMessage(start);
    }

    /// <summary>Asks for every port.</summary>
    public static void List(ref NetlinkWriter writer, ushort family, uint sequence)
    {
        int start = GenericNetlink.Begin(ref writer, family, MessageFlags.Dump, sequence, CommandGet, Version);
        writer.EndMessage(start);
    }

    /// <summary>Reads one of the answers; false for a port that unwraps something else, and for what cannot be read.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out GuePort port)
    {
        (ushort number, byte af, byte type) = (0, 0, 0);
        port = default;
        if (!GenericNetlink.TryRead(body, out _, out AttributeReader attributes)) return false;
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case AttributePort: attributes.TryUInt16BigEndian(out number); break;
                case AttributeAf: attributes.TryUInt8(out af); break;
                case AttributeType: attributes.TryUInt8(out type); break;
            }
        }
        if (attributes.Fault is not null || type != TypeGue || number == 0 || af is not (AfInet or AfInet6)) return false;
        port = new GuePort(number, af == AfInet ? IpFamily.V4 : IpFamily.V6);
        return true;
    }

    private static void Name(ref NetlinkWriter writer, GuePort port)
    {
        writer.UInt16BigEndian(AttributePort, port.Port);
        writer.UInt8(AttributeAf, port.Family == IpFamily.V4 ? AfInet : AfInet6);
    }
}
