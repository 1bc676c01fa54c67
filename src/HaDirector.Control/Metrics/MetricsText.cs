using System.Text;

namespace HaDirector.Control.Metrics;

/// <summary>A snapshot in the Prometheus text format. docs/metrics.md says what each name means.</summary>
public static class MetricsText
{
    /// <summary>Content type of the answer.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Most services that get series of their own; the rest is counted in hadirector_metrics_services_left_out, and all are in the totals.</summary>
    public const int ServicesMax = 2000;

    /// <summary>Most servers that get series of their own; the rest is counted in hadirector_metrics_servers_left_out.</summary>
    public const int ServersMax = 2000;

    private const int PieceMin = 16 * 1024;

    /// <summary>Renders.</summary>
    public static string Render(Snapshot snapshot) => string.Concat(Pieces(snapshot));

    /// <summary>The same in pieces, none much longer than one family of series; each is made when the one before is done with.</summary>
    public static IEnumerable<string> Pieces(Snapshot snapshot)
    {
        StringBuilder text = new();
        MetricsWriter metrics = new(text);
        foreach (Action<MetricsWriter> part in Parts(snapshot))
        {
            part(metrics);
            if (text.Length < PieceMin) continue;
            yield return text.ToString();
            text.Clear();
        }
        yield return text.ToString();
    }

    private static IEnumerable<Action<MetricsWriter>> Parts(Snapshot snapshot)
    {
        yield return metrics => Director(metrics, snapshot);
        if (snapshot.VrrpProcess is { } vrrp) yield return metrics => VrrpProcess(metrics, vrrp);
        yield return metrics => RouterMetrics.Write(metrics, snapshot.Routers);
        yield return metrics => TrackMetrics.Write(metrics, snapshot.Tracks);
        yield return metrics => PairMetrics.Write(metrics, snapshot.Sessions);
        if (snapshot.Pair is { } pair) yield return metrics => PairMetrics.Write(metrics, pair);
        yield return metrics => TotalMetrics.Write(metrics, snapshot.Totals);
        ServiceReport[] services = [.. snapshot.Services]; // each family goes over them again
        foreach (Action<MetricsWriter> family in ServiceMetrics.Families(services, ServicesMax, snapshot.Totals.ServicesLeftOut)) yield return family;
        foreach (Action<MetricsWriter> family in ServerMetrics.Families(services, ServersMax, snapshot.Totals.ServersLeftOut)) yield return family;
        if (snapshot.Probing is { } probing) yield return metrics => CheckMetrics.Write(metrics, probing);
        yield return metrics => Ipvs(metrics, snapshot.Ipvs);
        if (snapshot.ConnectionSync is { } sync) yield return metrics => ConnectionSync(metrics, sync);
    }

    private static void Director(MetricsWriter metrics, Snapshot snapshot)
    {
        metrics.Gauge("hadirector_info", "Always 1; what runs here.").Sample(
            1, ("version", snapshot.Version), ("director", snapshot.Director), ("config_hash", snapshot.ConfigHash));
        metrics.Gauge("hadirector_start_time_seconds", "When the director process started, in Unix time.")
            .Sample(snapshot.Started.ToUnixTimeMilliseconds() / 1000.0);
        metrics.Counter("hadirector_reloads_total", "Reloads of the configuration by result.");
        metrics.Sample(snapshot.Reloads.Applied, ("result", "applied"));
        metrics.Sample(snapshot.Reloads.Refused, ("result", "refused"));
        metrics.Counter("hadirector_applies_total", "Files that came over the control socket, by outcome.");
        metrics.Sample(snapshot.Applies.Applied, ("outcome", ApplyOutcome.Applied));
        metrics.Sample(snapshot.Applies.RolledBack, ("outcome", ApplyOutcome.RolledBack));
        metrics.Sample(snapshot.Applies.Refused, ("outcome", ApplyOutcome.Refused));
        metrics.Sample(snapshot.Applies.Superseded, ("outcome", ApplyOutcome.Superseded));
        // Subjects are names of the configuration, so their number is bounded by it; the message is not a label.
        metrics.Gauge("hadirector_condition", "1 for each thing that is wrong now.");
        foreach (ConditionReport condition in snapshot.Conditions)
            metrics.Sample(1, ("name", condition.Name), ("subject", condition.Subject));
    }

    private static void VrrpProcess(MetricsWriter metrics, VrrpProcessReport vrrp)
    {
        metrics.Gauge("hadirector_vrrp_pulse_age_seconds", "Time since the VRRP process was last heard.").Sample(vrrp.PulseAgeMs / 1000);
        metrics.Gauge("hadirector_vrrp_lateness_seconds", "Largest lateness of a timer between the last two pulses.").Sample(vrrp.LatenessMs / 1000);
        metrics.Gauge("hadirector_vrrp_lateness_max_seconds", "Largest lateness of a timer since the director process started.").Sample(vrrp.LatenessMaxMs / 1000);
        metrics.Counter("hadirector_vrrp_turns_total", "Turns of the real-time loop.").Sample(vrrp.Turns);
        metrics.Counter("hadirector_vrrp_allocated_bytes_total", "Bytes allocated on the real-time thread in its steady state.").Sample(vrrp.AllocatedBytes);
        metrics.Counter("hadirector_vrrp_collections_total", "Garbage collections of the VRRP process in its steady state.").Sample(vrrp.Collections);
        metrics.Counter("hadirector_vrrp_link_drops_total", "Messages the director process was too slow to read.").Sample(vrrp.LinkDrops);
        metrics.Gauge("hadirector_vrrp_real_time", "1 when the VRRP thread runs under SCHED_FIFO.").Sample(vrrp.RealTime);
        metrics.Gauge("hadirector_vrrp_memory_locked", "1 when the memory of the VRRP process is locked.").Sample(vrrp.MemoryLocked);
        metrics.Counter("hadirector_vrrp_packets_dropped_total", "VRRP packets dropped by reason.");
        foreach ((string reason, long count) in vrrp.Dropped) metrics.Sample(count, ("reason", reason));
        metrics.Counter("hadirector_bfd_packets_dropped_total", "BFD packets dropped by reason.");
        foreach ((string reason, long count) in vrrp.BfdDropped) metrics.Sample(count, ("reason", reason));
    }

    private static void Ipvs(MetricsWriter metrics, IpvsReport ipvs)
    {
        if (ipvs.Available is { } available) metrics.Gauge("hadirector_ipvs_available", "1 when the kernel has ip_vs.").Sample(available);
        metrics.Counter("hadirector_ipvs_reconciles_total", "Times the desired and the kernel's table were compared.").Sample(ipvs.Reconciles);
        metrics.Counter("hadirector_ipvs_changes_total", "Changes the kernel took.").Sample(ipvs.Changes);
        metrics.Counter("hadirector_ipvs_errors_total", "Changes the kernel refused.").Sample(ipvs.Errors);
        // Error numbers are few, so their names make few series.
        metrics.Counter("hadirector_ipvs_answers_lost_total", "Times that answers of the kernel to changes were lost, by error; the table was read again.");
        foreach ((string error, long times) in ipvs.AnswersLost) metrics.Sample(times, ("error", error));
        metrics.Counter("hadirector_ipvs_drift_total", "Changes needed because somebody else changed what is ours.").Sample(ipvs.Drift);
        if (ipvs.LastAudit is { } audit)
        {
            metrics.Gauge("hadirector_ipvs_audit_time_seconds", "When the kernel's table was last read to its end and compared, Unix time.").Sample(audit.ToUnixTimeMilliseconds() / 1000.0);
            metrics.Gauge("hadirector_ipvs_audit_duration_seconds", "How long that worked, its pauses left out.").Sample(ipvs.AuditSeconds);
        }
        if (ipvs.LastEqual is { } equal)
            metrics.Gauge("hadirector_ipvs_equal_time_seconds", "When the kernel's table was last seen as it should be, Unix time.").Sample(equal.ToUnixTimeMilliseconds() / 1000.0);
        if (ipvs.VerdictToKernel is { } lag)
            metrics.Histogram("hadirector_verdict_to_kernel_seconds", "From a verdict to the kernel's answer to the changes it brought.").Sample(lag);
        metrics.Counter("hadirector_ipvs_foreign_removed_total", "Services of others that were removed because ipvs.foreign is remove.").Sample(ipvs.ForeignRemoved);
        metrics.Gauge("hadirector_ipvs_foreign_services", "Services in the kernel that are not ours.").Sample(ipvs.ForeignServices.Count);
    }

    private static void ConnectionSync(MetricsWriter metrics, ConnectionSyncReport sync)
    {
        metrics.Gauge("hadirector_sync_daemon", "1 when the kernel runs the sync daemon of this role.");
        foreach (string role in (string[])["backup", "master"]) metrics.Sample(sync.Daemons.Contains(role), ("role", role));
    }
}
