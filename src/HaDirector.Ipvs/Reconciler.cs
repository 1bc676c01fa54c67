using HaDirector.Model;

namespace HaDirector.Ipvs;

/// <summary>Desired table against actual table: the fewest operations between them.</summary>
public static class Reconciler
{
    private static readonly VirtualService Absent =
        new(new ServiceSpec("", ServiceFlags.None, 0, 0), new Dictionary<IpEndpoint, DestinationSpec>());

    /// <summary>The fewest operations that turn <paramref name="actual"/> into <paramref name="desired"/>.</summary>
    /// <remarks>
    /// The order is one of safety, because the kernel has no transaction: services, then servers are added before anything is edited, and
    /// edited before anything is removed, so capacity never dips below both tables. Servers are added in their desired order.
    /// </remarks>
    /// <param name="desired">What the table should hold. A service named here is ours, whoever made it.</param>
    /// <param name="actual">What the kernel holds.</param>
    /// <param name="owns">Whether a service that is not desired is ours to remove; all others are left alone.</param>
    public static IReadOnlyList<IpvsChange> Diff(IpvsTable desired, IpvsTable actual, Func<ServiceKey, bool> owns)
    {
        List<IpvsChange> addServices = [], addServers = [], editServices = [], editServers = [], removeServers = [], removeServices = [];
        foreach ((ServiceKey key, VirtualService want) in desired.Services.OrderBy(s => s.Key))
        {
            ServiceSpec spec = want.Spec.Normal(key.Family);
            if (!actual.Services.TryGetValue(key, out VirtualService? have))
            {
                addServices.Add(new IpvsChange.AddService(key, spec));
                have = Absent;
            }
            else if (have.Spec.Normal(key.Family) != spec) editServices.Add(new IpvsChange.EditService(key, spec));

            foreach ((IpEndpoint server, DestinationSpec destination) in want.Destinations)
            {
                if (!have.Destinations.TryGetValue(server, out DestinationSpec old))
                    addServers.Add(new IpvsChange.AddDestination(key, server, destination));
                else if (old != destination) editServers.Add(new IpvsChange.EditDestination(key, server, destination));
            }

            foreach (IpEndpoint server in have.Destinations.Keys)
                if (!want.Destinations.ContainsKey(server)) removeServers.Add(new IpvsChange.RemoveDestination(key, server));
        }

        foreach (ServiceKey key in actual.Services.Keys.Where(k => !desired.Services.ContainsKey(k) && owns(k)).Order())
            removeServices.Add(new IpvsChange.RemoveService(key));
        return [.. addServices, .. addServers, .. editServices, .. editServers, .. removeServers, .. removeServices];
    }

    /// <summary>What a table looks like after one change: the kernel's algebra, for tests and simulated kernels.</summary>
    /// <exception cref="InvalidOperationException">The kernel would refuse the change: it is there already, or not there.</exception>
    public static IpvsTable Apply(IpvsTable table, IpvsChange change)
    {
        ServiceKey key = change.Service;
        Dictionary<ServiceKey, VirtualService> services = new(table.Services);
        bool there = services.TryGetValue(key, out VirtualService? service);
        Expect(there != change is IpvsChange.AddService, change);
        OrderedDictionary<IpEndpoint, DestinationSpec> servers = new(service?.Destinations ?? Absent.Destinations);
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
