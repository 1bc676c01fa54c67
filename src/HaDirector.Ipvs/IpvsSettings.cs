namespace HaDirector.Ipvs;

/// <summary>Every setting of the kernel's IPVS. Which of them a kernel has depends on its version and how it was built: the files under net.ipv4.vs tell.</summary>
public static class IpvsSettings
{
    /// <summary>All of them, those that matter most first.</summary>
    public static IReadOnlyList<IpvsSetting> All { get; } =
    [
        Switch("conntrack", false, "Whether connection tracking follows the connections of IPVS: masquerading them and stateful firewall rules need it."),
        Switch("expire_nodest_conn", false,
            "Whether connections of a removed server end at once; else their packets are dropped until they time out, and go on if the server comes back. "
            + "Servers are drained before they are removed, so the kernel's default also bears with a server that somebody else removed by mistake."),
        Switch("expire_quiescent_template", false,
            "Whether a persistent client leaves a server of weight 0; else it is sent to a failed server until its persistence ends. Set by itself when a service is persistent."),
        Number("conn_reuse_mode", 0, 3, 1, "What a new connection from the port of an old one does: 0 goes to the old server, bit 1 is scheduled anew, bit 2 also while the old one is closing."),
        Switch("sloppy_tcp", false,
            "Whether a packet in the middle of an unknown connection is scheduled: with mh or sh a director without connection sync then finds the same server."),
        Switch("sloppy_sctp", false, "The same for SCTP."),
        Switch("snat_reroute", true, "Whether answers of NAT servers are routed anew by their new source address; off is quicker where that makes no difference."),
        Switch("nat_icmp_send", false, "Whether a client is told by ICMP when a NAT server answers a connection that is not known."),
        Switch("pmtu_disc", true, "Whether tunnels answer packets that are too big with ICMP; else they are sent in fragments."),
        Switch("schedule_icmp", false, "Whether ICMP errors of unknown connections are scheduled like a packet, for directors behind a router that spreads flows."),
        Switch("ignore_tunneled", false, "Whether tunnelled packets that come in are not scheduled again, for a director that is a real server of another."),
        Switch("cache_bypass", false, "Whether a packet goes to its original destination when no server is left; for transparent caches."),
        Switch("backup_only", false, "Whether a director schedules nothing while its backup sync daemon runs; for directors that are real servers as well."),
        new("sync_threshold", SettingKind.Threshold, 0, int.MaxValue, "3 50",
            "With which packet a connection is sent to the other director, and after how many more again. Set to 0 0 with connection_sync: with the packet that establishes it."),
        Seconds("sync_refresh_period", 0, 86400, "0s", "After how long a connection is sent again while its timer is renewed; 0s is by sync_threshold. Set to 10s with connection_sync."),
        Number("sync_retries", 0, 3, 0, "How often a connection is sent again within the refresh period. Set to 1 with connection_sync."),
        Switch("sync_persist_mode", false, "Whether only what persistent clients stick to is sent, not their connections; the other director then needs sloppy_tcp."),
        new("sync_ports", SettingKind.PowerOfTwo, 1, 64, "1", "Threads and ports of the sync daemons, the same on both directors; heeded when a daemon starts."),
        Number("sync_qlen_max", 1, int.MaxValue, "(by memory)", "Messages that wait to be sent at most."),
        Number("sync_sock_size", 0, int.MaxValue, "0", "Bytes of the buffer of the sync sockets; 0 is the system's. Heeded when a daemon starts."),
        Number("sync_version", 0, 1, 1, "Format of the sync messages; 0 is that of kernels before 2.6.39."),
        new("drop_entry", SettingKind.Defence, 0, 3, "off", "Whether connections that were hardly used are dropped at random: off, automatic (when memory is short) or always."),
        new("drop_packet", SettingKind.Defence, 0, 3, "off", "Whether packets are dropped at the rate am_droprate: off, automatic (when memory is short) or always."),
        new("secure_tcp", SettingKind.Defence, 0, 3, "off", "Whether half-open TCP connections time out sooner: off, automatic (when memory is short) or always."),
        Number("amemthresh", 1, int.MaxValue, 1024, "Pages of free memory below which the automatic defences begin."),
        Number("am_droprate", 1, int.MaxValue, 10, "One of how many packets the defence drop_packet drops when it always does."),
        Switch("run_estimation", true, "Whether rates are worked out; off spares their cost with very many services, and the rates stand still."),
        new("est_cpulist", SettingKind.Processors, 0, 0, "(all)", "Processors on which rates are worked out (kernels since 6.2)."),
        Number("est_nice", -20, 19, 0, "Nice value of the threads that work out rates (kernels since 6.2)."),
        Seconds("lblc_expiration", 1, 31536000, "24h", "After how long scheduler lblc forgets an unused destination."),
        Seconds("lblcr_expiration", 1, 31536000, "24h", "The same for lblcr."),
        Number("conn_lfactor", -8, 8, -4, "How full the connection table becomes before it grows, as a power of two (kernels since 7.1)."),
        Number("svc_lfactor", -8, 8, -3, "The same for the table of services (kernels since 7.1)."),
        Number("conn_max", 0, int.MaxValue, "(by memory)", "Connections at most (kernels since 7.2)."),
    ];

    private static readonly Dictionary<string, IpvsSetting> ByName = All.ToDictionary(setting => setting.Name);

    /// <summary>The setting of a name without net.ipv4.vs, or null.</summary>
    public static IpvsSetting? Find(string name) => ByName.GetValueOrDefault(name);

    private static IpvsSetting Switch(string name, bool kernelDefault, string meaning) =>
        new(name, SettingKind.Switch, 0, 1, kernelDefault ? "true" : "false", meaning);

    private static IpvsSetting Number(string name, int least, int most, int kernelDefault, string meaning) =>
        Number(name, least, most, kernelDefault.ToString(System.Globalization.CultureInfo.InvariantCulture), meaning);

    private static IpvsSetting Number(string name, int least, int most, string kernelDefault, string meaning) =>
        new(name, SettingKind.Number, least, most, kernelDefault, meaning);

    private static IpvsSetting Seconds(string name, int least, int most, string kernelDefault, string meaning) =>
        new(name, SettingKind.Seconds, least, most, kernelDefault, meaning);
}
