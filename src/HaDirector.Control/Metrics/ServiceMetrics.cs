namespace HaDirector.Control.Metrics;

/// <summary>Metrics of services, labelled by name.</summary>
internal static class ServiceMetrics
{
    /// <summary>Writes each family when it is called.</summary>
    /// <param name="services">The services.</param>
    /// <param name="servicesMax">So many of them at most get series.</param>
    /// <param name="leftOut">Services that are not among them.</param>
    public static IEnumerable<Action<MetricsWriter>> Families(IReadOnlyList<ServiceReport> services, int servicesMax, int leftOut)
    {
        List<ServiceReport> shown = [.. services.Take(servicesMax)];
        yield return metrics => metrics.Gauge("hadirector_metrics_services_left_out", "Services without series of their own, because there are too many.").Sample(leftOut + services.Count - shown.Count);
        yield return metrics => Verdicts(metrics, shown);
        yield return metrics => InKernel(metrics, shown);
        yield return Pool("hadirector_service_quorum", "1 when the service has enough servers.", p => p.Quorum == "gained" ? 1 : 0);
        yield return Pool("hadirector_service_weight_up", "Weight of the servers that may take new connections.", p => p.WeightUp);
        yield return Pool("hadirector_service_weight_minimum", "Weight the service needs, hysteresis aside.", p => p.Minimum);
        yield return Pool("hadirector_service_backups_in_use", "Backup servers in use.", p => p.Backups);
        yield return Pool("hadirector_service_sorry", "1 while the sorry server answers.", p => p.Sorry ? 1 : 0);
        yield return Pool("hadirector_service_panic", "1 while failed servers are used because too few are up.", p => p.Panic ? 1 : 0);
        yield return Gauge("hadirector_service_active_connections", "Connections of the service in the ESTABLISHED state.", t => t.Active);
        yield return Gauge("hadirector_service_inactive_connections", "Other connections of the service.", t => t.Inactive);
        yield return Gauge("hadirector_service_persistence_templates", "Persistence templates of the service.", t => t.Templates);
        yield return Gauge("hadirector_service_connections_per_second", "New connections, as the kernel estimates it.", t => t.ConnectionsPerSecond);
        yield return Gauge("hadirector_service_bytes_in_per_second", "Bytes from clients, as the kernel estimates it.", t => t.BytesInPerSecond);
        yield return Gauge("hadirector_service_bytes_out_per_second", "Bytes to clients, as the kernel estimates it.", t => t.BytesOutPerSecond);
        yield return Counter("hadirector_service_connections_total", "Connections scheduled.", t => t.Connections);
        yield return Counter("hadirector_service_packets_in_total", "Packets from clients.", t => t.PacketsIn);
        yield return Counter("hadirector_service_packets_out_total", "Packets to clients; only NAT sees them.", t => t.PacketsOut);
        yield return Counter("hadirector_service_bytes_in_total", "Bytes from clients.", t => t.BytesIn);
        yield return Counter("hadirector_service_bytes_out_total", "Bytes to clients; only NAT sees them.", t => t.BytesOut);

        Action<MetricsWriter> Pool(string name, string help, Func<PoolReport, double> value) => metrics =>
        {
            metrics.Gauge(name, help);
            foreach (ServiceReport service in shown)
                if (service.Pool is { } pool) metrics.Sample(value(pool), ("service", service.Name));
        };

        Action<MetricsWriter> Gauge(string name, string help, Func<TrafficReport, double> value) => metrics =>
        {
            metrics.Gauge(name, help);
            foreach (ServiceReport service in shown)
                if (service.Traffic is { } traffic) metrics.Sample(value(traffic), ("service", service.Name));
        };

        Action<MetricsWriter> Counter(string name, string help, Func<TrafficReport, ulong> value) => metrics =>
        {
            metrics.Counter(name, help);
            foreach (ServiceReport service in shown)
                if (service.Traffic is { } traffic) metrics.Count(value(traffic), ("service", service.Name));
        };
    }

    private static void Verdicts(MetricsWriter metrics, List<ServiceReport> shown)
    {
        metrics.Gauge("hadirector_service_servers", "Servers of the service by verdict.");
        foreach (ServiceReport service in shown)
        {
            metrics.Sample(service.Counts.Up, ("service", service.Name), ("verdict", "up"));
            metrics.Sample(service.Counts.Down, ("service", service.Name), ("verdict", "down"));
            metrics.Sample(service.Counts.Unknown, ("service", service.Name), ("verdict", "unknown"));
        }
    }

    private static void InKernel(MetricsWriter metrics, List<ServiceReport> shown)
    {
        metrics.Gauge("hadirector_service_in_kernel", "1 when the kernel holds the service.");
        foreach (ServiceReport service in shown)
            if (service.InKernel is { } inKernel) metrics.Sample(inKernel, ("service", service.Name));
    }
}
