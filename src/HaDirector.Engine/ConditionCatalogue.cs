namespace HaDirector.Engine;

/// <summary>Every condition a director can be in: its stable name, its words, its advice. docs/conditions.md explains each at length.</summary>
public static class ConditionCatalogue
{
    /// <summary>The kernel has no ip_vs.</summary>
    public const string IpvsMissing = "ipvs-missing";

    /// <summary>The kernel refused changes of the IPVS table.</summary>
    public const string IpvsRefused = "ipvs-refused";

    /// <summary>Somebody else changes what is ours in the IPVS table.</summary>
    public const string IpvsDrift = "ipvs-drift";

    /// <summary>The kernel's table has services of others, and the file wants to hear of them.</summary>
    public const string IpvsForeign = "ipvs-foreign";

    /// <summary>The table of nftables that marks and masquerades is not in place.</summary>
    public const string MarksRefused = "marks-refused";

    /// <summary>Somebody else changed the table of nftables that marks packets; it was put right.</summary>
    public const string MarksDrift = "marks-drift";

    /// <summary>The last reload was refused.</summary>
    public const string ReloadRefused = "reload-refused";

    /// <summary>The file on disk is bad and the last good one runs.</summary>
    public const string LastGoodConfig = "last-good-config";

    /// <summary>The last good configuration could not be kept.</summary>
    public const string LastGoodUnwritable = "last-good-unwritable";

    /// <summary>A configuration is in force that goes back unless it is confirmed.</summary>
    public const string ConfigUnconfirmed = "config-unconfirmed";

    /// <summary>The configuration in force could not be written to where the next start reads it.</summary>
    public const string ConfigUnwritten = "config-unwritten";

    /// <summary>A router takes no part because its interface cannot be used.</summary>
    public const string RouterFault = "router-fault";

    /// <summary>The real-time thread does not run under SCHED_FIFO.</summary>
    public const string RealTimeRefused = "real-time-refused";

    /// <summary>The memory of the VRRP process is not locked.</summary>
    public const string MemoryLockRefused = "memory-lock-refused";

    /// <summary>The kernel's sync daemon does not run as the role asks.</summary>
    public const string SyncDaemonWrong = "sync-daemon-wrong";

    /// <summary>A kernel setting the connection sync needs is not as it should be.</summary>
    public const string SysctlWrong = "sysctl-wrong";

    /// <summary>No server of a service is up.</summary>
    public const string ServiceEmpty = "service-empty";

    /// <summary>The metrics address could not be opened.</summary>
    public const string MetricsUnavailable = "metrics-unavailable";

    /// <summary>The control socket could not be opened.</summary>
    public const string ControlUnavailable = "control-unavailable";

    /// <summary>Not every server was checked yet, so no address is taken from another director.</summary>
    public const string NotReady = "not-ready";

    /// <summary>A tracked script cannot be run.</summary>
    public const string TrackCannotRun = "track-cannot-run";

    /// <summary>Another director speaks another version of VRRP for a router of ours.</summary>
    public const string VersionMismatch = "version-mismatch";

    /// <summary>Another director advertises a router of ours at another interval.</summary>
    public const string IntervalMismatch = "interval-mismatch";

    /// <summary>Another director advertises a router of ours without the password or HMAC of ours.</summary>
    public const string AuthenticationMismatch = "authentication-mismatch";

    /// <summary>Another director advertises other addresses for a router of ours.</summary>
    public const string AddressListMismatch = "address-list-mismatch";

    /// <summary>Another director has our priority for a router of ours.</summary>
    public const string EqualPriorities = "equal-priorities";

    /// <summary>Another director is master of a router that we are master of, too.</summary>
    public const string TwoMasters = "two-masters";

    /// <summary>A virtual router is heard on an interface of ours that is not configured here.</summary>
    public const string UnknownVirtualRouter = "unknown-virtual-router";

    /// <summary>The kernel's fence cannot be had: the addresses carry a kernel lifetime instead.</summary>
    public const string FenceUnavailable = "fence-unavailable";

    /// <summary>A configured director is not seen.</summary>
    public const string PeerAbsent = "peer-absent";

    /// <summary>A service has fewer servers up than its quorum asks for.</summary>
    public const string QuorumLost = "quorum-lost";

    /// <summary>The sorry server answers for a service.</summary>
    public const string SorryServer = "sorry-server";

    /// <summary>So few servers of a service are up that failed ones are used as well.</summary>
    public const string Panic = "panic";

    /// <summary>Most servers of all services failed at the same time, so the director suspects itself.</summary>
    public const string MassFailure = "mass-failure";

    /// <summary>What is known of servers could not be kept for the next start.</summary>
    public const string StateUnwritable = "state-unwritable";

    /// <summary>The folder with the servers in maintenance cannot be read.</summary>
    public const string MaintenanceUnreadable = "maintenance-unreadable";

    /// <summary>The UDP port of a BFD session cannot be opened.</summary>
    public const string BfdPortUnavailable = "bfd-port-unavailable";

    /// <summary>Answers to checks through a virtual address would be dropped on the master.</summary>
    public const string CheckPathClosed = "check-path-closed";

    /// <summary>If every check hung at once this process would have too few descriptors.</summary>
    public const string DescriptorsShort = "descriptors-short";

    /// <summary>This host has not what a check needs: a program that can be run, a certificate that can be read.</summary>
    public const string CheckCannotRun = "check-cannot-run";

    /// <summary>The kernel's connection table has another size than the file wants.</summary>
    public const string ConnectionTableSize = "connection-table-size";

    /// <summary>Every name, in the order of docs/conditions.md.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        IpvsMissing, IpvsRefused, IpvsDrift, IpvsForeign, MarksRefused, MarksDrift, ReloadRefused, LastGoodConfig, LastGoodUnwritable, ConfigUnconfirmed, ConfigUnwritten, RouterFault, RealTimeRefused,
        MemoryLockRefused, SyncDaemonWrong, SysctlWrong, ServiceEmpty, MetricsUnavailable, ControlUnavailable,
        NotReady,
        TrackCannotRun,
        VersionMismatch, IntervalMismatch, AuthenticationMismatch, AddressListMismatch, EqualPriorities, TwoMasters, UnknownVirtualRouter, FenceUnavailable, PeerAbsent,
        QuorumLost, SorryServer, Panic, MassFailure, StateUnwritable, MaintenanceUnreadable,
        BfdPortUnavailable, CheckPathClosed,
        DescriptorsShort, CheckCannotRun, ConnectionTableSize,
    ];

    /// <summary>What to do about the condition of this name: one or two sentences.</summary>
    public static string Advice(string name) => name switch
    {
        IpvsMissing => "Load the module (modprobe ip_vs) or run a kernel that has it; VRRP and checks go on without it. "
            + "Set ipvs.required: true to refuse to run so.",
        IpvsRefused => "The message has the kernel's own words. A missing scheduler is a missing module (modprobe ip_vs_<scheduler>).",
        IpvsDrift => "Find what else writes to IPVS on this host (ipvsadm, keepalived, a script) and stop it; the table was put right.",
        IpvsForeign => "Remove them (ipvsadm -D), put them into the file, or set ipvs.foreign to keep (nothing is said) or remove (they go).",
        MarksRefused => "Install nftables, or load what the message names (nf_tables, nft_ct, nft_masq); it is tried again every 10 s. Until then nothing is marked that was not before.",
        MarksDrift => "Find what else writes to nftables on this host (a firewall's nft flush ruleset, a script) and make it leave the table inet hadirector-marks alone; it was put right.",
        ReloadRefused => "Run hadirector check on the file, mend it, and reload again. Until then the plan before it stays in force.",
        LastGoodConfig => "Mend the file and reload (systemctl reload hadirector). A stop and start would fail on it.",
        LastGoodUnwritable => "Look at the space and the rights of the run directory. Without the copy, a bad file would keep a restarted director from running.",
        ConfigUnconfirmed => "Look whether all is well and run hadirector confirm, or hadirector rollback.",
        ConfigUnwritten => "Look at the rights and the space of the directory (ReadWritePaths= in the unit), then apply the file again. Until then the next start reads the file of before.",
        RouterFault => "Bring the interface up and give it an address of its own, or mend what the router tracks: hadirector status shows it.",
        RealTimeRefused => "Give the service CAP_SYS_NICE and LimitRTPRIO; in a container allow a real-time budget for its control group.",
        MemoryLockRefused => "Give the service CAP_IPC_LOCK or LimitMEMLOCK=infinity.",
        SyncDaemonWrong => "Look at the interface of connection_sync: it must be up and have an address of its own. It is tried again every 10 s.",
        SysctlWrong => "Set it by hand, or let the service write below /proc/sys/net.",
        ServiceEmpty => "Look at its servers and at the last results of their checks in hadirector status.",
        MetricsUnavailable => "Choose an address of this host and a free port for control.metrics. The control socket serves /metrics all the same.",
        ControlUnavailable => "Look at the rights of the directory; hadirector status and the socket's metrics do not work until the next start.",
        NotReady => "Wait: it ends with the first result of every check, after 10 s at the latest. If no other director is master, the addresses are taken anyway.",
        TrackCannotRun => "Mend the path, the rights, the owner or the user of the script. Until then it counts against every router that tracks it.",
        VersionMismatch => "Write the same version on both directors. Adverts of the other version are dropped, so both may be master.",
        IntervalMismatch => "Write the same advert_interval on both directors. Version 3 follows the master's meanwhile; version 2 drops its adverts, so both may be master.",
        AuthenticationMismatch => "Give both directors the same authentication, and look at their clocks: an HMAC is only good within its window.",
        AddressListMismatch => "Write the same addresses on both directors: compare config_hash in hadirector status.",
        EqualPriorities => "Give each director a priority of its own; until then the greater address decides.",
        TwoMasters => "Find what keeps the directors from hearing or believing each other: another version, authentication, unicast peers, a firewall, a switch.",
        UnknownVirtualRouter => "If it is one of this pair, the files differ: compare config_hash in hadirector status. If it is a stranger's, take care that no virtual_router_id is used twice.",
        FenceUnavailable => "Install nftables (nft) and run a kernel with CONFIG_NETFILTER_EGRESS (5.16 or newer); hadirector doctor says what is missing. "
            + "Until then a dead director keeps its addresses for up to 2 s.",
        PeerAbsent => "Look whether it runs and whether UDP reaches it on the port of pair.port. While no other director is seen, this one answers for its addresses "
            + "even when its processes die.",
        QuorumLost => "Look at its servers and at the last results of their checks in hadirector status, or lower its quorum.",
        SorryServer => "Its clients get the sorry server's answer until the quorum is back: look at its servers in hadirector status.",
        Panic => "Look at its servers: those that fail their checks get connections too, because the others alone would get too many.",
        MassFailure => "Look at this director's own links and gateway first. Servers that do not come back count as failed after mass_failure.hold_max.",
        StateUnwritable => "Look at the space and the rights of the state directory. Without the file a restarted director has to check every server anew, "
            + "and servers in maintenance come back.",
        MaintenanceUnreadable => "Make the folder, or mend its rights. Until then the servers stay as they were when it was last read.",
        BfdPortUnavailable => "Stop the other BFD daemon of this host (FRR's bfdd, BIRD): one process can hold the port. It is tried again by itself, after 1 s to 30 s.",
        CheckPathClosed => "Run sysctl -w net.ipv4.conf.INTERFACE.accept_local=1 on both directors, and keep it in /etc/sysctl.d.",
        DescriptorsShort => "Raise LimitNOFILE in the unit (systemctl edit hadirector), or check less. Until then, while many servers hang at once, the checks beyond "
            + "the limit are put off; no server is blamed for it.",
        CheckCannotRun => "Mend the path, the rights or the owner of the file: hadirector check names every one. Until then its checks give no results, and the verdicts stay.",
        ConnectionTableSize => "Put the line of the message into a file below /etc/modprobe.d; it counts when the module is loaded the next time, at the next boot at the latest.",
        _ => "",
    };

    /// <summary>Makes a condition of a known name.</summary>
    public static Condition Make(string name, string subject, string message, DateTimeOffset since) =>
        new(name, subject, message, Advice(name), since);
}
