namespace HaDirector.Control.Metrics;

/// <summary>Metrics of services and their servers, labelled by the service's name and the server's address.</summary>
internal static class ServiceMetrics
{
    private static IReadOnlyList<string> Verdicts { get; } = ["up", "down", "unknown"];

    public static void Write(MetricsWriter metrics, IReadOnlyList<ServiceReport> services, int serversMax)
    {
        metrics.Gauge("hadirector_service_servers", "Servers of the service by verdict.");
        foreach (ServiceReport service in services)
            foreach (string verdict in Verdicts)
                metrics.Sample(service.Servers.Count(s => s.Verdict == verdict), ("service", service.Name), ("verdict", verdict));
        metrics.Gauge("hadirector_service_in_kernel", "1 when the kernel holds the service.");
        foreach (ServiceReport service in services)
            if (service.InKernel is { } inKernel) metrics.Sample(inKernel, ("service", service.Name));
        Pool("hadirector_service_quorum", "1 when the service has enough servers.", p => p.Quorum == "gained" ? 1 : 0);
        Pool("hadirector_service_weight_up", "Weight of the servers that may take new connections.", p => p.WeightUp);
        Pool("hadirector_service_weight_minimum", "Weight the service needs, hysteresis aside.", p => p.Minimum);
        Pool("hadirector_service_backups_in_use", "Backup servers in use.", p => p.Backups);
        Pool("hadirector_service_sorry", "1 while the sorry server answers.", p => p.Sorry ? 1 : 0);
        Pool("hadirector_service_panic", "1 while failed servers are used because too few are up.", p => p.Panic ? 1 : 0);

        List<(string Service, ServerReport Server)> servers =
            [.. services.SelectMany(service => service.Servers.Select(server => (service.Name, server))).Take(serversMax)];
        Gauge("hadirector_server_up", "1 when the server's verdict is up.", s => s.Verdict == "up" ? 1 : 0);
        Gauge("hadirector_server_weight_configured", "Weight in the configuration.", s => s.ConfiguredWeight);
        Gauge("hadirector_server_weight_desired", "Weight it is to have in the kernel.", s => s.DesiredWeight);
        Gauge("hadirector_server_weight", "Weight in the kernel.", s => s.Weight);
        Gauge("hadirector_server_drain", "1 when it is asked to drain.", s => s.Mode == "drain" ? 1 : 0);
        Gauge("hadirector_server_maintenance", "1 when it is in maintenance.", s => s.Mode == "maintenance" ? 1 : 0);
        Gauge("hadirector_server_active_connections", "Connections in the ESTABLISHED state.", s => s.ActiveConnections);
        Gauge("hadirector_server_inactive_connections", "Other connections.", s => s.InactiveConnections);
        Gauge("hadirector_server_check_age_seconds", "Time since the last result of the check.", s => s.Check?.AgeSeconds);
        Gauge("hadirector_server_check_duration_seconds", "How long the last try took.", s => s.Check?.LastTookMs / 1000);
        metrics.Gauge("hadirector_metrics_servers_left_out", "Servers without series of their own, because there are too many.")
            .Sample(services.Sum(service => service.Servers.Count) - servers.Count);

        void Pool(string name, string help, Func<PoolReport, double> value)
        {
            metrics.Gauge(name, help);
            foreach (ServiceReport service in services)
                if (service.Pool is { } pool) metrics.Sample(value(pool), ("service", service.Name));
        }

        void Gauge(string name, string help, Func<ServerReport, double?> value)
        {
            metrics.Gauge(name, help);
            foreach ((string service, ServerReport server) in servers)
                if (value(server) is { } number) metrics.Sample(number, ("service", service), ("server", server.Address));
        }
    }
}
