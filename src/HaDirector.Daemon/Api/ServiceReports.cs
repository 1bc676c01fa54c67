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
    /// <summary>The services of an answer, made one by one while they are enumerated.</summary>
    /// <param name="choice">Which services, and how many of them with their servers.</param>
    /// <param name="services">How they stand.</param>
    /// <param name="pools">How they stand as a whole.</param>
    /// <param name="held">Tells what the kernel holds; null when that cannot be read. Asked again for each part.</param>
    public static IEnumerable<ServiceReport> Of(
        ServiceChoice choice, ServiceLoop services, IReadOnlyDictionary<string, PoolState> pools, Func<IReadOnlyDictionary<ServiceKey, ServiceStatus>?> held)
    {
        int room = choice.ServersShown;
        foreach (ServiceView view in services.Views(choice.Services.Take(choice.Detailed)))
        {
            IReadOnlyDictionary<ServiceKey, ServiceStatus>? kernel = held();
            foreach (VirtualServiceSpec service in view.Services)
            {
                int shown = Math.Min(room, service.Servers.Count);
                room -= shown;
                yield return Service(service, shown, view, pools, kernel);
            }
        }
        IReadOnlyDictionary<ServiceKey, ServiceStatus>? last = held();
        foreach (VirtualServiceSpec service in choice.Services.Skip(choice.Detailed)) yield return Service(service, 0, null, pools, last);
    }

    /// <summary>All services of the plan together.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="pools">How they stand.</param>
    /// <param name="choice">Which of them are shown.</param>
    /// <param name="held">What the kernel holds; null when that cannot be read.</param>
    public static ServiceTotals Totals(Plan plan, IReadOnlyList<PoolState> pools, ServiceChoice choice, IReadOnlyDictionary<ServiceKey, ServiceStatus>? held)
    {
        int up = 0, unknown = 0, servers = 0, problems = 0;
        foreach (PoolState pool in pools)
        {
            (up, unknown, servers) = (up + pool.Healthy, unknown + pool.Unchecked, servers + pool.Servers);
            if (ServiceSummaries.Problem(pool, false) is not null) problems++;
        }
        return new ServiceTotals(
            plan.Services.Count, problems, choice.Matching - choice.Services.Count, choice.MatchingServers - choice.ServersShown, new ServerCounts(up, servers - up - unknown, unknown),
            held is null ? null : TrafficReports.Sum(plan.Services.Select(service => GroupStatus.Of(service, held)).OfType<ServiceStatus>().Select(TrafficReports.Of)));
    }

    private static ServiceReport Service(
        VirtualServiceSpec service, int shown, ServiceView? view, IReadOnlyDictionary<string, PoolState> pools, IReadOnlyDictionary<ServiceKey, ServiceStatus>? kernel)
    {
        ServiceStatus? held = kernel is null ? null : GroupStatus.Of(service, kernel);
        Dictionary<IpEndpoint, DestinationStatus> destinations = shown == 0 ? [] : held?.Destinations.ToDictionary(d => d.Address) ?? [];
        bool known = pools.TryGetValue(service.Name, out PoolState pool);
        return new ServiceReport(
            service.Name,
            service.Others.Count == 0 ? service.Key.ToString() : $"{service.Key} +{service.Others.Count}",
            service.Spec.Scheduler,
            string.Join("/", service.Servers.Select(s => Word(s.Destination.Forwarding)).Distinct()),
            service.Spec.PersistenceSeconds,
            kernel is null ? null : held is not null,
            view is null ? [] : [.. service.Servers.Take(shown).Select(server => Server(service, server, view, destinations.GetValueOrDefault(server.Address)))])
        {
            Pool = known ? Pool(pool) : null,
            Counts = new ServerCounts(pool.Healthy, pool.Servers - pool.Healthy - pool.Unchecked, pool.Unchecked),
            Traffic = held is null ? null : TrafficReports.Of(held),
        };
    }

    private static PoolReport Pool(PoolState pool) => new(
        ReportWord.Of(pool.Quorum), pool.WeightUp, pool.Minimum, pool.Healthy, pool.Failed, pool.Backups, pool.Sorry, pool.Panic);

    /// <summary>All checks together.</summary>
    public static ProbingReport Probing(ProbingTotals probing) => new(
        probing.Checks,
        probing.Running,
        probing.Awaited,
        HistogramReports.Of(probing.Lateness),
        [.. probing.Kinds.OrderBy(kind => kind.Kind, StringComparer.Ordinal).Select(kind => new KindReport(kind.Kind, Results(kind.Totals.Outcomes), HistogramReports.Of(kind.Totals.Latency)))]);

    private static SortedDictionary<string, long> Results(OutcomeCounts counts)
    {
        SortedDictionary<string, long> results = new(StringComparer.Ordinal);
        foreach (ProbeOutcome outcome in Enum.GetValues<ProbeOutcome>())
            if (counts.Of(outcome) is > 0 and uint count) results.Add(ReportWord.Of(outcome), count);
        return results;
    }

    private static ServerReport Server(VirtualServiceSpec service, RealServerSpec server, ServiceView view, DestinationStatus? held)
    {
        bool known = view.Servers.TryGetValue((service.Name, server.Address), out ServerState state);
        return new ServerReport
        {
            Address = server.Address.ToString(),
            ConfiguredWeight = server.Destination.Weight,
            Weight = held?.Spec.Weight,
            Scale = Math.Max(state.Scale, 1),
            Traffic = held is null ? null : TrafficReports.Of(held),
            ActiveConnections = held?.Active,
            InactiveConnections = held?.Inactive,
            Verdict = ReportWord.Of(state.Verdict),
            DesiredWeight = state.InTable ? state.Weight : null,
            Role = known ? ReportWord.Of(state.Role) : "unchecked",
            Mode = ReportWord.Of(state.Mode),
            Check = server.Check?.Checks.First() is { } check ? Check(check, view.Checks.GetValueOrDefault(check), view.At) : null,
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
