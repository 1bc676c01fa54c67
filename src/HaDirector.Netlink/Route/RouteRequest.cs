using System.Runtime.InteropServices;
using HaDirector.Model;

namespace HaDirector.Netlink.Route;

/// <summary>Writes rtnetlink requests. Allocates nothing.</summary>
public static class RouteRequest
{
    /// <summary>Bytes that hold any request of this class.</summary>
    public const int SizeMax = 128;

    private const uint NoDuplicateDetection = 2; // IFA_F_NODAD

    /// <summary>Adds an address, or gives the one that is there a new lifetime.</summary>
    /// <param name="writer">Where it is written.</param>
    /// <param name="sequence">Number of the request.</param>
    /// <param name="interfaceIndex">Interface.</param>
    /// <param name="address">Address and prefix length.</param>
    /// <param name="protocol">Who the address belongs to (IFA_PROTO).</param>
    /// <param name="lifetimeSeconds">The kernel removes it so long after the last request, unless asked again.</param>
    public static void SetAddress(
        ref NetlinkWriter writer, uint sequence, int interfaceIndex, IpPrefix address, byte protocol, uint lifetimeSeconds)
    {
        int start = BeginAddress(
            ref writer, RouteMessage.NewAddress, MessageFlags.Create | MessageFlags.Replace | MessageFlags.Ack, sequence, interfaceIndex, address);
        Span<byte> cache = writer.Attribute(RouteMessage.CacheInfoAttribute, 16); // struct ifa_cacheinfo: preferred, valid, created, changed
        MemoryMarshal.Write(cache, lifetimeSeconds);
        MemoryMarshal.Write(cache[4..], lifetimeSeconds);
        // A virtual address is unique by election; waiting for duplicate detection would only lengthen the outage.
        if (!address.Address.IsV4) writer.UInt32(RouteMessage.FlagsAttribute, NoDuplicateDetection);
        writer.UInt8(RouteMessage.ProtocolAttribute, protocol);
        writer.EndMessage(start);
    }

    /// <summary>Removes an address.</summary>
    public static void DeleteAddress(ref NetlinkWriter writer, uint sequence, int interfaceIndex, IpPrefix address)
    {
        int start = BeginAddress(ref writer, RouteMessage.DeleteAddress, MessageFlags.Ack, sequence, interfaceIndex, address);
        writer.EndMessage(start);
    }

    /// <summary>Asks for all addresses of a family, of one interface or (0) of all; the filter needs NETLINK_GET_STRICT_CHK.</summary>
    public static void DumpAddresses(ref NetlinkWriter writer, uint sequence, IpFamily family, int interfaceIndex)
    {
        int start = writer.BeginMessage(RouteMessage.GetAddress, MessageFlags.Dump, sequence);
        AddressHeader(ref writer, family, 0, interfaceIndex);
        writer.EndMessage(start);
    }

    /// <summary>Asks for one interface by its name.</summary>
    public static void GetLink(ref NetlinkWriter writer, uint sequence, ReadOnlySpan<char> name)
    {
        int start = writer.BeginMessage(RouteMessage.GetLink, MessageFlags.None, sequence);
        writer.Raw(RouteMessage.LinkHeaderLength);
        writer.Text(RouteMessage.LinkNameAttribute, name);
        writer.EndMessage(start);
    }

    private static int BeginAddress(
        ref NetlinkWriter writer, ushort type, MessageFlags flags, uint sequence, int interfaceIndex, IpPrefix address)
    {
        int start = writer.BeginMessage(type, flags, sequence);
        AddressHeader(ref writer, address.Address.Family, address.Length, interfaceIndex);
        writer.Address(RouteMessage.LocalAttribute, address.Address);
        writer.Address(RouteMessage.AddressAttribute, address.Address);
        return start;
    }

    private static void AddressHeader(ref NetlinkWriter writer, IpFamily family, byte prefixLength, int interfaceIndex)
    {
        Span<byte> header = writer.Raw(RouteMessage.AddressHeaderLength); // family, prefix length, flags, scope, index
        header[0] = (byte)family;
        header[1] = prefixLength;
        MemoryMarshal.Write(header[4..], interfaceIndex);
    }
}
