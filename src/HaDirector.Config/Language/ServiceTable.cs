using HaDirector.Config.Binding;
using HaDirector.Config.Language.Checks;
using HaDirector.Config.Yaml;
using HaDirector.Engine;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Config.Language;

/// <summary>One virtual service as written.</summary>
internal sealed class ServiceDraft : Draft
{
    public Located<ServiceAddress>? Address { get; set; }

    public Located<IReadOnlyList<Located<ServiceAddresses>>>? Addresses { get; set; }

    public Located<int>? Mark { get; set; }

    public Located<IpFamily>? Family { get; set; }

    public Located<IReadOnlyList<Located<ServiceAddresses>>>? Packets { get; set; }

    public Located<bool>? Masquerade { get; set; }

    public Located<string>? Scheduler { get; set; }

    public Located<IReadOnlyList<Located<ServiceFlags>>>? SchedulerFlags { get; set; }

    public Located<Forwarding>? Forwarding { get; set; }

    public Located<TunnelDraft>? Tunnel { get; set; }

    public Located<bool>? OnePacket { get; set; }

    public Located<PersistenceDraft>? Persistence { get; set; }

    public Located<FailureAction>? OnFailure { get; set; }

    public Located<StartPolicy>? Start { get; set; }

    public Located<TimeSpan>? Drain { get; set; }

    public Located<SlowStartDraft>? SlowStart { get; set; }

    public Located<LatencyWeightsDraft>? LatencyWeights { get; set; }

    public Located<QuorumDraft>? Quorum { get; set; }

    public Located<ServerDraft>? SorryServer { get; set; }

    public Located<int>? Panic { get; set; }

    public Located<bool>? PassiveHints { get; set; }

    public Located<FlapDraft>? Flap { get; set; }

    public Located<CheckDraft>? Check { get; set; }

    public Located<IReadOnlyList<Located<ServerDraft>>>? Servers { get; set; }

    /// <summary>The servers and the sorry server.</summary>
    public IEnumerable<Located<ServerDraft>> EveryServer => [.. Servers?.Value ?? [], .. SorryServer is { } sorry ? new[] { sorry } : []];

    /// <summary>What the kernel is to know the service by, in the order of the file and each with its place there; one more than allowed at most, none when nothing is known.</summary>
    public IReadOnlyList<Located<ServiceKey>> Keys => _keys ??=
        Address is { } address ? [new(ServiceKey.At(address.Value.Transport, address.Value.Endpoint), address.At)]
        : Mark is { } mark ? [new(ServiceKey.Mark((uint)mark.Value, Family?.Value ?? IpFamily.V4), mark.At)]
        : Addresses is { } group ? [.. group.Value.SelectMany(item => item.Value.Keys.Select(key => new Located<ServiceKey>(key, item.At))).Take(ServiceTable.KeysMax + 1)]
        : [];

    private IReadOnlyList<Located<ServiceKey>>? _keys;
}

/// <summary>The keys of services.NAME.</summary>
internal static class ServiceTable
{
    public const string DefaultScheduler = "wlc";

    /// <summary>Addresses, ports and marks of one service at most.</summary>
    public const int KeysMax = 4096;

    /// <summary>Ports of a range above which a mark is the better way.</summary>
    public const int RangeAdvice = 64;

    public static readonly ChoiceShape<string> Schedulers = new("scheduler",
        [.. new[] { "rr", "wrr", "lc", "wlc", "lblc", "lblcr", "dh", "sh", "sed", "nq", "fo", "ovf", "mh", "twos" }.Select(n => (n, n))]);

    private static readonly ChoiceShape<ServiceFlags> SchedulerFlags =
        new("scheduler flag", ("fallback", ServiceFlags.SchedulerFallback), ("port", ServiceFlags.SchedulerPort));

    private static readonly ChoiceShape<IpFamily> Families = new("family", ("ipv4", IpFamily.V4), ("ipv6", IpFamily.V6));

    private static readonly ChoiceShape<FailureAction> FailureActions =
        new("failure action", ("drain", FailureAction.Drain), ("remove", FailureAction.Remove));

    private static readonly ChoiceShape<StartPolicy> StartPolicies = new("policy", ("checked", StartPolicy.Checked), ("up", StartPolicy.Up));

    public static readonly MappingShape<ServiceDraft> Shape = new("services.NAME", "a mapping with the keys of a virtual service",
        new Field<ServiceDraft, ServiceAddress>("address", Addresses.Service, (d, v) => d.Address = v)
        {
            Elsewhere = ["virtual_server", "vip", "listen"],
            Help = "Transport, virtual address and port; port 0 is every port and needs persistence. One of address, addresses and mark.",
        },
        new Field<ServiceDraft, IReadOnlyList<Located<ServiceAddresses>>>(
            "addresses", new ListShape<ServiceAddresses>(Language.Addresses.Many, "addresses, port ranges and marks", 1), (d, v) => d.Addresses = v)
        {
            Elsewhere = ["virtual_server_group", "vips"],
            Help = "Several addresses, ranges of ports and marks that share the servers, their checks, weights and drains. A server without a port has that of each.",
        },
        new Field<ServiceDraft, int>("mark", Scalars.Number(1, int.MaxValue), (d, v) => d.Mark = v)
        {
            Elsewhere = ["fwmark", "firewall_mark"],
            Help = "Firewall mark: every packet that carries it belongs to the service.",
        },
        new Field<ServiceDraft, IpFamily>("family", Families, (d, v) => d.Family = v)
        {
            Default = "ipv4",
            Elsewhere = ["ip_family"],
            Help = "Address family of a service of a mark.",
        },
        new Field<ServiceDraft, IReadOnlyList<Located<ServiceAddresses>>>(
            "packets", new ListShape<ServiceAddresses>(Language.Addresses.Packets, "addresses and port ranges", 1), (d, v) => d.Packets = v)
        {
            Default = "(marked by somebody else)",
            Elsewhere = ["marks", "match", "mark_packets"],
            Help = "With mark: the packets that this director marks, by transport, address and port or ports; port 0 is every port.",
        },
        new Field<ServiceDraft, bool>("masquerade", Scalars.Boolean, (d, v) => d.Masquerade = v)
        {
            Default = "false",
            Elsewhere = ["snat", "masq", "full_nat", "fullnat"],
            Help = "With forwarding: nat, whether servers see the director's address as the client, so that they need no way back through it.",
        },
        new Field<ServiceDraft, string>("scheduler", Schedulers, (d, v) => d.Scheduler = v)
        {
            Default = DefaultScheduler,
            Elsewhere = ["lvs_sched", "lb_algo", "algorithm"],
            Help = "How the kernel chooses a server for a new connection.",
        },
        new Field<ServiceDraft, IReadOnlyList<Located<ServiceFlags>>>(
            "scheduler_flags", new ListShape<ServiceFlags>(SchedulerFlags, "scheduler flags", 0), (d, v) => d.SchedulerFlags = v)
        {
            Default = "(none)",
            Help = "For sh and mh: fallback (choose again when the server is unavailable), port (hash the client's port too).",
        },
        new Field<ServiceDraft, Forwarding>("forwarding", ServerTable.Forwardings, (d, v) => d.Forwarding = v)
        {
            Required = true,
            Elsewhere = ["lb_kind", "lvs_method", "method"],
            Help = "How packets reach a server: dr (direct routing), nat, tun (a tunnel).",
        },
        new Field<ServiceDraft, TunnelDraft>("tunnel", TunnelTable.Shape, (d, v) => d.Tunnel = v)
        {
            Default = "ipip",
            Elsewhere = ["tun_type", "tunnel_type"],
            Help = "With forwarding: tun, which tunnel: ipip, gue or gre, or a mapping with its port and checksum.",
        },
        new Field<ServiceDraft, bool>("one_packet", Scalars.Boolean, (d, v) => d.OnePacket = v)
        {
            Default = "false",
            Elsewhere = ["ops"],
            Help = "UDP: every packet is scheduled alone.",
        },
        new Field<ServiceDraft, PersistenceDraft>("persistence", PersistenceTable.Shape, (d, v) => d.Persistence = v)
        {
            Default = "(none)",
            Elsewhere = ["persistence_timeout", "persistence_granularity"],
            Help = "A client comes back to the server it had.",
        },
        new Field<ServiceDraft, FailureAction>("on_failure", FailureActions, (d, v) => d.OnFailure = v)
        {
            Default = "drain",
            Elsewhere = ["inhibit_on_failure"],
            Help = "A server whose check fails: drain (weight 0, its connections go on) or remove (out of the table).",
        },
        new Field<ServiceDraft, StartPolicy>("start", StartPolicies, (d, v) => d.Start = v)
        {
            Default = "checked",
            Elsewhere = ["alpha"],
            Help = "A server before its first result: checked (not in service) or up.",
        },
        new Field<ServiceDraft, TimeSpan>("drain", Scalars.Duration("0s", "24h"), (d, v) => d.Drain = v)
        {
            Default = "(without end)",
            Elsewhere = ["delay_before_remove"],
            Help = "How long a server at weight 0 keeps its connections; it leaves the table sooner when none is active. One that left the file goes at once without this.",
        },
        new Field<ServiceDraft, SlowStartDraft>("slow_start", SlowStartTable.Shape, (d, v) => d.SlowStart = v)
        {
            Default = "(none)",
            Elsewhere = ["slowstart"],
            Help = "Time in which a server that comes back gets its weight little by little.",
        },
        new Field<ServiceDraft, LatencyWeightsDraft>("latency_weights", LatencyWeightsTable.Shape, (d, v) => d.LatencyWeights = v)
        {
            Default = "(none)",
            Help = "Weights follow the latency of the checks: slower than the pool's median gets less.",
        },
        new Field<ServiceDraft, QuorumDraft>("quorum", QuorumTable.Shape, (d, v) => d.Quorum = v)
        {
            Default = "1",
            Help = "Weight of servers that are up from which the service counts as having enough.",
        },
        new Field<ServiceDraft, ServerDraft>("sorry_server", ServerTable.Sorry, (d, v) => d.SorryServer = v)
        {
            Default = "(none)",
            Help = "The server that answers while the quorum is lost, with a check of its own if it has one.",
        },
        new Field<ServiceDraft, int>("panic", Scalars.Percent(0, 100, "[0-9]|[1-9][0-9]|100"), (d, v) => d.Panic = v)
        {
            Default = "0%",
            Elsewhere = ["panic_threshold", "healthy_panic_threshold"],
            Help = "Below this share of healthy servers all are used, loudly; 0% is never.",
        },
        new Field<ServiceDraft, FlapDraft>("flap_damping", FlapTable.Shape, (d, v) => d.Flap = v)
        {
            Default = "(none)",
            Help = "A server that fails often is let in again only after a growing time.",
        },
        new Field<ServiceDraft, bool>("passive_hints", Scalars.Boolean, (d, v) => d.PassiveHints = v)
        {
            Default = "false",
            Help = "Whether a server that gets connections of which none is established, by the kernel's counters, is checked at once (TCP only).",
        },
        new Field<ServiceDraft, CheckDraft>("check", CheckTable.Anywhere, (d, v) => d.Check = v)
        {
            Default = "(none: servers count as up)",
            Help = "How servers are probed.",
        },
        new Field<ServiceDraft, IReadOnlyList<Located<ServerDraft>>>(
            "servers", new ListShape<ServerDraft>(ServerTable.Shape, "servers", 1), (d, v) => d.Servers = v)
        {
            Required = true,
            Elsewhere = ["real_server", "real_servers", "backends"],
            Help = "The real servers.",
        });
}
