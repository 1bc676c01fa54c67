using HaDirector.Model;

namespace HaDirector.Ipvs;

/// <content>Whether the kernel holds what we left there.</content>
public sealed partial class TableReconciler
{
    private readonly HashSet<ServiceKey> _seen = [];
    private readonly HashSet<ServiceKey> _touched = []; // changed by us during this audit: what is read of them may be older
    private readonly List<ServiceKey> _suspects = [];
    private IEnumerator<ServiceStatus?>? _walk;

    /// <summary>Compares the kernel's table with what was left there, a part at a time, and puts right what is ours.</summary>
    /// <remarks>A service that looks wrong is read again before anything is done about it, since a walk may miss what changes meanwhile.</remarks>
    /// <param name="walk">The table, over a socket of its own; the walk goes on where it was.</param>
    /// <param name="desired">What the table should hold.</param>
    /// <param name="now">The time.</param>
    /// <param name="goOn">Whether to go on after a step.</param>
    /// <param name="repair">What was done.</param>
    /// <returns>Whether this part was the last one.</returns>
    /// <exception cref="System.IO.IOException">The table cannot be read, or the list of our services cannot be kept.</exception>
    public bool Audit(IKernelWalk walk, IpvsTable desired, Instant now, Func<bool> goOn, out ReconcileResult repair)
    {
        repair = ReconcileResult.Nothing;
        if (_actual is null) return true;
        if (_walk is null)
        {
            _seen.Clear();
            _touched.Clear();
            _walk = walk.Walk().GetEnumerator();
        }

        bool more = true;
        do
        {
            more = _walk.MoveNext();
            if (more && _walk.Current is { } service) Compare(service);
        }
        while (more && goOn());
        if (!more)
        {
            _walk = null;
            _suspects.AddRange(_actual.Keys.Where(key => !_seen.Contains(key) && !_touched.Contains(key)));
        }

        if (_suspects.Count > 0) repair = Repair(desired, now);
        return !more;
    }

    private void Compare(ServiceStatus service)
    {
        if (!_seen.Add(service.Key) || _touched.Contains(service.Key)) return;
        bool same = _actual!.TryGetValue(service.Key, out VirtualService? have) && ChangeList.IsMet(service.Key, have, service.ToService());
        if (!same || _strangers.Services.Contains(service.Key)) _suspects.Add(service.Key);
    }

    private ReconcileResult Repair(IpvsTable desired, Instant now)
    {
        List<IpvsChange> drift = [];
        List<ServiceKey> suspects = [.. _suspects];
        _suspects.Clear();
        Look(desired, suspects, drift, now);
        List<ServiceKey> open = [.. suspects.Where(key => desired.Services.ContainsKey(key) || IsRemovable(key))];
        return open.Count == 0 ? ReconcileResult.Nothing : Settle(desired, open, drift, now);
    }
}
