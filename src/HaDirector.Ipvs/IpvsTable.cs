using HaDirector.Model;

namespace HaDirector.Ipvs;

/// <summary>A virtual service with its destinations, keyed by address and port.</summary>
/// <param name="Spec">Behaviour.</param>
/// <param name="Destinations">
/// Real servers in the order they are to be added, which is the order of enumeration: give an
/// <see cref="OrderedDictionary{TKey, TValue}"/>, or a dictionary nothing was ever removed from. The hashing schedulers fill their tables in that order.
/// </param>
public sealed record VirtualService(ServiceSpec Spec, IReadOnlyDictionary<IpEndpoint, DestinationSpec> Destinations)
{
    /// <summary>Whether both behave the same and have the same servers; the order of servers is not compared.</summary>
    public bool SameAs(VirtualService other, IpFamily family) =>
        Spec.Normal(family) == other.Spec.Normal(family)
        && Destinations.Count == other.Destinations.Count
        && Destinations.All(d => other.Destinations.TryGetValue(d.Key, out DestinationSpec spec) && spec == d.Value);
}

/// <summary>A whole IPVS table: what is desired, or what the kernel holds.</summary>
/// <param name="Services">Services by key.</param>
public sealed record IpvsTable(IReadOnlyDictionary<ServiceKey, VirtualService> Services)
{
    /// <summary>No service at all.</summary>
    public static readonly IpvsTable Empty = new(new Dictionary<ServiceKey, VirtualService>());

    /// <summary>Whether both hold the same services with the same servers.</summary>
    public bool SameAs(IpvsTable other) =>
        Services.Count == other.Services.Count
        && Services.All(s => other.Services.TryGetValue(s.Key, out VirtualService? service) && s.Value.SameAs(service, s.Key.Family));
}
