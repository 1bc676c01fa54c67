using HaDirector.Control;
using HaDirector.Engine;
using HaDirector.Ipvs;

namespace HaDirector.Daemon.Api;

/// <summary>The services of the plan in a line each.</summary>
internal static class ServiceSummaries
{
    /// <summary>The services that are asked for; sorting costs one line of each, whatever their servers.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="pools">How its services stand.</param>
    /// <param name="kernel">What the kernel holds; null when that cannot be read.</param>
    /// <param name="query">What is asked for.</param>
    /// <param name="at">The time of the answer.</param>
    public static ServiceList Of(Plan plan, IReadOnlyList<PoolState> pools, IReadOnlyDictionary<ServiceKey, ServiceStatus>? kernel, ServiceQuery query, DateTimeOffset at)
    {
        Dictionary<string, PoolState> states = new(pools.Count);
        foreach (PoolState pool in pools) states.TryAdd(pool.Service, pool);
        ServiceSummary[] matching =
        [
            .. plan.Services
                .Where(service => query.Service is null || service.Name == query.Service)
                .Select(service => Summary(service, states.GetValueOrDefault(service.Name), kernel is not null, kernel is null ? null : GroupStatus.Of(service, kernel)))
                .Where(summary => !query.Problems || summary.Problem is not null),
        ];
        return new ServiceList { At = at, Total = plan.Services.Count, Matching = matching.Length, Services = Sorted(matching, query.Sort).Take(query.Limit) };
    }

    // The sort is stable: equal ones stay in the order of the file.
    private static IEnumerable<ServiceSummary> Sorted(ServiceSummary[] services, ServiceOrder order) => order switch
    {
        ServiceOrder.Connections => services.OrderByDescending(s => s.Traffic?.Active ?? -1),
        ServiceOrder.Rate => services.OrderByDescending(s => s.Traffic?.ConnectionsPerSecond ?? 0),
        ServiceOrder.Bytes => services.OrderByDescending(s => s.Traffic is { } traffic ? traffic.BytesInPerSecond + traffic.BytesOutPerSecond : 0),
        _ => services,
    };

    private static ServiceSummary Summary(VirtualServiceSpec service, PoolState pool, bool asked, ServiceStatus? held) => new(
        service.Name, service.Key.ToString(), service.Spec.Scheduler, asked ? held is not null : null, service.Servers.Count, pool.Healthy,
        Problem(pool, asked && held is null), held is null ? null : TrafficReports.Of(held));

    /// <summary>What is wrong with a service, in a word; null when nothing is.</summary>
    /// <param name="pool">How it stands.</param>
    /// <param name="missing">Whether it is not in the kernel.</param>
    public static string? Problem(in PoolState pool, bool missing) =>
        missing ? "not_in_kernel"
        : pool.Panic ? "panic"
        : pool.Sorry ? "sorry"
        : pool.Quorum == QuorumStanding.Lost ? "quorum_lost"
        : pool.Failed > 0 ? "servers_down"
        : null;
}
