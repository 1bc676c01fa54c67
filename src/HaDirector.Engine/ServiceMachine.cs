using HaDirector.Engine.Pools;
using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Engine;

/// <summary>Makes the desired IPVS table of a plan, of the verdicts on its servers, and of what is asked of them besides.</summary>
/// <remarks>
/// A server without a check is up. A server whose check has no result yet is not in service (unless the service says otherwise), but one that was in the
/// table before this machine or this plan began stays as it was until its first result, so that neither a restart nor a reload disturbs it.
/// What is heard is decided when it is asked what came of it, or at the next <see cref="Tick"/>: a pool costs its servers once for all that is
/// heard of it meanwhile, were it each of a thousand failing at the same moment, and however many services there are beside it.
/// </remarks>
public sealed partial class ServiceMachine
{
    private readonly MassFailureWatch _mass = new();
    private readonly PriorityQueue<Pool, Instant> _due = new();
    private readonly HashSet<Pool> _undecided = []; // something was heard of them
    private readonly HashSet<Pool> _changed = []; // tables that Desired does not have yet
    private readonly HashSet<Pool> _touched = []; // decided since TakeTouched
    private readonly HashSet<Pool> _watching = []; // pools that want to know of connections
    private Dictionary<CheckSpec, CheckUse> _checks = [];
    private Dictionary<string, Pool> _names = [];
    private Dictionary<ServiceKey, Pool> _keys = [];
    private Pool[] _pools = [];
    private ServiceRows _rows;
    private IpvsTable? _desired;
    private MaintenanceFiles _files = new([]);
    private int _unknown;
    private Instant _heard; // when the last was heard that is not decided

    /// <summary>A machine for <paramref name="plan"/> in front of the table that <paramref name="kernel"/> holds already (empty after a boot).</summary>
    public ServiceMachine(Plan plan, IpvsTable kernel, Instant now, Func<CheckSpec, Verdict> verdictOf)
    {
        Plan = plan;
        _rows = new ServiceRows([], []);
        Build(plan, now, verdictOf, (service, place) => new Pool(service, place, kernel, now));
    }

    /// <summary>The plan in force.</summary>
    public Plan Plan { get; private set; }

    /// <summary>The table the kernel should hold: services and servers in the order of the file.</summary>
    public IpvsTable Desired
    {
        get
        {
            Settle();
            if (_changed.Count > 0)
            {
                _rows = _rows.With(_changed.SelectMany(pool => pool.Rows()));
                _changed.Clear();
                _desired = null;
            }
            return _desired ??= new IpvsTable(_rows);
        }
    }

    /// <summary>The distinct checks of a plan, in the order of the file.</summary>
    public static IEnumerable<CheckSpec> ChecksOf(Plan plan) => plan.Services
        .SelectMany(service => service.Policy.SorryServer is { } sorry ? service.Servers.Append(sorry) : service.Servers)
        .SelectMany(server => server.Check?.Checks ?? [])
        .Distinct();

    /// <summary>The distinct checks of the plan, in the order of the file.</summary>
    public IReadOnlyCollection<CheckSpec> Checks => _checks.Keys;

    /// <summary>Whether every check has had its first result, so that the table says what the servers are and not what they were.</summary>
    public bool IsSettled => _unknown == 0;

    /// <summary>When <see cref="Tick"/> has something to do though nothing happens.</summary>
    public Instant NextDeadline
    {
        get
        {
            Settle();
            Instant next = _due.TryPeek(out _, out Instant due) ? due : Instant.Never;
            return _mass.Until < next ? _mass.Until : next;
        }
    }

    /// <summary>Goes over to a new plan. <paramref name="verdictOf"/> is the check board's after its own reload.</summary>
    public void Reload(Plan plan, Func<CheckSpec, Verdict> verdictOf, Instant now)
    {
        Dictionary<ServiceKey, Pool> before = _keys;
        HashSet<Pool> taken = [];
        Build(plan, now, verdictOf, (service, place) =>
        {
            if (Before(service, before, taken) is not { } pool) return new Pool(service, place, IpvsTable.Empty, now);
            pool.Follow(service, place, now);
            return pool;
        });
    }

    // A service that had several addresses goes on under any of them.
    private static Pool? Before(VirtualServiceSpec service, Dictionary<ServiceKey, Pool> before, HashSet<Pool> taken)
    {
        if (before.TryGetValue(service.Key, out Pool? pool) && taken.Add(pool)) return pool;
        foreach (ServiceKey other in service.Others)
            if (before.TryGetValue(other, out pool) && taken.Add(pool)) return pool;
        return null;
    }

    /// <summary>Lets time pass, and decides what was heard.</summary>
    public void Tick(Instant now)
    {
        foreach (CheckSpec check in _mass.Release(now))
            if (_checks.TryGetValue(check, out CheckUse? use)) Count(use, use.Told, now);
        Settle(now);
        while (_due.TryPeek(out Pool? pool, out Instant due) && due <= now)
        {
            _due.Dequeue();
            if (pool.Queued != due || !IsOurs(pool)) continue; // decided in between, or removed
            pool.Queued = Instant.Never;
            Decide(pool, now);
        }
    }

    private bool IsOurs(Pool pool) => pool.Place < _pools.Length && _pools[pool.Place] == pool;

    private void Build(Plan plan, Instant now, Func<CheckSpec, Verdict> verdictOf, Func<VirtualServiceSpec, int, Pool> poolOf)
    {
        Settle(now);
        Plan = plan;
        _names = [];
        _keys = [];
        _due.Clear();
        _changed.Clear();
        _watching.Clear();
        List<Pool> pools = new(plan.Services.Count);
        int row = 0;
        foreach (VirtualServiceSpec service in plan.Services)
        {
            if (_keys.ContainsKey(service.Key) || service.Others.Any(_keys.ContainsKey)) continue; // refused by the configuration
            Pool pool = poolOf(service, pools.Count);
            (pool.Queued, pool.Row) = (Instant.Never, row);
            row += 1 + service.Others.Count;
            pools.Add(pool);
            foreach (ServiceKey key in service.Keys) _keys.Add(key, pool);
            _names.TryAdd(service.Name, pool);
        }
        _pools = [.. pools];
        BuildChecks(verdictOf, now);
        foreach (Pool pool in _pools)
        {
            foreach (PoolServer server in pool.Members) server.Modes.File(_files.Contain(server.Spec.Address));
            Decide(pool, now);
        }
        _changed.Clear();
        if (_desired is not null && _rows.Are(_pools)) return;
        _rows = new ServiceRows([.. _pools.SelectMany(pool => pool.Spec.Keys)], [.. _pools.SelectMany(pool => pool.Rows()).Select(row => row.Service)]);
        _desired = null;
    }

    private void BuildChecks(Func<CheckSpec, Verdict> verdictOf, Instant now)
    {
        Dictionary<CheckIdentity, ServerAdvice> advice = [];
        foreach (CheckUse use in _checks.Values)
            if (use.Advice is { } said) advice[use.Check.Identity] = said;
        _checks = [];
        _unknown = 0;
        foreach (Pool pool in _pools)
        {
            foreach (PoolServer server in pool.Members)
            {
                foreach (CheckSpec check in server.Spec.Check?.Checks ?? [])
                {
                    if (!_checks.TryGetValue(check, out CheckUse? use))
                    {
                        _checks.Add(check, use = new CheckUse(check) { Told = verdictOf(check), Advice = advice.GetValueOrDefault(check.Identity) });
                        if (use.Told == Verdict.Unknown) _unknown++;
                    }
                    if (use.Users.Count == 0 || use.Users[^1].Server != server) use.Users.Add((pool, server));
                }
            }
        }
        _mass.Follow(Plan.MassFailure, _checks.Values.Select(use => (use.Check, use.Told)));
        foreach (CheckUse use in _checks.Values) use.Counted = use.Told;
        foreach (CheckSpec held in _mass.Held) _checks[held].Counted = Verdict.Up;
        foreach (Pool pool in _pools)
        {
            foreach (PoolServer server in pool.Members)
            {
                Advise(server);
                pool.Judge(server, Judge(server), now);
            }
        }
    }

    private Verdict Judge(PoolServer server) =>
        server.Spec.Check?.Judge(check => _checks.TryGetValue(check, out CheckUse? use) ? use.Counted : Verdict.Unknown) ?? Verdict.Up;

    private void DecideLater(Pool pool, Instant now)
    {
        _undecided.Add(pool);
        _heard = now;
    }

    private void Settle() => Settle(_heard);

    private void Settle(Instant now)
    {
        foreach (Pool pool in _undecided) Decide(pool, now);
        _undecided.Clear();
    }

    private void Decide(Pool pool, Instant now)
    {
        if (pool.Decide(now)) _changed.Add(pool);
        _touched.Add(pool);
        if (pool.WantsConnections) _watching.Add(pool);
        else _watching.Remove(pool);
        Instant next = pool.NextDeadline;
        if (next < pool.Queued)
        {
            pool.Queued = next;
            _due.Enqueue(pool, next);
        }
    }
}
