using HaDirector.Model;

namespace HaDirector.Ipvs.Connections;

/// <summary>Which service of a table a connection belongs to. The kernel's list does not say, so it is found as the kernel found it: by address and port, by address, by mark.</summary>
public sealed class ConnectionOwners
{
    private readonly HashSet<ServiceKey> _services = [];
    private readonly Dictionary<(IpEndpoint Server, IpFamily Family), ServiceKey?> _ofMarks = [];

    /// <summary>Takes the services of <paramref name="table"/> as they are now.</summary>
    public ConnectionOwners(TableStatus table)
    {
        foreach (ServiceStatus service in table.Services)
        {
            _services.Add(service.Key);
            if (!service.Key.IsMark) continue;
            foreach (DestinationStatus server in service.Destinations)
            {
                // A server of two marks: the connection does not tell by which it came.
                (IpEndpoint, IpFamily) place = (server.Address, service.Key.Family);
                _ofMarks[place] = _ofMarks.ContainsKey(place) ? null : service.Key;
            }
        }
    }

    /// <summary>The service, or null when it is gone or cannot be told.</summary>
    public ServiceKey? Of(in ConnectionEntry entry)
    {
        IpFamily family = entry.Virtual.Address.Family;
        if (entry.FirewallMark is not 0 and uint mark) return Known(ServiceKey.Mark(mark, family));
        if (entry.Transport != Transport.None)
        {
            ServiceKey? service = Known(ServiceKey.At(entry.Transport, entry.Virtual)) ?? Known(ServiceKey.At(entry.Transport, entry.Virtual with { Port = 0 }));
            if (service is not null) return service;
        }
        return _ofMarks.GetValueOrDefault((entry.Server, family)) ?? _ofMarks.GetValueOrDefault((entry.Server with { Port = 0 }, family));
    }

    private ServiceKey? Known(ServiceKey key) => _services.Contains(key) ? key : null;
}
