namespace HaDirector.Control.Metrics;

/// <summary>Metrics of services, labelled by name.</summary>
internal static class ServiceMetrics
{
    /// <param name="metrics">Where to.</param>
    /// <param name="services">The services.</param>
    /// <param name="servicesMax">So many of them at most get series.</param>
    /// <param name="leftOut">Services that are not among them.</param>
    public static void Write(MetricsWriter metrics, IReadOnlyList<ServiceReport> services, int servicesMax, int leftOut)
    {
        List<ServiceReport> shown = [.. services.Take(servicesMax)];
        metrics.Gauge("hadirector_metrics_services_left_out", "Services without series of their own, because there are too many.").Sample(leftOut + services.Count - shown.Count);
        metrics.Gauge("hadirector_service_servers", "Servers of the service by verdict.");
        foreach (ServiceReport service in shown)
        {
            metrics.Sample(service.Counts.Up, ("service", service.Name), ("verdict", "up"));
            metrics.Sample(service.Counts.Down, ("service", service.Name), ("verdict", "down"));
            metrics.Sample(service.Counts.Unknown, ("service", service.Name), ("verdict", "unknown"));
        }
        metrics.Gauge("hadirector_service_in_kernel", "1 when the kernel holds the service.");
        foreach (ServiceReport service in shown)
            if (service.InKernel is { } inKernel) metrics.Sample(inKernel, ("service", service.Name));
        Pool("hadirector_service_quorum", "1 when the service has enough servers.", p => p.Quorum == "gained" ? 1 : 0);
        Pool("hadirector_service_weight_up", "Weight of the servers that may take new connections.", p => p.WeightUp);
        Pool("hadirector_service_weight_minimum", "Weight the service needs, hysteresis aside.", p => p.Minimum);
        Pool("hadirector_service_backups_in_use", "Backup servers in use.", p => p.Backups);
        Pool("hadirector_service_sorry", "1 while the sorry server answers.", p => p.Sorry ? 1 : 0);
        Pool("hadirector_service_panic", "1 while failed servers are used because too few are up.", p => p.Panic ? 1 : 0);
        Gauge("hadirector_service_active_connections", "Connections of the service in the ESTABLISHED state.", t => t.Active);
        Gauge("hadirector_service_inactive_connections", "Other connections of the service.", t => t.Inactive);
        Gauge("hadirector_service_persistence_templates", "Persistence templates of the service.", t => t.Templates);
        Gauge("hadirector_service_connections_per_second", "New connections, as the kernel estimates it.", t => t.ConnectionsPerSecond);
        Gauge("hadirector_service_bytes_in_per_second", "Bytes from clients, as the kernel estimates it.", t => t.BytesInPerSecond);
        Gauge("hadirector_service_bytes_out_per_second", "Bytes to clients, as the kernel estimates it.", t => t.BytesOutPerSecond);
        Counter("hadirector_service_connections_total", "Connections scheduled.", t => t.Connections);
        Counter("hadirector_service_packets_in_total", "Packets from clients.", t => t.PacketsIn);
        Counter("hadirector_service_packets_out_total", "Packets to clients; only NAT sees them.", t => t.PacketsOut);
        Counter("hadirector_service_bytes_in_total", "Bytes from clients.", t => t.BytesIn);
        Counter("hadirector_service_bytes_out_total", "Bytes to clients; only NAT sees them.", t => t.BytesOut);

        void Pool(string name, string help, Func<PoolReport, double> value)
        {
            metrics.Gauge(name, help);
            foreach (ServiceReport service in shown)
                if (service.Pool is { } pool) metrics.Sample(value(pool), ("service", service.Name));
        }

        void Gauge(string name, string help, Func<TrafficReport, double> value)
        {
            metrics.Gauge(name, help);
            foreach (ServiceReport service in shown)
                if (service.Traffic is { } traffic) metrics.Sample(value(traffic), ("service", service.Name));
        }

        void Counter(string name, string help, Func<TrafficReport, ulong> value)
        {
            metrics.Counter(name, help);
            foreach (ServiceReport service in shown)
                if (service.Traffic is { } traffic) metrics.Count(value(traffic), ("service", service.Name));
        }
    }
}
