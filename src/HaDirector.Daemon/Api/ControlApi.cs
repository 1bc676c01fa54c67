using HaDirector.Control;
using HaDirector.Engine;
using HaDirector.Linux;

namespace HaDirector.Daemon.Api;

/// <summary>What the control API can be asked.</summary>
/// <param name="Status">The whole director.</param>
/// <param name="Checks">Its checks.</param>
/// <param name="Servers">The servers of a service, or of all.</param>
/// <param name="Services">Its services in a line each.</param>
/// <param name="Commands">Commands on servers.</param>
/// <param name="Plans">Files that are to be judged or applied.</param>
internal sealed record ControlApi(
    Func<Snapshot> Status, Func<CheckQuery, CheckList> Checks, Func<string?, ServerList> Servers, Func<ServiceQuery, ServiceList> Services, ServerCommands Commands,
    PlanApi Plans)
{
    /// <summary>The API of a running director.</summary>
    public static ControlApi Of(DirectorState state, SnapshotBuilder snapshots, PlanApi plans) => new(
        snapshots.Build,
        query => CheckReports.Of(state.Services.View(), query, Clock.Now, DateTimeOffset.UtcNow),
        service => ServerReports.Of(state.Services.View(), service, Clock.Now, DateTimeOffset.UtcNow),
        query =>
        {
            (Plan plan, IReadOnlyList<PoolState> pools) = state.Services.Pools();
            return ServiceSummaries.Of(plan, pools, state.ReadTable(), query, DateTimeOffset.UtcNow);
        },
        new ServerCommands(state.Services, () => state.Plan),
        plans);
}
