using System.Runtime.InteropServices;
using HaDirector.Model;

namespace HaDirector.Netlink.Route;

/// <summary>A route that leads somewhere, as the kernel tells it.</summary>
/// <param name="Destination">Its destination; of length 0 for a default route.</param>
/// <param name="Table">Its table.</param>
public readonly record struct RouteRecord(IpPrefix Destination, uint Table)
{
    /// <summary>RTM_NEWROUTE.</summary>
    public const ushort NewRoute = 24;

    /// <summary>RTM_DELROUTE.</summary>
    public const ushort DeleteRoute = 25;

    /// <summary>RTMGRP_IPV4_ROUTE and RTMGRP_IPV6_ROUTE: multicast groups of changes to routes.</summary>
    public const uint Groups = 0x40 | 0x400;

    private const ushort GetRoute = 26;
    private const int HeaderLength = 12; // struct rtmsg: family, dst_len, src_len, tos, table, protocol, scope, type, flags
    private const byte Blackhole = 6, Throw = 9; // RTN_: between them lie unreachable and prohibit
    private const uint Cloned = 0x200; // RTM_F_CLONED: a cache entry
    private const ushort DestinationAttribute = 1, TableAttribute = 15; // RTA_DST, RTA_TABLE

    /// <summary>Reads the body of an RTM_NEWROUTE or RTM_DELROUTE message; false when it is not sound, or leads nowhere. Allocates nothing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out RouteRecord record)
    {
        record = default;
        if (body.Length < HeaderLength || body[0] is not ((byte)IpFamily.V4 or (byte)IpFamily.V6)) return false;
        bool isV4 = body[0] == (byte)IpFamily.V4;
        byte length = body[1];
        uint table = body[4];
        if (body[7] is >= Blackhole and <= Throw || (MemoryMarshal.Read<uint>(body[8..]) & Cloned) != 0) return false;
        IpAddress.TryRead(Any[..(isV4 ? 4 : 16)], out IpAddress destination);
        AttributeReader attributes = new(body[HeaderLength..]);
        while (attributes.Next())
        {
            if (attributes.Type == DestinationAttribute) attributes.TryAddress(out destination);
            else if (attributes.Type == TableAttribute) attributes.TryUInt32(out table);
        }

        if (attributes.Fault is not null || destination.IsV4 != isV4 || length > destination.BitCount) return false;
        record = new RouteRecord(new IpPrefix(destination, length), table);
        return true;
    }

    /// <summary>Asks for all routes of a family in one table; the filter needs NETLINK_GET_STRICT_CHK.</summary>
    public static void Dump(ref NetlinkWriter writer, uint sequence, IpFamily family, uint table)
    {
        int start = writer.BeginMessage(GetRoute, MessageFlags.Dump, sequence);
        Span<byte> header = writer.Raw(HeaderLength);
        header[0] = (byte)family;
        writer.UInt32(TableAttribute, table);
        writer.EndMessage(start);
    }

    /// <summary>Whether both are the same. (The generated equality may allocate.)</summary>
    public bool Is(RouteRecord other) =>
        Table == other.Table && Destination.Length == other.Destination.Length && Destination.Address == other.Destination.Address;

    private static ReadOnlySpan<byte> Any => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
}
