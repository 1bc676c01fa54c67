using HaDirector.Model;

namespace HaDirector.Ipvs;

/// <summary>Servers that somebody else put into services of ours: those with connections leave slowly, for their clients did nothing wrong.</summary>
/// <remarks>Such a server gets weight 0 at once. It is removed when it has no connection any more, after <see cref="Patience"/> at the latest.</remarks>
public sealed class Strangers
{
    /// <summary>How long a stranger may keep its connections.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Dictionary<ServiceKey, Dictionary<IpEndpoint, (DestinationSpec Spec, Instant Until)>> _known = [];

    /// <summary>Services with strangers.</summary>
    public IReadOnlyCollection<ServiceKey> Services => _known.Keys;

    /// <summary>Looks at a service of ours as the kernel has it.</summary>
    /// <param name="want">As it should be.</param>
    /// <param name="left">As we left it last, null when we never did; what is in neither is a stranger.</param>
    /// <param name="status">As it is.</param>
    /// <param name="now">The time.</param>
    public void Observe(VirtualService want, VirtualService? left, ServiceStatus status, Instant now)
    {
        Dictionary<IpEndpoint, (DestinationSpec, Instant)> next = [];
        Dictionary<IpEndpoint, (DestinationSpec Spec, Instant Until)>? before = _known.GetValueOrDefault(status.Key);
        bool streams = status.Key.Transport is Transport.Tcp or Transport.Sctp;
        foreach (DestinationStatus server in status.Destinations)
        {
            if (want.Destinations.ContainsKey(server.Address)) continue;
            (DestinationSpec, Instant Until) known = default;
            bool met = before?.TryGetValue(server.Address, out known) == true;
            if (!met && left?.Destinations.ContainsKey(server.Address) == true) continue; // ours, and to leave on purpose
            Instant until = met ? known.Until : now + Patience;
            bool empty = server.Active == 0 && (streams || server.Inactive == 0);
            if (!empty && now < until) next[server.Address] = (server.Spec with { Weight = 0 }, until);
        }

        if (next.Count > 0) _known[status.Key] = next;
        else _known.Remove(status.Key);
    }

    /// <summary>Forgets the strangers of a service that is gone.</summary>
    public void Forget(ServiceKey key) => _known.Remove(key);

    /// <summary>A service as it should be, with its strangers at weight 0.</summary>
    public VirtualService With(ServiceKey key, VirtualService want)
    {
        if (_known.Count == 0 || !_known.TryGetValue(key, out Dictionary<IpEndpoint, (DestinationSpec Spec, Instant Until)>? strangers)) return want;
        OrderedDictionary<IpEndpoint, DestinationSpec> servers = new(want.Destinations);
        foreach ((IpEndpoint address, (DestinationSpec spec, _)) in strangers) servers.TryAdd(address, spec);
        return want with { Destinations = servers };
    }
}
