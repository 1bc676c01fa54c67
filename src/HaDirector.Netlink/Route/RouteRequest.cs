using System.Runtime.InteropServices;
using HaDirector.Model;

namespace HaDirector.Netlink.Route;

/// <summary>Writes rtnetlink requests. Allocates nothing.</summary>
public static class RouteRequest
{
    /// <summary>Bytes that hold any request of this class.</summary>
    public const int SizeMax = 160;

    private const uint NoDuplicateDetection = 2, NoPrefixRoute = 0x200; // IFA_F_NODAD, IFA_F_NOPREFIXROUTE

    /// <summary>Adds an address, or gives the one that is there a new lifetime and owner; scope and label of that one stay.</summary>
    public static void SetAddress(ref NetlinkWriter writer, uint sequence, int interfaceIndex, in AddressRequest request)
    {
        int start = BeginAddress(
            ref writer, RouteMessage.NewAddress, MessageFlags.Create | MessageFlags.Replace | MessageFlags.Ack, sequence, interfaceIndex,
            request.Prefix, request.Scope);
        bool v4 = request.Prefix.Address.IsV4;
        Span<byte> cache = writer.Attribute(RouteMessage.CacheInfoAttribute, 16); // struct ifa_cacheinfo: preferred, valid, created, changed
        MemoryMarshal.Write(cache, v4 || request.Preferred ? request.LifetimeSeconds : 0);
        MemoryMarshal.Write(cache[4..], request.LifetimeSeconds);
        uint flags = (request.DetectDuplicates ? 0 : NoDuplicateDetection) | (request.NoPrefixRoute ? NoPrefixRoute : 0);
        if (!v4 && flags != 0) writer.UInt32(RouteMessage.FlagsAttribute, flags);
        if (v4 && !string.IsNullOrEmpty(request.Label)) writer.Text(RouteMessage.AddressLabelAttribute, request.Label);
        writer.UInt8(RouteMessage.ProtocolAttribute, request.Protocol);
        writer.EndMessage(start);
    }

    /// <summary>Removes an address.</summary>
    public static void DeleteAddress(ref NetlinkWriter writer, uint sequence, int interfaceIndex, IpPrefix address)
    {
        int start = BeginAddress(ref writer, RouteMessage.DeleteAddress, MessageFlags.Ack, sequence, interfaceIndex, address, scope: 0);
        writer.EndMessage(start);
    }

    /// <summary>Asks for all addresses of a family, of one interface or (0) of all; the filter needs NETLINK_GET_STRICT_CHK.</summary>
    public static void DumpAddresses(ref NetlinkWriter writer, uint sequence, IpFamily family, int interfaceIndex)
    {
        int start = writer.BeginMessage(RouteMessage.GetAddress, MessageFlags.Dump, sequence);
        AddressHeader(ref writer, family, 0, scope: 0, interfaceIndex);
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
        ref NetlinkWriter writer, ushort type, MessageFlags flags, uint sequence, int interfaceIndex, IpPrefix address, byte scope)
    {
        int start = writer.BeginMessage(type, flags, sequence);
        AddressHeader(ref writer, address.Address.Family, address.Length, scope, interfaceIndex);
        writer.Address(RouteMessage.LocalAttribute, address.Address);
        writer.Address(RouteMessage.AddressAttribute, address.Address);
        return start;
    }

    private static void AddressHeader(ref NetlinkWriter writer, IpFamily family, byte prefixLength, byte scope, int interfaceIndex)
    {
        Span<byte> header = writer.Raw(RouteMessage.AddressHeaderLength); // family, prefix length, flags, scope, index
        header[0] = (byte)family;
        header[1] = prefixLength;
        header[3] = scope;
        MemoryMarshal.Write(header[4..], interfaceIndex);
    }
}
