using HaDirector.Model;

namespace HaDirector.Netlink.Route;

/// <summary>Writes rtnetlink requests about routes and rules. Allocates nothing.</summary>
public static class RouteEntryRequest
{
    private const int HeaderLength = 12; // struct rtmsg, struct fib_rule_hdr
    private const byte Unicast = 1, Local = 2; // RTN_
    private const byte LinkScope = 253;
    private const byte ToTable = 1; // FR_ACT_TO_TBL
    private const uint SmallTables = 256; // a greater one does not fit the header
    private const byte TableElsewhere = 252; // RT_TABLE_COMPAT

    private const ushort Destination = 1, OutInterface = 4, Gateway = 5, Metric = 6, Source = 7, Table = 15, Expires = 23; // RTA_
    private const ushort RuleTo = 1, RuleFrom = 2, RuleIncoming = 3, RulePreference = 6, RuleMark = 10, RuleTable = 15, RuleProtocol = 21; // FRA_

    /// <summary>Adds, appends or removes a route.</summary>
    public static void Write(ref NetlinkWriter writer, EntryChange change, uint sequence, in RouteEntry route) =>
        Route(ref writer, change == EntryChange.Delete ? RouteMessage.DeleteRoute : RouteMessage.NewRoute, FlagsOf(change), sequence, route);

    /// <summary>Adds or removes a rule; of several that are alike the first.</summary>
    public static void Write(ref NetlinkWriter writer, EntryChange change, uint sequence, in RuleEntry rule) =>
        Rule(ref writer, change == EntryChange.Delete ? RouteMessage.DeleteRule : RouteMessage.NewRule, FlagsOf(change), sequence, rule);

    /// <summary>Asks for all routes of a family that belong to a protocol; the filter needs NETLINK_GET_STRICT_CHK.</summary>
    public static void DumpRoutes(ref NetlinkWriter writer, uint sequence, IpFamily family, byte protocol) =>
        Dump(ref writer, RouteMessage.GetRoute, sequence, family, protocol);

    /// <summary>Asks for all rules of a family.</summary>
    public static void DumpRules(ref NetlinkWriter writer, uint sequence, IpFamily family) => Dump(ref writer, RouteMessage.GetRule, sequence, family, 0);

    /// <summary>Turns what a dump told of a route or rule into the request that removes it.</summary>
    /// <param name="writer">Where it is written.</param>
    /// <param name="sequence">Number of the request.</param>
    /// <param name="type">RTM_DELROUTE or RTM_DELRULE.</param>
    /// <param name="body">Body of the message from the dump.</param>
    public static void DeleteAsTold(ref NetlinkWriter writer, uint sequence, ushort type, ReadOnlySpan<byte> body)
    {
        int start = writer.BeginMessage(type, MessageFlags.Ack, sequence);
        body.CopyTo(writer.Raw(body.Length));
        writer.EndMessage(start);
    }

    /// <summary>Whether the body of a route message (RTM_NEWROUTE) says that it belongs to this protocol.</summary>
    public static bool IsRouteOf(byte protocol, ReadOnlySpan<byte> body) => body.Length >= HeaderLength && body[5] == protocol;

    /// <summary>Whether the body of a rule message (RTM_NEWRULE) says that it belongs to this protocol.</summary>
    public static bool IsRuleOf(byte protocol, ReadOnlySpan<byte> body)
    {
        if (body.Length < HeaderLength) return false;
        AttributeReader attributes = new(body[HeaderLength..]);
        while (attributes.Next())
        {
            if (attributes.Type == RuleProtocol) return attributes.TryUInt8(out byte owner) && owner == protocol;
        }

        return false;
    }

    private static MessageFlags FlagsOf(EntryChange change) => change switch
    {
        EntryChange.Add => MessageFlags.Create | MessageFlags.Exclusive | MessageFlags.Ack,
        EntryChange.Append => MessageFlags.Create | MessageFlags.Append | MessageFlags.Ack,
        _ => MessageFlags.Ack,
    };

    private static void Route(ref NetlinkWriter writer, ushort type, MessageFlags flags, uint sequence, in RouteEntry route)
    {
        int start = writer.BeginMessage(type, flags, sequence);
        Span<byte> header = writer.Raw(HeaderLength); // family, dst_len, src_len, tos, table, protocol, scope, type, flags
        header[0] = (byte)route.Destination.Address.Family;
        header[1] = route.Destination.Length;
        header[4] = route.Table < SmallTables ? (byte)route.Table : TableElsewhere;
        header[5] = route.Protocol;
        // What is directly on an IPv4 interface must be of a nearer scope than what is reached through it.
        bool near = !route.Gateway.IsSet && !route.IsLocal && route.Destination.Address.IsV4;
        header[6] = near && route.Scope < LinkScope ? LinkScope : route.Scope;
        header[7] = route.IsLocal ? Local : Unicast;
        if (route.Destination.Length > 0) writer.Address(Destination, Network(route.Destination));
        writer.UInt32(Table, route.Table);
        writer.UInt32(OutInterface, (uint)route.InterfaceIndex);
        if (route.Gateway.IsSet) writer.Address(Gateway, route.Gateway);
        if (route.Source.IsSet) writer.Address(Source, route.Source);
        if (route.Metric != 0) writer.UInt32(Metric, route.Metric);
        if (route.LifetimeSeconds != 0) writer.UInt32(Expires, route.LifetimeSeconds);
        writer.EndMessage(start);
    }

    private static void Rule(ref NetlinkWriter writer, ushort type, MessageFlags flags, uint sequence, in RuleEntry rule)
    {
        int start = writer.BeginMessage(type, flags, sequence);
        Span<byte> header = writer.Raw(HeaderLength); // family, dst_len, src_len, tos, table, 2 reserved, action, flags
        header[0] = (byte)rule.Family;
        header[1] = rule.To.Length;
        header[2] = rule.From.Length;
        header[4] = rule.Table < SmallTables ? (byte)rule.Table : TableElsewhere;
        header[7] = ToTable;
        if (rule.To.Length > 0) writer.Address(RuleTo, Network(rule.To));
        if (rule.From.Length > 0) writer.Address(RuleFrom, Network(rule.From));
        if (!string.IsNullOrEmpty(rule.IncomingInterface)) writer.Text(RuleIncoming, rule.IncomingInterface);
        if (rule.Preference != 0) writer.UInt32(RulePreference, rule.Preference);
        if (rule.Mark != 0) writer.UInt32(RuleMark, rule.Mark);
        writer.UInt32(RuleTable, rule.Table);
        writer.UInt8(RuleProtocol, rule.Protocol);
        writer.EndMessage(start);
    }

    private static void Dump(ref NetlinkWriter writer, ushort type, uint sequence, IpFamily family, byte protocol)
    {
        int start = writer.BeginMessage(type, MessageFlags.Dump, sequence);
        Span<byte> header = writer.Raw(HeaderLength);
        header[0] = (byte)family;
        if (type == RouteMessage.GetRoute) header[5] = protocol;
        writer.EndMessage(start);
    }

    // The kernel refuses host bits.
    private static IpAddress Network(IpPrefix prefix)
    {
        Span<byte> bytes = stackalloc byte[16];
        Span<byte> own = bytes[..prefix.Address.ByteCount];
        prefix.Address.Write(own);
        for (int i = 0; i < own.Length; i++)
        {
            int bits = Math.Clamp(prefix.Length - (i * 8), 0, 8);
            own[i] &= (byte)(0xFF << (8 - bits));
        }

        return IpAddress.TryRead(own, out IpAddress network) ? network : prefix.Address;
    }
}
