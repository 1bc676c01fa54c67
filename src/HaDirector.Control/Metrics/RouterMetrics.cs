namespace HaDirector.Control.Metrics;

/// <summary>Metrics of virtual routers, labelled by name.</summary>
internal static class RouterMetrics
{
    private static IReadOnlyList<string> States { get; } = ["initialize", "backup", "master", "fault"];

    public static void Write(MetricsWriter metrics, IReadOnlyList<RouterReport> routers)
    {
        metrics.Gauge("hadirector_router_state", "1 for the state the router is in.");
        foreach (RouterReport router in routers)
            foreach (string state in States)
                metrics.Sample(router.State == state, ("router", router.Name), ("state", state));
        metrics.Gauge("hadirector_router_state_since_seconds", "When this state was entered, in Unix time.");
        foreach (RouterReport router in routers)
            if (router.Since is { } since) metrics.Sample(since.ToUnixTimeMilliseconds() / 1000.0, ("router", router.Name));
        metrics.Gauge("hadirector_router_priority", "Configured priority.");
        foreach (RouterReport router in routers) metrics.Sample(router.Priority, ("router", router.Name));
        metrics.Gauge("hadirector_router_effective_priority", "The priority in use: the configured one, moved by what is tracked and by the sync group.");
        foreach (RouterReport router in routers) metrics.Sample(router.EffectivePriority, ("router", router.Name));
        metrics.Gauge("hadirector_router_holds_addresses", "1 while the virtual addresses are on the interface.");
        foreach (RouterReport router in routers) metrics.Sample(router.HoldsAddresses, ("router", router.Name));

        Counter("hadirector_router_adverts_sent_total", "Adverts sent.", c => c.AdvertsSent);
        Counter("hadirector_router_adverts_received_total", "Adverts received and accepted.", c => c.AdvertsReceived);
        Counter("hadirector_router_became_master_total", "Times this router became master.", c => c.BecameMaster);
        Counter("hadirector_router_priority_zero_sent_total", "Resignations sent.", c => c.PriorityZeroSent);
        Counter("hadirector_router_priority_zero_received_total", "Resignations received.", c => c.PriorityZeroReceived);
        Counter("hadirector_router_send_errors_total", "Adverts that could not be sent.", c => c.SendErrors);

        void Counter(string name, string help, Func<RouterCounters, long> value)
        {
            metrics.Counter(name, help);
            foreach (RouterReport router in routers) metrics.Sample(value(router.Counters), ("router", router.Name));
        }
    }
}
