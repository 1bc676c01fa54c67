using HaDirector.Model;

namespace HaDirector.Ipvs;

/// <summary>What one reconcile did.</summary>
/// <param name="Changes">Changes that were needed at first.</param>
/// <param name="Result">What became of them and of those that followed.</param>
/// <param name="Drift">What had to be done only because somebody else changed what is ours.</param>
public sealed record ReconcileResult(IReadOnlyList<IpvsChange> Changes, ApplyResult Result, IReadOnlyList<IpvsChange> Drift)
{
    /// <summary>Services of somebody else that were removed because the policy says so.</summary>
    public IReadOnlyList<ServiceKey> Evicted { get; init; } = [];

    /// <summary>Why answers of the kernel did not arrive, once for each time; what they told was read again.</summary>
    public IReadOnlyList<Refusal> Losses { get; init; } = [];

    /// <summary>Nothing differed, nothing was written.</summary>
    public static readonly ReconcileResult Nothing = new([], new ApplyResult(0, [], null), []);
}

/// <summary>Makes the kernel's table what is desired with the fewest changes, and keeps account of which services are ours.</summary>
/// <remarks>
/// It remembers the table as it left it, so that a change costs what changed and not the table. Services are compared by reference first: whoever gives
/// the desired table uses the instances of before for services that did not change. Before a few services are changed they are read again, so that
/// nothing is taken from a service on old knowledge. Many are changed at once, or a server that died under all of them would get clients for as long as
/// the table takes to read: what others did to the very things that change is refused then and read again, and the rest is for the next audit to find. What the kernel refuses, and what it does not answer, is read again and tried again at once as long
/// as that makes a difference, at most <see cref="Rounds"/> times; the rest differs still and is due at the next call.
/// </remarks>
/// <param name="kernel">The table.</param>
/// <param name="owned">Which services are ours.</param>
public sealed partial class TableReconciler(IKernelTable kernel, IOwnedServices owned)
{
    /// <summary>Up to so many services are read one by one; more, by reading the whole table.</summary>
    public const int ReadSingly = 256;

    /// <summary>Tries of one call.</summary>
    public const int Rounds = 4;

    private readonly Strangers _strangers = new();
    private readonly HashSet<ServiceKey> _foreign = [];
    private readonly Dictionary<ServiceKey, VirtualService> _left = []; // as we left it last: what else is there was put there by others
    private Dictionary<ServiceKey, VirtualService>? _actual; // as the kernel has it; the desired instance itself where that is met

    /// <summary>What is done with services that are neither desired nor ours.</summary>
    public ForeignServices Foreign { get; set; }

    /// <summary>Foreign services that are never removed.</summary>
    public Func<ServiceKey, bool> Spares { get; set; } = static _ => false;

    /// <summary>Services in the kernel that are neither desired nor ours, as last seen.</summary>
    public IReadOnlyCollection<ServiceKey> ForeignServices => _foreign;

    /// <summary>Reads the whole table; the next reconcile starts from it.</summary>
    /// <exception cref="System.IO.IOException">The table cannot be read.</exception>
    public IpvsTable Read() => Start(kernel.ReadStatus());

    /// <summary>The same with a table that was read by other means.</summary>
    public IpvsTable Start(TableStatus status)
    {
        IpvsTable table = status.ToTable();
        _actual = new Dictionary<ServiceKey, VirtualService>(table.Services);
        _left.Clear();
        foreach ((ServiceKey key, VirtualService service) in table.Services)
            if (owned.Keys.Contains(key)) _left.Add(key, service);
        _foreign.Clear();
        _foreign.UnionWith(table.Services.Keys.Where(key => !owned.Keys.Contains(key)));
        return table;
    }

    /// <summary>Compares and writes. When nothing differs from what was left, nothing is read and nothing is written.</summary>
    /// <param name="desired">What the table should hold; <see cref="IpvsTable.Empty"/> removes what is ours.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="System.IO.IOException">The table cannot be read, or the list of our services cannot be kept.</exception>
    public ReconcileResult Reconcile(IpvsTable desired, Instant now)
    {
        bool fresh = _actual is null;
        if (fresh) Read();
        _foreign.RemoveWhere(desired.Services.ContainsKey);
        List<ServiceKey> open = Open(desired);
        if (open.Count == 0) return ReconcileResult.Nothing;
        List<IpvsChange> drift = [];
        if (!fresh && open.Count <= ReadSingly) Look(desired, [.. open.Where(_actual!.ContainsKey)], drift, now);
        return Settle(desired, open, drift, now);
    }

    // What is not known to be as it should be.
    private List<ServiceKey> Open(IpvsTable desired)
    {
        List<ServiceKey> open = [];
        foreach ((ServiceKey key, VirtualService want) in desired.Services)
            if (!_actual!.TryGetValue(key, out VirtualService? have) || !ReferenceEquals(have, want)) open.Add(key);
        foreach (ServiceKey key in owned.Keys)
            if (!desired.Services.ContainsKey(key)) open.Add(key);
        if (Foreign == Ipvs.ForeignServices.Remove) open.AddRange(_foreign.Where(key => IsRemovable(key)));
        return open;
    }

    /// <summary>Whether a service that is in the kernel and not desired is removed.</summary>
    /// <param name="owned">Whether it is ours.</param>
    /// <param name="policy">What is done with those that are not.</param>
    /// <param name="spared">Whether it is one of others that is never removed.</param>
    public static bool Removes(bool owned, ForeignServices policy, bool spared) => owned || (policy == Ipvs.ForeignServices.Remove && !spared);

    private bool IsRemovable(ServiceKey key)
    {
        bool ours = owned.Keys.Contains(key);
        return (ours || _foreign.Contains(key)) && Removes(ours, Foreign, Spares(key));
    }

    private ReconcileResult Settle(IpvsTable desired, List<ServiceKey> open, IReadOnlyList<IpvsChange> drift, Instant now)
    {
        owned.Claim([.. open.Where(desired.Services.ContainsKey)]);
        IReadOnlyList<IpvsChange> first = [];
        ApplyResult said = ReconcileResult.Nothing.Result;
        int applied = 0;
        List<Refusal> losses = []; // no more than rounds
        List<ServiceKey> left = open, foreign = [.. open.Where(_foreign.Contains)];
        for (int round = 0; round < Rounds && left.Count > 0; round++)
        {
            IReadOnlyList<IpvsChange> changes = Changes(desired, left);
            if (round == 0) first = changes;
            // After a new look at the services: whoever refused the very same would refuse it again.
            else if (said.Certain && changes.Count > 0 && changes.All(said.Refused.Select(r => r.Change).ToHashSet().Contains)) break;
            said = changes.Count == 0 ? ReconcileResult.Nothing.Result : kernel.Apply(changes);
            if (said.Lost is { } lost) losses.Add(lost);
            HashSet<ServiceKey> failed = [.. said.Certain ? said.Refused.Select(r => r.Change.Service) : changes.Select(c => c.Service)];
            _touched.UnionWith(changes.Select(c => c.Service));
            foreach (ServiceKey key in left)
                if (!failed.Contains(key)) Believe(desired, key);
            left = [.. failed.Order()];
            if (left.Count > 0) Look(desired, left, null, now);
            applied += said.Certain ? said.Applied : Done(changes, said.Refused, Changes(desired, left));
        }

        owned.Release([.. open.Where(key => !desired.Services.ContainsKey(key) && !_actual!.ContainsKey(key))]);
        return new ReconcileResult(first, said with { Applied = applied }, drift)
        {
            Evicted = [.. foreign.Where(key => !_actual!.ContainsKey(key))],
            Losses = losses,
        };
    }

    // Of changes that were not all answered: those that are not needed any more, now that what was changed was read again.
    private static int Done(IReadOnlyList<IpvsChange> changes, IReadOnlyList<RefusedChange> refused, IReadOnlyList<IpvsChange> needed)
    {
        HashSet<IpvsChange> open = [.. needed, .. refused.Select(r => r.Change)];
        return changes.Count(change => !open.Contains(change));
    }

    private IReadOnlyList<IpvsChange> Changes(IpvsTable desired, List<ServiceKey> keys)
    {
        ChangeList changes = new();
        foreach (ServiceKey key in keys)
        {
            VirtualService? have = _actual!.GetValueOrDefault(key);
            if (desired.Services.TryGetValue(key, out VirtualService? want)) changes.Compare(key, _strangers.With(key, want), have);
            else if (have is not null && IsRemovable(key)) changes.Remove(key);
        }

        return changes.InOrder();
    }

    private void Believe(IpvsTable desired, ServiceKey key)
    {
        if (desired.Services.TryGetValue(key, out VirtualService? want)) _left[key] = _actual![key] = _strangers.With(key, want);
        else Forget(key);
    }

    private void Forget(ServiceKey key)
    {
        _actual!.Remove(key);
        _left.Remove(key);
        _foreign.Remove(key);
        _strangers.Forget(key);
    }

    // Reads services again. What differs from what was believed is drift; no list is given after answers that left us not knowing.
    private void Look(IpvsTable desired, IReadOnlyCollection<ServiceKey> keys, List<IpvsChange>? drift, Instant now)
    {
        if (keys.Count <= ReadSingly)
        {
            foreach (ServiceKey key in keys) Take(desired, key, kernel.ReadService(key), drift, now);
            return;
        }

        TableStatus table = kernel.ReadStatus();
        HashSet<ServiceKey> gone = [.. _actual!.Keys];
        foreach (ServiceStatus service in table.Services)
        {
            gone.Remove(service.Key);
            Take(desired, service.Key, service, drift, now);
        }

        foreach (ServiceKey key in gone) Take(desired, key, null, drift, now);
    }

    private void Take(IpvsTable desired, ServiceKey key, ServiceStatus? status, List<IpvsChange>? drift, Instant now)
    {
        VirtualService? believed = _actual!.GetValueOrDefault(key), want = desired.Services.GetValueOrDefault(key);
        if (status is not null && want is not null) _strangers.Observe(want, _left.GetValueOrDefault(key), status, now);
        VirtualService? read = status?.ToService();
        if (believed is not null && want is not null && drift is not null && (read is null || !ChangeList.IsMet(key, believed, read)))
        {
            ChangeList undo = new();
            undo.Compare(key, believed, read);
            drift.AddRange(undo.InOrder());
        }

        if (read is null) Forget(key);
        else if (believed is null || !ChangeList.IsMet(key, believed, read)) _actual![key] = read;
        if (read is not null && want is null && !owned.Keys.Contains(key)) _foreign.Add(key);
    }
}
