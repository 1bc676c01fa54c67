using HaDirector.Control;
using HaDirector.Ipvs;

namespace HaDirector.Daemon.Api;

/// <summary>What the kernel counted, in the shapes of the API.</summary>
internal static class TrafficReports
{
    /// <summary>Of a service: its own counters, and the connections its servers have now.</summary>
    public static TrafficReport Of(ServiceStatus service)
    {
        long active = 0, inactive = 0, templates = 0;
        foreach (DestinationStatus server in service.Destinations)
            (active, inactive, templates) = (active + server.Active, inactive + server.Inactive, templates + server.Persistent);
        return Of(service.Traffic) with { Active = active, Inactive = inactive, Templates = templates };
    }

    /// <summary>Of a server in one service.</summary>
    public static TrafficReport Of(DestinationStatus server) =>
        Of(server.Traffic) with { Active = server.Active, Inactive = server.Inactive, Templates = server.Persistent };

    /// <summary>Of several services together.</summary>
    public static TrafficReport Sum(IEnumerable<TrafficReport> parts)
    {
        TrafficReport sum = new();
        foreach (TrafficReport part in parts)
        {
            sum = new TrafficReport
            {
                Active = sum.Active + part.Active,
                Inactive = sum.Inactive + part.Inactive,
                Templates = sum.Templates + part.Templates,
                Connections = sum.Connections + part.Connections,
                PacketsIn = sum.PacketsIn + part.PacketsIn,
                PacketsOut = sum.PacketsOut + part.PacketsOut,
                BytesIn = sum.BytesIn + part.BytesIn,
                BytesOut = sum.BytesOut + part.BytesOut,
                ConnectionsPerSecond = sum.ConnectionsPerSecond + part.ConnectionsPerSecond,
                PacketsInPerSecond = sum.PacketsInPerSecond + part.PacketsInPerSecond,
                PacketsOutPerSecond = sum.PacketsOutPerSecond + part.PacketsOutPerSecond,
                BytesInPerSecond = sum.BytesInPerSecond + part.BytesInPerSecond,
                BytesOutPerSecond = sum.BytesOutPerSecond + part.BytesOutPerSecond,
            };
        }
        return sum;
    }

    private static TrafficReport Of(in Traffic traffic) => new()
    {
        Connections = traffic.Connections,
        PacketsIn = traffic.PacketsIn,
        PacketsOut = traffic.PacketsOut,
        BytesIn = traffic.BytesIn,
        BytesOut = traffic.BytesOut,
        ConnectionsPerSecond = traffic.ConnectionRate,
        PacketsInPerSecond = traffic.PacketRateIn,
        PacketsOutPerSecond = traffic.PacketRateOut,
        BytesInPerSecond = traffic.ByteRateIn,
        BytesOutPerSecond = traffic.ByteRateOut,
    };
}
