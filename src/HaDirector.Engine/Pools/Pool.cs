using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Engine.Pools;

/// <summary>One virtual service: its servers as they are known, and what the kernel is to hold of them.</summary>
internal sealed partial class Pool
{
    /// <summary>A connection that is being opened is not active yet: for this time a server that drains is not taken for empty.</summary>
    public static readonly TimeSpan HandshakeTime = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LatencyPauseMin = TimeSpan.FromSeconds(1);

    private readonly List<PoolServer> _leaving = []; // gone from the file, with connections; at most as many as the file ever had within one drain time
    private PoolServer[] _servers = [];
    private PoolServer? _sorry;
    private VirtualService[]? _others; // tables of the keys beside the first; null is to be made
    private QuorumRule _rule;
    private int _scale;
    private bool _filling; // backups are in use
    private bool _serving; // at least one server takes new connections
    private Instant? _filledAt; // when the pool was empty last; null is longer ago than this director lives
    private Instant _latencyDue = Instant.Never;
    private Instant _next = Instant.Never;

    /// <summary>A pool in front of what the kernel holds.</summary>
    public Pool(VirtualServiceSpec spec, int place, IpvsTable kernel, Instant now)
    {
        (Spec, Place) = (spec, place);
        Table = new VirtualService(spec.Spec, new Dictionary<IpEndpoint, DestinationSpec>());
        Follow(spec, place, now);
        bool found = kernel.Services.TryGetValue(spec.Key, out VirtualService? service);
        if (found) Adopt(service!, now);
        // Of several keys one may be new, or gone: what any of them has is in use.
        foreach (ServiceKey other in spec.Others)
        {
            if (!kernel.Services.TryGetValue(other, out service)) continue;
            found = true;
            Adopt(GroupTables.AsFirst(spec, other, service), now);
        }
        if (!found) return;
        _serving = _servers.Any(server => server.Weight > 0);
        // What served had its quorum: below the threshold at which it is gained it keeps it over a restart.
        if (_serving && _sorry is not { Weight: > 0 }) Quorum = QuorumStanding.Gained;
    }

    /// <summary>As configured.</summary>
    public VirtualServiceSpec Spec { get; private set; }

    /// <summary>Its position in the plan.</summary>
    public int Place { get; private set; }

    /// <summary>Place of its first key in the whole table; its other keys follow.</summary>
    public int Row { get; set; }

    /// <summary>What the kernel is to hold.</summary>
    public VirtualService Table { get; private set; }

    /// <summary>Whether it has enough servers.</summary>
    public QuorumStanding Quorum { get; private set; }

    /// <summary>When it has to be decided again though nothing happens.</summary>
    public Instant NextDeadline => _next;

    /// <summary>The earliest time at which the machine will look at it; never when it will not.</summary>
    public Instant Queued { get; set; } = Instant.Never;

    /// <summary>Whether it is waiting for connections to end, or watches them.</summary>
    public bool WantsConnections { get; private set; }

    /// <summary>Its servers in the order of the file, and the sorry server.</summary>
    public IEnumerable<PoolServer> Members => _sorry is null ? _servers : _servers.Append(_sorry);

    /// <summary>The server of the file, or the sorry server, with this address.</summary>
    public PoolServer? Find(IpEndpoint address) =>
        Array.Find(_servers, server => server.Spec.Address == address) ?? (_sorry?.Spec.Address == address ? _sorry : null);

    /// <summary>Goes over to another configuration of the same service; what is known of a server that stays is kept.</summary>
    public void Follow(VirtualServiceSpec spec, int place, Instant now)
    {
        Dictionary<IpEndpoint, PoolServer> known = [];
        foreach (PoolServer server in _servers.Concat(_leaving))
        {
            if (spec.Key != Spec.Key) server.Spec = server.Spec with { Address = server.Spec.AddressUnder(spec.Key) }; // another of its keys is the first now
            known.TryAdd(server.Spec.Address, server);
        }
        (Spec, Place, _others) = (spec, place, null);
        _leaving.Clear();
        _servers = new PoolServer[spec.Servers.Count];
        for (int i = 0; i < _servers.Length; i++) _servers[i] = Heir(known, spec.Servers[i]);
        PoolServer? sorry = _sorry;
        _sorry = spec.Policy.SorryServer is not { } wanted ? null
            : sorry?.Spec.Address == wanted.Address ? Renew(sorry, wanted)
            : Heir(known, wanted);
        if (sorry is not null && sorry != _sorry) known.TryAdd(sorry.Spec.Address, sorry);
        foreach (PoolServer gone in known.Values)
            if (gone.InTable && spec.Policy.Drain is not null && Find(gone.Spec.Address) is null) Leave(gone, now);

        _rule = QuorumRule.Of(spec.Policy.Quorum, spec.Servers.Sum(server => server.Destination.Weight));
        _scale = Moves(spec) ? WeightRule.ScaleFor(spec.Servers.Select(server => server.Destination.Weight)) : 1;
        _latencyDue = spec.Policy.LatencyWeights is null ? Instant.Never : now;
    }

    /// <summary>Takes what the checks of a server conclude.</summary>
    public void Judge(PoolServer server, Verdict verdict, Instant now)
    {
        if (server.Judged == Verdict.Up && verdict == Verdict.Down)
        {
            server.Latency = null; // it comes back as another
            if (Spec.Policy.Flap is { } flap) (server.Flap ??= new FlapDamper()).Failed(flap, now);
        }
        server.Judged = verdict;
    }

    /// <summary>Takes how long a server took to answer.</summary>
    public void Measure(PoolServer server, TimeSpan took, Instant now)
    {
        if (Spec.Policy.LatencyWeights is { } spec) (server.Latency ??= new LatencyMean()).Add(took, spec.HalfLife, now);
    }

    /// <summary>Takes what the kernel says of the connections; adds the servers that are suspect.</summary>
    public void Observe(ServiceStatus status, Instant now, List<PoolServer> suspects)
    {
        bool streams = Spec.Keys.All(key => key.Transport is Transport.Tcp or Transport.Sctp);
        bool hints = Spec.Policy.PassiveHints && Spec.Keys.All(key => key.Transport == Transport.Tcp);
        foreach (DestinationStatus held in status.Destinations)
        {
            if ((Find(held.Address) ?? _leaving.Find(gone => gone.Spec.Address == held.Address)) is not { } server) continue;
            bool empty = held.Spec.Weight == 0 && held.Active == 0 && (streams || held.Inactive == 0);
            if (empty && server.DrainStart is { } start && now - start >= HandshakeTime) server.Emptied = true;
            if (!hints) continue;
            if (server.Seen is { } seen && PassiveWatch.Suspects(seen, held)) suspects.Add(server);
            server.Seen = new PassiveWatch.Counters(held.Traffic.Connections, held.Traffic.PacketsIn);
        }
    }

    // An agent or a script may ask for a part of the weight, so these need room as well.
    private static bool Moves(VirtualServiceSpec spec) =>
        spec.Policy.SlowStart is not null || spec.Policy.LatencyWeights is not null
        || spec.Servers.Any(server => server.Check?.Checks.Any(check => check.Kind is Health.Kinds.AgentCheck) == true);

    private static PoolServer Heir(Dictionary<IpEndpoint, PoolServer> known, RealServerSpec spec) =>
        known.Remove(spec.Address, out PoolServer? before) ? Renew(before, spec) : new PoolServer(spec);

    private static PoolServer Renew(PoolServer server, RealServerSpec spec)
    {
        server.Spec = spec;
        if (spec.Check is null) server.Judged = Verdict.Up;
        return server;
    }

    private void Adopt(VirtualService kernel, Instant now)
    {
        foreach ((IpEndpoint address, DestinationSpec held) in kernel.Destinations)
        {
            if (Find(address) is { } known) known.Found(held);
            else if (Spec.Policy.Drain is not null && !_leaving.Exists(gone => gone.Spec.Address == address))
                Leave(new PoolServer(new RealServerSpec(address, held, null) { FollowsPort = address.Port == Spec.Key.Address.Port }), now);
        }
    }

    private void Leave(PoolServer server, Instant now)
    {
        (server.InTable, server.Weight, server.Role) = (true, 0, ServerRole.Draining);
        server.DrainStart ??= now;
        _leaving.Add(server);
    }
}
