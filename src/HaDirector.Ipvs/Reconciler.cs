using HaDirector.Model;

namespace HaDirector.Ipvs;

/// <summary>Desired table against actual table: the fewest operations between them, in the order of <see cref="ChangeList"/>.</summary>
public static class Reconciler
{
    /// <summary>The fewest operations that turn <paramref name="actual"/> into <paramref name="desired"/>.</summary>
    /// <param name="desired">What the table should hold. A service named here is ours, whoever made it.</param>
    /// <param name="actual">What the kernel holds.</param>
    /// <param name="owns">Whether a service that is not desired is ours to remove; all others are left alone.</param>
    public static IReadOnlyList<IpvsChange> Diff(IpvsTable desired, IpvsTable actual, Func<ServiceKey, bool> owns)
    {
        ChangeList changes = new();
        foreach ((ServiceKey key, VirtualService want) in desired.Services.OrderBy(s => s.Key))
            changes.Compare(key, want, actual.Services.GetValueOrDefault(key));
        foreach (ServiceKey key in actual.Services.Keys.Where(k => !desired.Services.ContainsKey(k) && owns(k)).Order()) changes.Remove(key);
        return changes.InOrder();
    }

    /// <summary>What a table looks like after one change: the kernel's algebra, for tests and simulated kernels.</summary>
    /// <exception cref="InvalidOperationException">The kernel would refuse the change: it is there already, or not there.</exception>
    public static IpvsTable Apply(IpvsTable table, IpvsChange change)
    {
        ServiceKey key = change.Service;
        Dictionary<ServiceKey, VirtualService> services = new(table.Services);
        bool there = services.TryGetValue(key, out VirtualService? service);
        Expect(there != change is IpvsChange.AddService, change);
        OrderedDictionary<IpEndpoint, DestinationSpec> servers = new(service?.Destinations ?? new Dictionary<IpEndpoint, DestinationSpec>());
        switch (change)
        {
            case IpvsChange.AddService c: services[key] = new VirtualService(c.Spec, servers); break;
            case IpvsChange.EditService c: services[key] = service! with { Spec = c.Spec }; break;
            case IpvsChange.RemoveService: services.Remove(key); break;
            case IpvsChange.AddDestination c: Expect(servers.TryAdd(c.Destination, c.Spec), c); break;
            case IpvsChange.EditDestination c: Expect(servers.ContainsKey(c.Destination), c); servers[c.Destination] = c.Spec; break;
            case IpvsChange.RemoveDestination c: Expect(servers.Remove(c.Destination), c); break;
            default: throw new InvalidOperationException($"unknown change: {change}");
        }

        if (change is IpvsChange.AddDestination or IpvsChange.EditDestination or IpvsChange.RemoveDestination)
            services[key] = service! with { Destinations = servers };
        return new IpvsTable(services);
    }

    private static void Expect(bool possible, IpvsChange change)
    {
        if (!possible) throw new InvalidOperationException($"not possible: {change}");
    }
}
