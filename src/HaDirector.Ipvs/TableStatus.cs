using HaDirector.Model;

namespace HaDirector.Ipvs;

/// <summary>Traffic the kernel counted since the service or server was made, and its current rates.</summary>
/// <param name="Connections">Connections scheduled.</param>
/// <param name="PacketsIn">Packets from clients.</param>
/// <param name="PacketsOut">Packets to clients; only NAT sees them.</param>
/// <param name="BytesIn">Bytes from clients.</param>
/// <param name="BytesOut">Bytes to clients; only NAT sees them.</param>
/// <param name="ConnectionRate">Connections per second; rates are means over some seconds, renewed each 2 s.</param>
/// <param name="PacketRateIn">Packets per second from clients.</param>
/// <param name="PacketRateOut">Packets per second to clients.</param>
/// <param name="ByteRateIn">Bytes per second from clients.</param>
/// <param name="ByteRateOut">Bytes per second to clients.</param>
public readonly record struct Traffic(
    ulong Connections, ulong PacketsIn, ulong PacketsOut, ulong BytesIn, ulong BytesOut,
    ulong ConnectionRate, ulong PacketRateIn, ulong PacketRateOut, ulong ByteRateIn, ulong ByteRateOut)
{
    /// <summary>Whether nothing was counted since the counters were last zeroed.</summary>
    public bool IsZero => (Connections | PacketsIn | PacketsOut | BytesIn | BytesOut) == 0;
}

/// <summary>A real server as the kernel has it now.</summary>
/// <param name="Address">Address and port.</param>
/// <param name="Spec">Forwarding method, weight, thresholds.</param>
/// <param name="Active">Active connections (TCP ESTABLISHED).</param>
/// <param name="Inactive">Other connections that are still remembered.</param>
/// <param name="Persistent">Persistence templates.</param>
/// <param name="Traffic">Counters.</param>
public sealed record DestinationStatus(IpEndpoint Address, DestinationSpec Spec, uint Active, uint Inactive, uint Persistent, Traffic Traffic);

/// <summary>A virtual service as the kernel has it now.</summary>
/// <param name="Key">What makes it that service.</param>
/// <param name="Spec">Behaviour.</param>
/// <param name="Traffic">Counters.</param>
/// <param name="Destinations">Real servers in the order they were added.</param>
public sealed record ServiceStatus(ServiceKey Key, ServiceSpec Spec, Traffic Traffic, IReadOnlyList<DestinationStatus> Destinations)
{
    /// <summary>The service without counters, to compare with what is desired.</summary>
    public VirtualService ToService()
    {
        OrderedDictionary<IpEndpoint, DestinationSpec> servers = new(Destinations.Count);
        foreach (DestinationStatus server in Destinations) servers[server.Address] = server.Spec;
        return new VirtualService(Spec, servers);
    }
}

/// <summary>The whole table with its counters.</summary>
/// <param name="Services">Services sorted by key.</param>
public sealed record TableStatus(IReadOnlyList<ServiceStatus> Services)
{
    /// <summary>The table without counters, to compare with what is desired.</summary>
    public IpvsTable ToTable()
    {
        Dictionary<ServiceKey, VirtualService> services = new(Services.Count);
        foreach (ServiceStatus service in Services) services[service.Key] = service.ToService();
        return new IpvsTable(services);
    }
}
