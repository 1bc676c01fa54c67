namespace HaDirector.Control.Metrics;

/// <summary>Metrics of all checks together: by kind and by outcome, so that their number does not grow with the servers.</summary>
internal static class CheckMetrics
{
    public static void Write(MetricsWriter metrics, ProbingReport probing)
    {
        metrics.Gauge("hadirector_checks", "Distinct checks.").Sample(probing.Checks);
        metrics.Gauge("hadirector_checks_running", "Tries under way.").Sample(probing.Running);
        metrics.Gauge("hadirector_checks_awaited", "Checks without a result of this process.").Sample(probing.Awaited);
        metrics.Histogram("hadirector_check_lateness_seconds", "How much later than due tries began.").Sample(probing.Lateness);
        metrics.Counter("hadirector_check_results_total", "Results by kind and by how they ended.");
        foreach (KindReport kind in probing.Kinds)
            foreach ((string outcome, long count) in kind.Results) metrics.Sample(count, ("kind", kind.Kind), ("outcome", outcome));
        metrics.Histogram("hadirector_check_duration_seconds", "How long passed tries took.");
        foreach (KindReport kind in probing.Kinds) metrics.Sample(kind.Latency, ("kind", kind.Kind));
    }
}
