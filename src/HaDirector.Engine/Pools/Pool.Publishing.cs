using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Engine.Pools;

/// <content>What was decided as a service of the kernel's table.</content>
internal sealed partial class Pool
{
    private bool Publish()
    {
        // A sorry server, or one that leaves, may have the address of a server; else no address comes twice, and what is as it was need not be built to be seen.
        bool alone = _leaving.Count == 0 && _sorry is not { InTable: true };
        if (alone && Table.Spec == Spec.Spec && IsPublished()) return false;
        OrderedDictionary<IpEndpoint, DestinationSpec> destinations = new(_servers.Length);
        foreach (PoolServer server in Members.Concat(_leaving))
        {
            if (!server.InTable) continue;
            if (!destinations.TryAdd(server.Spec.Address, server.Destination) && server.Weight > 0) destinations[server.Spec.Address] = server.Destination;
        }
        if (Table.Spec == Spec.Spec && Same(Table.Destinations, destinations)) return false;
        Table = new VirtualService(Spec.Spec, destinations);
        _others = null;
        return true;
    }

    /// <summary>What the kernel is to hold under each of its keys, with the places in the whole table.</summary>
    public IEnumerable<(int Place, VirtualService Service)> Rows()
    {
        yield return (Row, Table);
        if (Spec.Others.Count == 0) yield break;
        _others ??= GroupTables.Others(Spec, Table, Members.Concat(_leaving).Where(server => server.InTable));
        for (int i = 0; i < _others.Length; i++) yield return (Row + 1 + i, _others[i]);
    }

    private bool IsPublished()
    {
        int count = 0;
        foreach (PoolServer server in _servers)
        {
            if (!server.InTable) continue;
            if (!Table.Destinations.TryGetValue(server.Spec.Address, out DestinationSpec held) || held != server.Destination) return false;
            count++;
        }
        return count == Table.Destinations.Count;
    }

    private static bool Same(IReadOnlyDictionary<IpEndpoint, DestinationSpec> a, OrderedDictionary<IpEndpoint, DestinationSpec> b)
    {
        if (a.Count != b.Count) return false;
        foreach ((IpEndpoint address, DestinationSpec spec) in b)
            if (!a.TryGetValue(address, out DestinationSpec other) || other != spec) return false;
        return true;
    }
}
