namespace HaDirector.Netlink.Ipvs;

/// <summary>Commands of the family "IPVS" (linux/ip_vs.h, IPVS_CMD_*).</summary>
internal static class Command
{
    public const byte NewService = 1, SetService = 2, DeleteService = 3, GetService = 4;
    public const byte NewDestination = 5, SetDestination = 6, DeleteDestination = 7, GetDestination = 8;
    public const byte NewDaemon = 9, DeleteDaemon = 10, GetDaemon = 11;
    public const byte SetConfig = 12, GetConfig = 13, SetInfo = 14, GetInfo = 15, Zero = 16, Flush = 17;
}

/// <summary>Attributes of a command (IPVS_CMD_ATTR_*).</summary>
internal static class TopAttribute
{
    public const ushort Service = 1, Destination = 2, Daemon = 3, TimeoutTcp = 4, TimeoutTcpFin = 5, TimeoutUdp = 6;
}

/// <summary>Attributes of a service (IPVS_SVC_ATTR_*). Host order unless said otherwise.</summary>
internal static class ServiceAttribute
{
    public const ushort Family = 1, Protocol = 2;

    /// <summary>4 or 16 bytes; the kernel always answers with 16, IPv4 in the first 4.</summary>
    public const ushort Address = 3;

    /// <summary>Network order.</summary>
    public const ushort Port = 4;

    /// <summary>Never sent as 0: the kernel would make TCP 0.0.0.0:0 of it.</summary>
    public const ushort FirewallMark = 5;

    public const ushort Scheduler = 6;

    /// <summary>u32 flags, u32 mask of those to set.</summary>
    public const ushort Flags = 7;

    public const ushort Timeout = 8;

    /// <summary>IPv4: a mask in network order. IPv6: a prefix length in host order.</summary>
    public const ushort Netmask = 9;

    public const ushort PersistenceEngine = 11, Traffic64 = 12;
}

/// <summary>Attributes of a destination (IPVS_DEST_ATTR_*). Host order unless said otherwise.</summary>
internal static class DestinationAttribute
{
    public const ushort Address = 1;

    /// <summary>Network order.</summary>
    public const ushort Port = 2;

    public const ushort Forwarding = 3, Weight = 4, UpperThreshold = 5, LowerThreshold = 6;
    public const ushort Active = 7, Inactive = 8, Persistent = 9, Family = 11, Traffic64 = 12, TunnelType = 13, TunnelChecksum = 15;

    /// <summary>Network order.</summary>
    public const ushort TunnelPort = 14;
}

/// <summary>Attributes of a sync daemon (IPVS_DAEMON_ATTR_*).</summary>
internal static class DaemonAttribute
{
    public const ushort Role = 1, Interface = 2, SyncId = 3, LengthMax = 4, HopLimit = 8;

    /// <summary>4 bytes, network order.</summary>
    public const ushort Group4 = 5;

    /// <summary>16 bytes.</summary>
    public const ushort Group6 = 6;

    /// <summary>Host order, unlike every other port here.</summary>
    public const ushort Port = 7;
}

/// <summary>Attributes of the counters (IPVS_STATS_ATTR_*), all 64 bits in the nest that is read.</summary>
internal static class TrafficAttribute
{
    public const ushort Connections = 1, PacketsIn = 2, PacketsOut = 3, BytesIn = 4, BytesOut = 5;
    public const ushort ConnectionRate = 6, PacketRateIn = 7, PacketRateOut = 8, ByteRateIn = 9, ByteRateOut = 10;
}

/// <summary>Attributes of the answer to GetInfo (IPVS_INFO_ATTR_*).</summary>
internal static class InfoAttribute
{
    public const ushort Version = 1, ConnectionTableSize = 2;
}
