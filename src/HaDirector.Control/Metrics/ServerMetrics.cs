namespace HaDirector.Control.Metrics;

/// <summary>Metrics of servers, labelled by the service's name and the server's address.</summary>
internal static class ServerMetrics
{
    /// <summary>Writes each family when it is called.</summary>
    /// <param name="services">The services.</param>
    /// <param name="serversMax">So many of their servers at most get series.</param>
    /// <param name="leftOut">Servers that are not among them.</param>
    public static IEnumerable<Action<MetricsWriter>> Families(IReadOnlyList<ServiceReport> services, int serversMax, int leftOut)
    {
        List<(string Service, ServerReport Server)> servers =
            [.. services.SelectMany(service => service.Servers.Select(server => (service.Name, server))).Take(serversMax)];
        yield return Gauge("hadirector_server_up", "1 when the server's verdict is up.", s => s.Verdict == "up" ? 1 : 0);
        yield return Gauge("hadirector_server_weight_configured", "Weight in the configuration.", s => s.ConfiguredWeight);
        yield return Gauge("hadirector_server_weight_desired", "Weight it is to have in the kernel.", s => s.DesiredWeight);
        yield return Gauge("hadirector_server_weight", "Weight in the kernel.", s => s.Weight);
        yield return Gauge("hadirector_server_drain", "1 when it is asked to drain.", s => s.Mode == "drain" ? 1 : 0);
        yield return Gauge("hadirector_server_maintenance", "1 when it is in maintenance.", s => s.Mode == "maintenance" ? 1 : 0);
        yield return Gauge("hadirector_server_active_connections", "Connections in the ESTABLISHED state.", s => s.ActiveConnections);
        yield return Gauge("hadirector_server_inactive_connections", "Other connections.", s => s.InactiveConnections);
        yield return Gauge("hadirector_server_connections_per_second", "New connections, as the kernel estimates it.", s => s.Traffic?.ConnectionsPerSecond);
        yield return Counter("hadirector_server_connections_total", "Connections scheduled.", t => t.Connections);
        yield return Counter("hadirector_server_packets_in_total", "Packets from clients.", t => t.PacketsIn);
        yield return Counter("hadirector_server_packets_out_total", "Packets to clients; only NAT sees them.", t => t.PacketsOut);
        yield return Counter("hadirector_server_bytes_in_total", "Bytes from clients.", t => t.BytesIn);
        yield return Counter("hadirector_server_bytes_out_total", "Bytes to clients; only NAT sees them.", t => t.BytesOut);
        yield return Gauge("hadirector_server_check_age_seconds", "Time since the last result of the check.", s => s.Check?.AgeSeconds);
        yield return Gauge("hadirector_server_check_duration_seconds", "How long the last try took.", s => s.Check?.LastTookMs / 1000);
        yield return metrics => metrics.Gauge("hadirector_metrics_servers_left_out", "Servers without series of their own, because there are too many.")
            .Sample(leftOut + services.Sum(service => service.Servers.Count) - servers.Count);

        Action<MetricsWriter> Gauge(string name, string help, Func<ServerReport, double?> value) => metrics =>
        {
            metrics.Gauge(name, help);
            foreach ((string service, ServerReport server) in servers)
                if (value(server) is { } number) metrics.Sample(number, ("service", service), ("server", server.Address));
        };

        Action<MetricsWriter> Counter(string name, string help, Func<TrafficReport, ulong> value) => metrics =>
        {
            metrics.Counter(name, help);
            foreach ((string service, ServerReport server) in servers)
                if (server.Traffic is { } traffic) metrics.Count(value(traffic), ("service", service), ("server", server.Address));
        };
    }
}
