using System.Collections.Frozen;

namespace HaDirector.Ipvs.Ipvsadm;

/// <summary>Everything that may be switched on; the commands first, then options in the order in which ipvsadm judges them.</summary>
internal enum Tag : byte
{
    AddService, EditService, DeleteService, Clear, List, AddServer, DeleteServer, EditServer, Set, StartDaemon, StopDaemon, Restore, Save, Zero, Help, Version,
    Numeric, Connection, Tcp, Udp, Sctp, Mark, Scheduler, Persistent, Netmask, Server, Masquerading, Ipip, Gatewaying, Weight, UpperThreshold, LowerThreshold,
    Interface, Timeout, Daemon, Stats, Rate, Thresholds, PersistentConn, NoSort, SyncId, Exact, OnePacket, Engine, SchedulerFlags, Group, Port, Ttl, MaxLength,
    TunnelInfo, TunnelType, TunnelPort, TunnelNoChecksum, TunnelChecksum, TunnelRemoteChecksum, Sort, Ipv6,
}

/// <summary>Whether a switch takes an argument.</summary>
internal enum Takes : byte
{
    Nothing,
    Argument,
    Optional,
}

/// <summary>A switch of ipvsadm 1.31.</summary>
/// <param name="Tag">What it is.</param>
/// <param name="Long">Its long name without dashes.</param>
/// <param name="Short">Its letter, or NUL.</param>
/// <param name="Takes">Its argument.</param>
internal sealed record Switch(Tag Tag, string Long, char Short = '\0', Takes Takes = Takes.Nothing)
{
    public static readonly IReadOnlyList<Switch> All =
    [
        new(Tag.AddService, "add-service", 'A'), new(Tag.EditService, "edit-service", 'E'), new(Tag.DeleteService, "delete-service", 'D'),
        new(Tag.Clear, "clear", 'C'), new(Tag.List, "list", 'L'), new(Tag.List, "list", 'l'), new(Tag.Zero, "zero", 'Z'),
        new(Tag.AddServer, "add-server", 'a'), new(Tag.EditServer, "edit-server", 'e'), new(Tag.DeleteServer, "delete-server", 'd'),
        new(Tag.Set, "set"), new(Tag.Help, "help", 'h'), new(Tag.Version, "version", 'v'), new(Tag.Restore, "restore", 'R'), new(Tag.Save, "save", 'S'),
        new(Tag.StartDaemon, "start-daemon", Takes: Takes.Argument), new(Tag.StopDaemon, "stop-daemon", Takes: Takes.Argument),
        new(Tag.Tcp, "tcp-service", 't', Takes.Argument), new(Tag.Udp, "udp-service", 'u', Takes.Argument),
        new(Tag.Sctp, "sctp-service", Takes: Takes.Argument), new(Tag.Mark, "fwmark-service", 'f', Takes.Argument),
        new(Tag.Scheduler, "scheduler", 's', Takes.Argument), new(Tag.Persistent, "persistent", 'p', Takes.Optional),
        new(Tag.Netmask, "netmask", 'M', Takes.Argument), new(Tag.Server, "real-server", 'r', Takes.Argument),
        new(Tag.Masquerading, "masquerading", 'm'), new(Tag.Ipip, "ipip", 'i'), new(Tag.Gatewaying, "gatewaying", 'g'),
        new(Tag.Weight, "weight", 'w', Takes.Argument), new(Tag.UpperThreshold, "u-threshold", 'x', Takes.Argument),
        new(Tag.LowerThreshold, "l-threshold", 'y', Takes.Argument), new(Tag.Numeric, "numeric", 'n'), new(Tag.Connection, "connection", 'c'),
        new(Tag.Interface, "mcast-interface", Takes: Takes.Argument), new(Tag.SyncId, "syncid", Takes: Takes.Argument), new(Tag.Timeout, "timeout"),
        new(Tag.Daemon, "daemon"), new(Tag.Stats, "stats"), new(Tag.Rate, "rate"), new(Tag.Thresholds, "thresholds"),
        new(Tag.PersistentConn, "persistent-conn"), new(Tag.NoSort, "nosort"), new(Tag.Sort, "sort"), new(Tag.Exact, "exact", 'X'),
        new(Tag.Ipv6, "ipv6", '6'), new(Tag.OnePacket, "ops", 'o'), new(Tag.Engine, "pe", Takes: Takes.Argument),
        new(Tag.SchedulerFlags, "sched-flags", 'b', Takes.Argument), new(Tag.Group, "mcast-group", Takes: Takes.Argument),
        new(Tag.Port, "mcast-port", Takes: Takes.Argument), new(Tag.Ttl, "mcast-ttl", Takes: Takes.Argument),
        new(Tag.MaxLength, "sync-maxlen", Takes: Takes.Argument), new(Tag.TunnelInfo, "tun-info"),
        new(Tag.TunnelType, "tun-type", Takes: Takes.Argument), new(Tag.TunnelPort, "tun-port", Takes: Takes.Argument),
        new(Tag.TunnelNoChecksum, "tun-nocsum"), new(Tag.TunnelChecksum, "tun-csum"), new(Tag.TunnelRemoteChecksum, "tun-remcsum"),
    ];

    private static readonly FrozenDictionary<string, Switch> Longs = All.DistinctBy(s => s.Long).ToFrozenDictionary(s => s.Long);
    private static readonly FrozenDictionary<char, Switch> Shorts = All.Where(s => s.Short != '\0').ToFrozenDictionary(s => s.Short);

    public bool IsCommand => Tag <= Tag.Version;

    public static Switch? Find(string name) => Longs.GetValueOrDefault(name);

    public static Switch? Find(char letter) => Shorts.GetValueOrDefault(letter);
}
