using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Engine.Pools;

/// <summary>One pool as the services of the kernel that share it: the same servers and weights under each key, and each key's port where a server has none of its own.</summary>
internal static class GroupTables
{
    /// <summary>The services of the keys beside the first, in their order; those that are alike are one object.</summary>
    /// <param name="spec">The service.</param>
    /// <param name="first">What the kernel is to hold under the first key.</param>
    /// <param name="servers">Who is in it.</param>
    public static VirtualService[] Others(VirtualServiceSpec spec, VirtualService first, IEnumerable<PoolServer> servers)
    {
        HashSet<IpEndpoint> follow = [.. servers.Where(server => server.Spec.FollowsPort).Select(server => server.Spec.Address)];
        Dictionary<(ushort Port, IpFamily Family), VirtualService> made = new() { [(spec.Key.Address.Port, spec.Key.Family)] = first };
        VirtualService[] others = new VirtualService[spec.Others.Count];
        for (int i = 0; i < others.Length; i++)
        {
            ServiceKey key = spec.Others[i];
            if (!made.TryGetValue((key.Address.Port, key.Family), out VirtualService? service))
                made.Add((key.Address.Port, key.Family), service = new VirtualService(spec.SpecOf(key), Under(key, first, follow)));
            others[i] = service;
        }
        return others;
    }

    /// <summary>What the kernel holds under another key, as it would be under the first.</summary>
    public static VirtualService AsFirst(VirtualServiceSpec spec, ServiceKey other, VirtualService held)
    {
        HashSet<IpEndpoint> own = [.. spec.Servers.Where(server => !server.FollowsPort).Select(server => server.Address)];
        OrderedDictionary<IpEndpoint, DestinationSpec> destinations = new(held.Destinations.Count);
        foreach ((IpEndpoint address, DestinationSpec destination) in held.Destinations)
        {
            bool follows = address.Port == other.Address.Port && !own.Contains(address);
            destinations.TryAdd(follows ? new IpEndpoint(address.Address, spec.Key.Address.Port) : address, destination);
        }
        return held with { Destinations = destinations };
    }

    private static OrderedDictionary<IpEndpoint, DestinationSpec> Under(ServiceKey key, VirtualService first, HashSet<IpEndpoint> follow)
    {
        OrderedDictionary<IpEndpoint, DestinationSpec> destinations = new(first.Destinations.Count);
        foreach ((IpEndpoint address, DestinationSpec destination) in first.Destinations)
        {
            IpEndpoint under = follow.Contains(address) ? new IpEndpoint(address.Address, key.Address.Port) : address;
            // One that leaves may have had the port that is another's here: who serves goes first.
            if (!destinations.TryAdd(under, destination) && destination.Weight > 0) destinations[under] = destination;
        }
        return destinations;
    }
}
