using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Engine;

/// <summary>Makes the desired IPVS table of a plan and the verdicts on its servers.</summary>
/// <remarks>
/// A server without a check is up. A server whose check has no result yet is not in service, unless it was in the table before
/// this machine or this plan began: then it stays as it was until its first result, so that neither a restart nor a reload disturbs it.
/// </remarks>
public sealed class ServiceMachine
{
    private readonly Dictionary<CheckSpec, Verdict> _verdicts = [];
    private readonly Dictionary<CheckSpec, List<int>> _users = [];
    private Plan _plan;
    private IpvsTable _held;
    private VirtualService[] _services = [];

    /// <summary>A machine for <paramref name="plan"/> in front of the table that <paramref name="kernel"/> holds already (empty after a boot).</summary>
    public ServiceMachine(Plan plan, IpvsTable kernel)
    {
        (_plan, _held) = (plan, kernel);
        Desired = IpvsTable.Empty;
        Build(static _ => Verdict.Unknown);
    }

    /// <summary>The table the kernel should hold: services and servers in the order of the file.</summary>
    public IpvsTable Desired { get; private set; }

    /// <summary>The distinct checks of the plan, in the order of the file.</summary>
    public IReadOnlyCollection<CheckSpec> Checks => _users.Keys;

    /// <summary>Whether every check has had its first result, so that the table says what the servers are and not what they were.</summary>
    public bool IsSettled => !_verdicts.ContainsValue(Verdict.Unknown);

    /// <summary>Takes a verdict; true when <see cref="Desired"/> is another table now.</summary>
    public bool Observe(CheckSpec check, Verdict verdict)
    {
        if (!_users.TryGetValue(check, out List<int>? users)) return false; // removed by a reload
        if (_verdicts.GetValueOrDefault(check) == verdict) return false;
        _verdicts[check] = verdict;

        bool changed = false;
        foreach (int i in users)
        {
            VirtualService service = Decide(_plan.Services[i]);
            if (SameServers(service, _services[i])) continue;
            _services[i] = service;
            changed = true;
        }
        if (changed) Publish();
        return changed;
    }

    /// <summary>Goes over to a new plan. <paramref name="verdictOf"/> is the check board's after its own reload.</summary>
    public void Reload(Plan plan, Func<CheckSpec, Verdict> verdictOf)
    {
        (_plan, _held) = (plan, Desired);
        Build(verdictOf);
    }

    /// <summary>How every server of every service stands, in the order of the file.</summary>
    public IEnumerable<ServerState> States()
    {
        for (int i = 0; i < _services.Length; i++)
        {
            VirtualServiceSpec service = _plan.Services[i];
            foreach (RealServerSpec server in service.Servers)
            {
                bool inTable = _services[i].Destinations.TryGetValue(server.Address, out DestinationSpec destination);
                yield return new ServerState(service.Name, server.Address, VerdictOn(server), inTable, inTable ? destination.Weight : 0);
            }
        }
    }

    /// <summary>How every service stands, in the order of the file.</summary>
    public IEnumerable<PoolState> Pools() => _plan.Services.Select(service => new PoolState(service.Name, default, 0, 0, service.Servers.Count, 0, 0, 0, false, false));

    /// <summary>Asks something of a server until <paramref name="until"/>, or until it is asked otherwise.</summary>
    public CommandOutcome Command(string service, IpEndpoint server, ServerMode mode, Instant now, Instant? until)
    {
        _ = (mode, now, until);
        if (_plan.Services.FirstOrDefault(other => other.Name == service) is not { } found) return CommandOutcome.NoSuchService;
        return found.Servers.Any(other => other.Address == server) ? CommandOutcome.Done : CommandOutcome.NoSuchServer;
    }

    private void Build(Func<CheckSpec, Verdict> verdictOf)
    {
        _verdicts.Clear();
        _users.Clear();
        _services = new VirtualService[_plan.Services.Count];
        for (int i = 0; i < _services.Length; i++)
        {
            foreach (RealServerSpec server in _plan.Services[i].Servers)
            {
                foreach (CheckSpec check in server.Check?.Checks ?? [])
                {
                    if (!_users.TryGetValue(check, out List<int>? users))
                    {
                        _users.Add(check, users = []);
                        _verdicts.Add(check, verdictOf(check));
                    }
                    if (users.Count == 0 || users[^1] != i) users.Add(i);
                }
            }
            _services[i] = Decide(_plan.Services[i]);
        }
        Publish();
    }

    private VirtualService Decide(VirtualServiceSpec service)
    {
        Dictionary<IpEndpoint, DestinationSpec> destinations = new(service.Servers.Count);
        foreach (RealServerSpec server in service.Servers)
        {
            if (WeightOf(service, server) is { } weight)
                destinations.TryAdd(server.Address, server.Destination with { Weight = weight });
        }
        return new VirtualService(service.Spec, destinations);
    }

    /// <summary>The weight a server is to have; null is not in the table.</summary>
    private int? WeightOf(VirtualServiceSpec service, RealServerSpec server) => VerdictOn(server) switch
    {
        Verdict.Up => server.Destination.Weight,
        Verdict.Down => service.Policy.OnFailure == FailureAction.Drain ? 0 : null,
        _ => HeldWeight(service.Key, server),
    };

    private Verdict VerdictOn(RealServerSpec server) => server.Check?.Judge(check => _verdicts.GetValueOrDefault(check)) ?? Verdict.Up;

    /// <summary>A server that was in the table had been found good if it had weight; at weight 0 it goes on draining.</summary>
    private int? HeldWeight(ServiceKey key, RealServerSpec server)
    {
        if (!_held.Services.TryGetValue(key, out VirtualService? was)) return null;
        if (!was.Destinations.TryGetValue(server.Address, out DestinationSpec destination)) return null;
        return destination.Weight == 0 ? 0 : server.Destination.Weight;
    }

    private void Publish()
    {
        Dictionary<ServiceKey, VirtualService> services = new(_services.Length);
        for (int i = 0; i < _services.Length; i++) services.TryAdd(_plan.Services[i].Key, _services[i]);
        Desired = new IpvsTable(services);
    }

    private static bool SameServers(VirtualService a, VirtualService b) =>
        a.Destinations.Count == b.Destinations.Count
        && a.Destinations.All(pair => b.Destinations.TryGetValue(pair.Key, out DestinationSpec other) && other == pair.Value);
}
