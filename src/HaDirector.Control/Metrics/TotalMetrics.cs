namespace HaDirector.Control.Metrics;

/// <summary>Metrics of all services together, so that nothing is lost where there are too many for series of their own.</summary>
internal static class TotalMetrics
{
    public static void Write(MetricsWriter metrics, ServiceTotals totals)
    {
        metrics.Gauge("hadirector_services", "Services of the configuration.").Sample(totals.Services);
        metrics.Gauge("hadirector_services_with_problems", "Services without quorum, answered by a sorry server, using failed servers or with a server down.").Sample(totals.Problems);
        metrics.Gauge("hadirector_servers", "Servers of all services by verdict.");
        metrics.Sample(totals.Servers.Up, ("verdict", "up"));
        metrics.Sample(totals.Servers.Down, ("verdict", "down"));
        metrics.Sample(totals.Servers.Unknown, ("verdict", "unknown"));
        if (totals.Traffic is not { } traffic) return;
        metrics.Gauge("hadirector_connections", "Connections of all services by kind.");
        metrics.Sample(traffic.Active, ("kind", "active"));
        metrics.Sample(traffic.Inactive, ("kind", "inactive"));
        metrics.Sample(traffic.Templates, ("kind", "template"));
        metrics.Gauge("hadirector_connections_per_second", "New connections of all services, as the kernel estimates it.").Sample(traffic.ConnectionsPerSecond);
        metrics.Gauge("hadirector_bytes_per_second", "Bytes of all services by direction, as the kernel estimates it.");
        metrics.Sample(traffic.BytesInPerSecond, ("direction", "in"));
        metrics.Sample(traffic.BytesOutPerSecond, ("direction", "out"));
    }
}
