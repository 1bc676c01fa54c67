using HaDirector.Control;
using HaDirector.Daemon.Loops;
using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Daemon.Api;

/// <summary>Services of the plan, with what checks say of their servers and what the kernel holds of them.</summary>
internal static class ServiceReports
{
    /// <param name="view">How the servers stand.</param>
    /// <param name="kernel">The kernel's table when it was last read; null when it cannot be.</param>
    /// <param name="now">The time ages are counted to.</param>
    public static IReadOnlyList<ServiceReport> Of(ServiceView view, TableStatus? kernel, Instant now)
    {
        Dictionary<ServiceKey, ServiceStatus> held = kernel?.Services.ToDictionary(s => s.Key) ?? [];
        return [.. view.Plan.Services.Select(service => Service(service, view, kernel is null ? null : held.GetValueOrDefault(service.Key), kernel is not null, now))];
    }

    private static ServiceReport Service(VirtualServiceSpec service, ServiceView view, ServiceStatus? held, bool asked, Instant now)
    {
        Dictionary<IpEndpoint, DestinationStatus> destinations = held?.Destinations.ToDictionary(d => d.Address) ?? [];
        return new ServiceReport(
            service.Name,
            service.Key.ToString(),
            service.Spec.Scheduler,
            string.Join("/", service.Servers.Select(s => Word(s.Destination.Forwarding)).Distinct()),
            service.Spec.PersistenceSeconds,
            asked ? held is not null : null,
            [.. service.Servers.Select(server => Server(service, server, view, destinations.GetValueOrDefault(server.Address), now))])
        {
            Pool = view.Pools.TryGetValue(service.Name, out PoolState pool) ? Pool(pool) : null,
        };
    }

    private static PoolReport Pool(PoolState pool) => new(
        ReportWord.Of(pool.Quorum), pool.WeightUp, pool.Minimum, pool.Healthy, pool.Failed, pool.Backups, pool.Sorry, pool.Panic);

    /// <summary>All checks together.</summary>
    public static ProbingReport Probing(ServiceView view) => new(
        view.CheckStates.Count,
        view.Probing.Running,
        view.Probing.Awaited,
        HistogramReports.Of(view.Probing.Lateness),
        [.. view.Probing.Kinds.OrderBy(kind => kind.Kind, StringComparer.Ordinal).Select(kind => new KindReport(kind.Kind, Results(kind.Totals.Outcomes), HistogramReports.Of(kind.Totals.Latency)))]);

    private static SortedDictionary<string, long> Results(OutcomeCounts counts)
    {
        SortedDictionary<string, long> results = new(StringComparer.Ordinal);
        foreach (ProbeOutcome outcome in Enum.GetValues<ProbeOutcome>())
            if (counts.Of(outcome) is > 0 and uint count) results.Add(ReportWord.Of(outcome), count);
        return results;
    }

    private static ServerReport Server(VirtualServiceSpec service, RealServerSpec server, ServiceView view, DestinationStatus? held, Instant now)
    {
        bool known = view.Servers.TryGetValue((service.Name, server.Address), out ServerState state);
        return new ServerReport
        {
            Address = server.Address.ToString(),
            ConfiguredWeight = server.Destination.Weight,
            Weight = held?.Spec.Weight,
            ActiveConnections = held?.Active,
            InactiveConnections = held?.Inactive,
            Verdict = ReportWord.Of(state.Verdict),
            DesiredWeight = state.InTable ? state.Weight : null,
            Role = known ? ReportWord.Of(state.Role) : "unchecked",
            Mode = ReportWord.Of(state.Mode),
            Check = server.Check?.Checks.First() is { } check ? Check(check, view.Checks.GetValueOrDefault(check), now) : null,
        };
    }

    private static CheckReport Check(CheckSpec check, CheckState? state, Instant now) => state is null || state.LastAt == Instant.Never
        ? new CheckReport(check.Kind.Name, check.Target.ToString(), "", null, null, null)
        : new CheckReport(
            check.Kind.Name, check.Target.ToString(), state.Last.Detail, state.Last.Passed, state.Last.Took.TotalMilliseconds, (now - state.LastAt).TotalSeconds);

    private static string Word(Forwarding forwarding) => forwarding switch
    {
        Forwarding.Nat => "nat",
        Forwarding.DirectRouting => "dr",
        Forwarding.Tunnel => "tun",
        _ => forwarding.ToString().ToLowerInvariant(),
    };
}
