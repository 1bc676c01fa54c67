using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Engine;

/// <summary>
/// Services that left the file, or that go by another address, port, transport or mark now: one with a successor serves until that one has a server,
/// and the connections of each have the drain time of its own configuration to end.
/// </summary>
public sealed class LeavingServices
{
    /// <summary>How long a service serves for a successor that has no server yet; its checks have results long before.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Dictionary<ServiceKey, Leaving> _leaving = []; // as many as left within one drain time

    /// <summary>When <see cref="With"/> gives another table though the desired one is the same.</summary>
    public Instant NextDeadline { get; private set; } = Instant.Never;

    /// <summary>Another account of the same, to try a plan on.</summary>
    public LeavingServices Copy()
    {
        LeavingServices copy = new() { NextDeadline = NextDeadline };
        foreach ((ServiceKey key, Leaving leaving) in _leaving) copy._leaving.Add(key, leaving with { });
        return copy;
    }

    /// <summary>Takes what leaves with a new plan.</summary>
    /// <param name="before">The plan of before.</param>
    /// <param name="after">The new one.</param>
    /// <param name="desired">The desired table of before.</param>
    /// <param name="now">The time.</param>
    public void Follow(Plan before, Plan after, IpvsTable desired, Instant now)
    {
        HashSet<ServiceKey> stay = [.. after.Services.SelectMany(service => service.Keys)];
        Dictionary<string, ServiceKey> names = [];
        foreach (VirtualServiceSpec service in after.Services) names.TryAdd(service.Name, service.Key);
        foreach (VirtualServiceSpec gone in before.Services)
        {
            foreach (ServiceKey key in gone.Keys)
            {
                if (stay.Contains(key) || !desired.Services.TryGetValue(key, out VirtualService? service)) continue;
                ServiceKey? heir = names.TryGetValue(gone.Name, out ServiceKey next) ? next : null;
                if (heir is null && gone.Policy.Drain is null) continue;
                _leaving[key] = new Leaving(service, Silent(service), heir, gone.Policy.Drain, now + Patience);
            }
        }
    }

    /// <summary>The desired table with those that are still leaving.</summary>
    public IpvsTable With(IpvsTable desired, Instant now)
    {
        NextDeadline = Instant.Never;
        if (_leaving.Count == 0) return desired;
        Dictionary<ServiceKey, VirtualService> services = new(desired.Services);
        foreach ((ServiceKey key, Leaving leaving) in _leaving.ToArray())
        {
            if (desired.Services.ContainsKey(key)) _leaving.Remove(key); // it came back
            else if (leaving.ServesFor(desired, now)) Add(key, leaving.Service, leaving.Patience);
            else if (leaving.End(now) is { } end && now < end) Add(key, leaving.Silent, end);
            else _leaving.Remove(key);
        }
        return new IpvsTable(services);

        void Add(ServiceKey key, VirtualService service, Instant until)
        {
            services.Add(key, service);
            if (until < NextDeadline) NextDeadline = until;
        }
    }

    private static VirtualService Silent(VirtualService service)
    {
        OrderedDictionary<IpEndpoint, DestinationSpec> servers = [];
        foreach ((IpEndpoint address, DestinationSpec server) in service.Destinations) servers.Add(address, server with { Weight = 0 });
        return service with { Destinations = servers };
    }

    private sealed record Leaving(VirtualService Service, VirtualService Silent, ServiceKey? Heir, TimeSpan? Drain, Instant Patience)
    {
        private Instant? _silentSince;

        public bool ServesFor(IpvsTable desired, Instant now) =>
            _silentSince is null && Heir is { } heir && now < Patience
            && desired.Services.GetValueOrDefault(heir)?.Destinations.Values.Any(server => server.Weight > 0) != true;

        public Instant? End(Instant now) => Drain is { } drain ? (_silentSince ??= now) + drain : null;
    }
}
