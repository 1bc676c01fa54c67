using HaDirector.Control;

namespace HaDirector.Tests.Control;

/// <summary>A status in which every field has a value of its own, so that a golden text shows any two exchanged.</summary>
internal static class Snapshots
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static TrafficReport Traffic(int from) => new()
    {
        Active = from + 1,
        Inactive = from + 2,
        Templates = from + 3,
        Connections = ulong.MaxValue - (ulong)from,
        PacketsIn = (ulong)from + 5,
        PacketsOut = (ulong)from + 6,
        BytesIn = (ulong)from + 7,
        BytesOut = (ulong)from + 8,
        ConnectionsPerSecond = (ulong)from + 9,
        PacketsInPerSecond = (ulong)from + 10,
        PacketsOutPerSecond = (ulong)from + 11,
        BytesInPerSecond = (ulong)from + 12,
        BytesOutPerSecond = (ulong)from + 13,
    };

    public static Snapshot Full { get; } = new()
    {
        Version = "0.1.0",
        Director = "lb01",
        ConfigHash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        ConfigPath = "/etc/hadirector/hadirector.yaml",
        At = At,
        Started = At.AddHours(-5),
        Reloads = new ReloadReport(3, 1, At.AddMinutes(-30)),
        Applies = new ApplyCounts(4, 3, 2, 1),
        VrrpProcess = new VrrpProcessReport
        {
            ProcessId = 4711,
            PulseAgeMs = 42.5,
            StallLimitMs = 300,
            Turns = 1001,
            LatenessMs = 0.25,
            LatenessMaxMs = 1.5,
            AllocatedBytes = 7,
            Collections = 2,
            LinkDrops = 5,
            RealTime = true,
            MemoryLocked = false,
            PlanEpoch = 4,
            Dropped = new SortedDictionary<string, long> { ["checksum"] = 11, ["ttl"] = 12 },
            BfdDropped = new SortedDictionary<string, long> { ["hop_limit"] = 13 },
        },
        Routers =
        [
            new RouterReport
            {
                Name = "web", Interface = "eth0", VirtualRouterId = 51, State = "master", Since = At.AddMinutes(-10), Reason = "master_down",
                Priority = 150, EffectivePriority = 130, Preempt = true, AdvertIntervalMs = 100, Master = null, SkewMs = 41.4, MasterDownMs = 341.4,
                Addresses = ["192.0.2.80/24", "192.0.2.81/24"], HoldsAddresses = true, Counters = new RouterCounters(101, 102, 103, 104, 105, 106),
            },
            new RouterReport
            {
                Name = "dns", Interface = "eth1", VirtualRouterId = 52, State = "backup", Since = null, Reason = "",
                Priority = 90, EffectivePriority = 91, Preempt = false, AdvertIntervalMs = 1000, Master = new MasterReport("198.51.100.12", 200, 2000), SkewMs = 648.4,
                MasterDownMs = 6648.4, Addresses = ["198.51.100.1/24"], HoldsAddresses = false, Counters = new RouterCounters(0, 0, 0, 0, 0, 0),
            },
        ],
        Sessions =
        [
            new SessionReport
            {
                Name = "link", Peer = "192.0.2.12", Interface = "eth0", State = "up", RemoteState = "init", Diagnostic = "detection_time_expired", Since = At.AddMinutes(-3),
                TransmitMs = 10, DetectionMs = 30.5, Sent = 201, Received = 202, CameUp = 203, Lost = 204,
            },
        ],
        Pair = new PairReport("in_force", true, [new PeerReport("lb02", "192.0.2.12", true), new PeerReport("lb03", "192.0.2.13", false)]),
        Tracks =
        [
            new TrackReport("uplink", "interface", "down", "", [new TrackUseReport("web", -20, false)]),
            new TrackReport("tune", "file", "17", "", [new TrackUseReport("web", 3, true), new TrackUseReport("dns", 4, false)]),
        ],
        Totals = new ServiceTotals(61, 62, 63, 64, new ServerCounts(65, 66, 67), Traffic(700)),
        Services =
        [
            new ServiceReport("web", "tcp://192.0.2.80:80", "wlc", "dr", 300, true,
            [
                new ServerReport
                {
                    Address = "192.0.2.93:80", ConfiguredWeight = 2, Weight = 2, DesiredWeight = 1, Role = "starting", Mode = "ready", ActiveConnections = 21, InactiveConnections = 22, Verdict = "up", Scale = 100, Traffic = Traffic(500),
                    Check = new CheckReport("http", "192.0.2.93:80", "status 200", true, 1.75, 0.5),
                },
                new ServerReport
                {
                    Address = "192.0.2.94:80", ConfiguredWeight = 1, Verdict = "down", Role = "drained", Mode = "maintenance",
                    Check = new CheckReport("http", "192.0.2.94:80", "timed out after 500ms", false, 500, 0.75),
                },
            ])
            { Pool = new PoolReport("gained", 3, 2, 4, 5, 6, Sorry: false, Panic: true), Counts = new ServerCounts(51, 52, 53), Traffic = Traffic(600) },
            new ServiceReport("dns", "mark:5", "rr", "nat", 0, null,
            [
                new ServerReport { Address = "[2001:db8::1]:53", ConfiguredWeight = 1, Verdict = "unknown", Check = new CheckReport("tcp", "[2001:db8::1]:53", "", null, null, null) },
            ]),
        ],
        Probing = new ProbingReport(41, 42, 43, new HistogramReport([0.001, 0.01], [1, 2, 3], 0.5),
        [
            new KindReport("http", new SortedDictionary<string, long> { ["passed"] = 44, ["timed_out"] = 45 }, new HistogramReport([0.001, 0.01], [4, 5, 6], 1.5)),
            new KindReport("tcp", new SortedDictionary<string, long> { ["refused"] = 46 }, new HistogramReport([0.001, 0.01], [0, 0, 0], 0)),
        ]),
        Ipvs = new IpvsReport
        {
            Available = true,
            Reconciles = 31,
            Changes = 32,
            Errors = 33,
            AnswersLost = new Dictionary<string, long> { ["ENOBUFS"] = 36 },
            Drift = 34,
            LastAudit = At.AddSeconds(-7),
            LastEqual = At.AddSeconds(-8),
            AuditSeconds = 0.25,
            ForeignRemoved = 35,
            ForeignServices = ["tcp://203.0.113.1:443"],
            VerdictToKernel = new HistogramReport([0.001, 0.01], [35, 36, 1], 0.25),
        },
        ConnectionSync = new ConnectionSyncReport(
            "kernel", "eth1", 9, ["master"], ["backup", "master"], [new SysctlReport("net.ipv4.vs.sync_threshold", "3 50", "0 0")]),
        Conditions =
        [
            new ConditionReport("ipvs-drift", "", "2 changes of others were undone", "Find what else writes to IPVS.", At.AddMinutes(-5)),
            new ConditionReport("service-empty", "we\"b\\\n", "all servers are down", "Look at its servers.", At.AddMinutes(-1)),
        ],
    };
}
