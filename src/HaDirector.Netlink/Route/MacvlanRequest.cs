using System.Runtime.InteropServices;

namespace HaDirector.Netlink.Route;

/// <summary>Writes rtnetlink requests about macvlan devices, which give an interface a second Ethernet address.</summary>
public static class MacvlanRequest
{
    /// <summary>What marks a device as ours (ifalias), so that any process can find and remove it.</summary>
    public const string Mark = "hadirector";

    // MACVLAN_MODE_BRIDGE. In private mode the interface below would not hear multicast from another host under the same Ethernet address, so that two
    // masters would never hear each other.
    private const uint BridgeMode = 4;
    private const byte NoAddressGeneration = 1; // IN6_ADDR_GEN_MODE_NONE
    private const ushort Inet6 = 10; // AF_INET6

    private const ushort Lower = 5, LinkInfo = 18, Alias = 20, FamilySpec = 26; // IFLA_
    private const ushort InfoKind = 1, InfoData = 2, MacvlanMode = 1, AddressGenerationMode = 8;

    /// <summary>Makes the device, down.</summary>
    /// <param name="writer">Where it is written.</param>
    /// <param name="sequence">Number of the request.</param>
    /// <param name="name">Its name.</param>
    /// <param name="lowerIndex">Interface it stands on.</param>
    /// <param name="hardware">Its Ethernet address.</param>
    public static void Make(ref NetlinkWriter writer, uint sequence, ReadOnlySpan<char> name, int lowerIndex, HardwareAddress hardware)
    {
        int start = writer.BeginMessage(RouteMessage.NewLink, MessageFlags.Create | MessageFlags.Exclusive | MessageFlags.Ack, sequence);
        writer.Raw(RouteMessage.LinkHeaderLength);
        writer.Text(RouteMessage.LinkNameAttribute, name);
        writer.UInt32(Lower, (uint)lowerIndex);
        hardware.Write(writer.Attribute(RouteMessage.LinkAddressAttribute, HardwareAddress.Length));
        int info = writer.BeginNest(LinkInfo);
        writer.Text(InfoKind, "macvlan");
        int data = writer.BeginNest(InfoData);
        writer.UInt32(MacvlanMode, BridgeMode);
        writer.EndNest(data);
        writer.EndNest(info);
        writer.EndMessage(start);
    }

    /// <summary>Marks the device as ours and keeps the kernel from deriving IPv6 addresses from its Ethernet address (RFC 9568 section 7.4).</summary>
    public static void Own(ref NetlinkWriter writer, uint sequence, int interfaceIndex)
    {
        int start = writer.BeginMessage(RouteMessage.NewLink, MessageFlags.Ack, sequence);
        MemoryMarshal.Write(writer.Raw(RouteMessage.LinkHeaderLength)[4..], interfaceIndex);
        writer.Text(Alias, Mark);
        int families = writer.BeginNest(FamilySpec);
        int inet6 = writer.BeginNest(Inet6);
        writer.UInt8(AddressGenerationMode, NoAddressGeneration);
        writer.EndNest(inet6);
        writer.EndNest(families);
        writer.EndMessage(start);
    }

    /// <summary>Removes an interface.</summary>
    public static void Delete(ref NetlinkWriter writer, uint sequence, int interfaceIndex)
    {
        int start = writer.BeginMessage(RouteMessage.DeleteLink, MessageFlags.Ack, sequence);
        MemoryMarshal.Write(writer.Raw(RouteMessage.LinkHeaderLength)[4..], interfaceIndex);
        writer.EndMessage(start);
    }

    /// <summary>Asks for all interfaces.</summary>
    public static void DumpLinks(ref NetlinkWriter writer, uint sequence)
    {
        int start = writer.BeginMessage(RouteMessage.GetLink, MessageFlags.Dump, sequence);
        writer.Raw(RouteMessage.LinkHeaderLength);
        writer.EndMessage(start);
    }
}
