using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Tests.Ipvs;

/// <summary>A table by the kernel's rules, with connections, with others who change it at any moment, and with answers that are lost.</summary>
internal sealed class SimulatedKernel : IKernelTable, IKernelWalk
{
    private const int ENOENT = 2, ESRCH = 3, EEXIST = 17, ENOBUFS = 105;

    private readonly Dictionary<ServiceKey, Held> _services = [];
    private readonly HashSet<ServiceKey> _foreignSinceRead = [];

    public sealed class Server(DestinationSpec spec)
    {
        public DestinationSpec Spec { get; set; } = spec;

        public uint Connections { get; set; }
    }

    public sealed class Held(ServiceSpec spec)
    {
        public ServiceSpec Spec { get; set; } = spec;

        public OrderedDictionary<IpEndpoint, Server> Servers { get; } = [];
    }

    public IReadOnlyDictionary<ServiceKey, Held> Services => _services;

    /// <summary>Runs before each change of ours: the place of the others.</summary>
    public Action? Between { get; set; }

    /// <summary>Sees each change of ours that is made, before and after: the place of the judge. The flag says that others changed the service since we read it.</summary>
    public Action<IpvsChange, Held?, bool>? BeforeChange { get; set; }

    public Action<IpvsChange, Held?, bool>? AfterChange { get; set; }

    /// <summary>How many changes of a list are made before the rest of it and all answers are lost; null is none.</summary>
    public Func<int, int?> LosesAfter { get; set; } = static _ => null;

    public int Messages { get; private set; }

    public int Reads { get; private set; }

    public int Refusals { get; private set; }

    public int Losses { get; private set; }

    public IpvsTable Table => ToStatus().ToTable();

    /// <summary>A change by somebody else, possible or not.</summary>
    public bool ByOthers(IpvsChange change)
    {
        if (Make(change) != 0) return false;
        _foreignSinceRead.Add(change.Service);
        return true;
    }

    /// <summary>Clients come to a server, or leave it.</summary>
    public void Connect(ServiceKey key, IpEndpoint address, uint connections)
    {
        if (!_services[key].Servers.TryGetValue(address, out Server? server)) return;
        server.Connections = connections;
        _foreignSinceRead.Add(key);
    }

    public TableStatus ReadStatus()
    {
        Reads++;
        _foreignSinceRead.Clear();
        return ToStatus();
    }

    public ServiceStatus? ReadService(ServiceKey key)
    {
        Reads++;
        _foreignSinceRead.Remove(key);
        return _services.TryGetValue(key, out Held? held) ? ToStatus(key, held) : null;
    }

    public IEnumerable<ServiceStatus?> Walk()
    {
        ServiceKey[] keys = [.. _services.Keys];
        foreach (ServiceKey key in keys)
        {
            Reads++;
            yield return null;
            // One that went meanwhile is still listed, without servers.
            if (_services.TryGetValue(key, out Held? held)) yield return ToStatus(key, held);
            else yield return new ServiceStatus(key, new ServiceSpec("rr", ServiceFlags.None, 0, 32), default, []);
        }
    }

    public ApplyResult Apply(IReadOnlyList<IpvsChange> changes)
    {
        List<RefusedChange> refused = [];
        int? last = LosesAfter(changes.Count);
        for (int i = 0; i < (last ?? changes.Count); i++)
        {
            Between?.Invoke();
            IpvsChange change = changes[i];
            Messages++;
            bool foreign = _foreignSinceRead.Contains(change.Service);
            BeforeChange?.Invoke(change, _services.GetValueOrDefault(change.Service), foreign);
            int errno = Make(change);
            if (errno != 0) refused.Add(new RefusedChange(change, IpvsErrors.Explain(change, errno, null)));
            else AfterChange?.Invoke(change, _services.GetValueOrDefault(change.Service), foreign);
        }

        Refusals += refused.Count;
        if (last is not null) Losses++;
        return last is null ? new ApplyResult(changes.Count - refused.Count, refused, null) : new ApplyResult(0, [], IpvsErrors.Unanswered(ENOBUFS, sent: true));
    }

    private int Make(IpvsChange change)
    {
        Held? held = _services.GetValueOrDefault(change.Service);
        if (change is IpvsChange.AddService make)
        {
            if (held is not null) return EEXIST;
            if (Schedulers.Find(make.Spec.Scheduler) is null) return ENOENT;
            _services.Add(change.Service, new Held(make.Spec));
            return 0;
        }

        if (held is null) return ESRCH;
        switch (change)
        {
            case IpvsChange.EditService c:
                if (Schedulers.Find(c.Spec.Scheduler) is null) return ENOENT;
                held.Spec = c.Spec;
                return 0;
            case IpvsChange.RemoveService:
                _services.Remove(change.Service);
                return 0;
            case IpvsChange.AddDestination c: return held.Servers.TryAdd(c.Destination, new Server(c.Spec)) ? 0 : EEXIST;
            case IpvsChange.EditDestination c:
                if (!held.Servers.TryGetValue(c.Destination, out Server? server)) return ENOENT;
                server.Spec = c.Spec;
                return 0;
            case IpvsChange.RemoveDestination c: return held.Servers.Remove(c.Destination) ? 0 : ENOENT;
            default: throw new ArgumentException(change.ToString());
        }
    }

    private TableStatus ToStatus() => new([.. _services.OrderBy(s => s.Key).Select(s => ToStatus(s.Key, s.Value))]);

    private static ServiceStatus ToStatus(ServiceKey key, Held held) =>
        new(key, held.Spec, default, [.. held.Servers.Select(s => new DestinationStatus(s.Key, s.Value.Spec, s.Value.Connections, s.Value.Connections, 0, default))]);
}

/// <summary>A list of our services that is kept nowhere.</summary>
internal sealed class RememberedServices : IOwnedServices
{
    private readonly HashSet<ServiceKey> _keys = [];

    public IReadOnlySet<ServiceKey> Keys => _keys;

    public void Claim(IReadOnlyCollection<ServiceKey> keys) => _keys.UnionWith(keys);

    public void Release(IReadOnlyCollection<ServiceKey> keys) => _keys.ExceptWith(keys);
}
