using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Engine;

/// <summary>What the kernel has of a service with several keys, as one: counters and connections are sums.</summary>
public static class GroupStatus
{
    /// <summary>The service as the kernel has it now; null when it has none of its keys.</summary>
    public static ServiceStatus? Of(VirtualServiceSpec service, IReadOnlyDictionary<ServiceKey, ServiceStatus> held)
    {
        if (service.Others.Count == 0) return held.GetValueOrDefault(service.Key);
        ServiceStatus[] parts = [.. service.Keys.Select(held.GetValueOrDefault).OfType<ServiceStatus>()];
        return parts.Length == 0 ? null : Sum(service, parts);
    }

    /// <summary>The parts together, under the first key and with the servers' addresses there.</summary>
    /// <param name="service">The service.</param>
    /// <param name="parts">At least one of the services of its keys.</param>
    public static ServiceStatus Sum(VirtualServiceSpec service, IReadOnlyList<ServiceStatus> parts)
    {
        HashSet<IpEndpoint> own = [.. service.Servers.Where(server => !server.FollowsPort).Select(server => server.Address)];
        OrderedDictionary<IpEndpoint, DestinationStatus> sums = [];
        foreach (ServiceStatus part in parts)
        {
            foreach (DestinationStatus held in part.Destinations)
            {
                bool follows = held.Address.Port == part.Key.Address.Port && !own.Contains(held.Address);
                IpEndpoint address = follows ? new IpEndpoint(held.Address.Address, service.Key.Address.Port) : held.Address;
                sums[address] = sums.TryGetValue(address, out DestinationStatus? sum)
                    ? sum with { Active = sum.Active + held.Active, Inactive = sum.Inactive + held.Inactive, Persistent = sum.Persistent + held.Persistent, Traffic = Add(sum.Traffic, held.Traffic) }
                    : held with { Address = address };
            }
        }
        return new ServiceStatus(service.Key, parts[0].Spec, parts.Select(part => part.Traffic).Aggregate(Add), [.. sums.Values]);
    }

    private static Traffic Add(Traffic a, Traffic b) => new(
        a.Connections + b.Connections, a.PacketsIn + b.PacketsIn, a.PacketsOut + b.PacketsOut, a.BytesIn + b.BytesIn, a.BytesOut + b.BytesOut,
        a.ConnectionRate + b.ConnectionRate, a.PacketRateIn + b.PacketRateIn, a.PacketRateOut + b.PacketRateOut, a.ByteRateIn + b.ByteRateIn, a.ByteRateOut + b.ByteRateOut);
}
