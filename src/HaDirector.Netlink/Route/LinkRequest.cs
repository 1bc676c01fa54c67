using System.Runtime.InteropServices;

namespace HaDirector.Netlink.Route;

/// <summary>What the port of a bridge does with frames (BR_STATE_).</summary>
public enum BridgePortState : byte
{
    /// <summary>Nothing comes in or goes out; the carrier stays.</summary>
    Disabled = 0,

    /// <summary>Frames are forwarded.</summary>
    Forwarding = 3,
}

/// <summary>Writes rtnetlink requests that change an interface. Allocates nothing.</summary>
public static class LinkRequest
{
    private const uint Up = 1; // IFF_UP
    private const ushort SetLink = 19; // RTM_SETLINK
    private const byte BridgeFamily = 7; // AF_BRIDGE
    private const ushort ProtocolInfoAttribute = 12; // IFLA_PROTINFO
    private const ushort PortStateAttribute = 1; // IFLA_BRPORT_STATE

    /// <summary>Sets an interface up or down.</summary>
    public static void SetUp(ref NetlinkWriter writer, uint sequence, int interfaceIndex, bool up)
    {
        int start = writer.BeginMessage(RouteMessage.NewLink, MessageFlags.Ack, sequence);
        Span<byte> header = Header(ref writer, 0, interfaceIndex);
        MemoryMarshal.Write(header[8..], up ? Up : 0);
        MemoryMarshal.Write(header[12..], Up); // which flags are meant
        writer.EndMessage(start);
    }

    /// <summary>Sets what a bridge's port does with frames; the bridge must not run spanning tree.</summary>
    public static void SetPortState(ref NetlinkWriter writer, uint sequence, int interfaceIndex, BridgePortState state)
    {
        int start = writer.BeginMessage(SetLink, MessageFlags.Ack, sequence);
        Header(ref writer, BridgeFamily, interfaceIndex);
        int nest = writer.BeginNest(ProtocolInfoAttribute);
        writer.UInt8(PortStateAttribute, (byte)state);
        writer.EndNest(nest);
        writer.EndMessage(start);
    }

    // struct ifinfomsg: family, pad, type, index, flags, change
    private static Span<byte> Header(ref NetlinkWriter writer, byte family, int interfaceIndex)
    {
        Span<byte> header = writer.Raw(RouteMessage.LinkHeaderLength);
        header[0] = family;
        MemoryMarshal.Write(header[4..], interfaceIndex);
        return header;
    }
}
