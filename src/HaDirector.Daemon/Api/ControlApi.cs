using HaDirector.Control;
using HaDirector.Engine;
using HaDirector.Ipvs;
using HaDirector.Linux;

namespace HaDirector.Daemon.Api;

/// <summary>What the control API can be asked.</summary>
/// <param name="Status">The whole director.</param>
/// <param name="Checks">Its checks.</param>
/// <param name="Servers">The servers of a service, or of all, so many at most.</param>
/// <param name="Services">Its services in a line each.</param>
/// <param name="History">The last hour of a service, or of all, in so many points at most.</param>
/// <param name="Commands">Commands on servers.</param>
/// <param name="Announce">Hears who is about to change services of the kernel's table (null: any), and through what.</param>
/// <param name="Plans">Files that are to be judged or applied.</param>
internal sealed record ControlApi(
    Func<StatusQuery, Snapshot> Status, Func<CheckQuery, CheckList> Checks, Func<string?, int, ServerList> Servers, Func<ServiceQuery, ServiceList> Services,
    Func<string?, int, HistoryList> History, ServerCommands Commands,
    Action<JournalAuthor, string, IReadOnlySet<ServiceKey>?> Announce, PlanApi Plans)
{
    /// <summary>The API of a running director.</summary>
    public static ControlApi Of(DirectorState state, SnapshotBuilder snapshots, PlanApi plans) => new(
        snapshots.Build,
        query => CheckReports.Of(state.Services, query, DateTimeOffset.UtcNow),
        (name, limit) => ServerReports.Of(state.Services, name, limit, DateTimeOffset.UtcNow),
        query =>
        {
            (Plan plan, IReadOnlyList<PoolState> pools) = state.Services.Pools();
            return ServiceSummaries.Of(plan, pools, state.ReadTable(), query, DateTimeOffset.UtcNow);
        },
        (service, points) => HistoryReports.Of(state.Statistics, state.Plan, service, points, Clock.Now, DateTimeOffset.UtcNow),
        new ServerCommands(state.Services, () => state.Plan),
        (author, verb, services) => state.Ipvs.Announce($"{author} through hadirector ipvs {verb}", services),
        plans);
}
