using HaDirector.Control;
using HaDirector.Daemon.Link;
using HaDirector.Engine;
using HaDirector.Link;
using HaDirector.Linux;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Daemon.Api;

/// <summary>Gathers what the loops published into one status.</summary>
internal sealed class SnapshotBuilder(DirectorState state)
{
    /// <summary>A status with the services that <paramref name="query"/> asks for; each of them is made when it is enumerated.</summary>
    public Snapshot Build(StatusQuery query)
    {
        Instant now = Clock.Now;
        DateTimeOffset at = DateTimeOffset.UtcNow;
        Plan plan = state.Plan;
        (Plan served, IReadOnlyList<PoolState> pools) = state.Services.Pools();
        ServiceChoice choice = ServiceChoice.Of(served, pools, query);
        Dictionary<string, PoolState> byName = pools.ToDictionary(pool => pool.Service);
        return new Snapshot
        {
            Version = Product.Version,
            Director = plan.Director,
            ConfigHash = plan.SourceHash,
            ConfigPath = state.Options.ConfigPath,
            At = at,
            Started = state.Started,
            Reloads = state.Reloads,
            Applies = state.Applies(),
            VrrpProcess = VrrpProcess(now),
            Routers = [.. plan.VirtualRouters.Select(router => Router(router, state.Vrrp.Router(router.Name), now, at))],
            Tracks = TrackReports.Of(plan, state.Vrrp, state.Tracks.Details),
            Sessions = PairReports.Sessions(plan, state.Vrrp, now, at),
            Pair = PairReports.Pair(plan, state.Vrrp),
            Totals = ServiceReports.Totals(served, pools, choice, state.ReadTable()),
            Services = new StreamedList<ServiceReport>(choice.Services.Count, ServiceReports.Of(choice, state.Services, byName, state.ReadTable)),
            Probing = ServiceReports.Probing(state.Services.Probing()),
            Ipvs = state.Ipvs.Report,
            ConnectionSync = state.ConnectionSync.Report,
            Conditions = [.. state.Conditions.Now.Select(c => new ConditionReport(c.Name, c.Subject, c.Message, c.Advice, c.Since))],
        };
    }

    private static RouterReport Router(VirtualRouterSpec spec, RouterStatus? status, Instant now, DateTimeOffset at)
    {
        bool follows = status is { State: VrrpState.Backup, MasterAddress.IsSet: true };
        Centiseconds masterInterval = follows ? status!.MasterInterval : spec.AdvertInterval;
        return new RouterReport
        {
            Name = spec.Name,
            Interface = spec.Interface,
            VirtualRouterId = spec.VirtualRouterId,
            Family = spec.Family == IpFamily.V4 ? "ipv4" : "ipv6",
            Version = spec.Version,
            State = VrrpLogText.Word(status?.State ?? VrrpState.Initialize),
            Since = status is null ? null : at - (now - status.Since),
            Reason = status is null ? "" : VrrpLogText.Label(status.Reason),
            Priority = spec.Priority,
            EffectivePriority = status?.Priority ?? spec.Priority,
            Preempt = spec.Preempt,
            AdvertIntervalMs = spec.AdvertInterval.Value * 10,
            Master = follows ? new MasterReport(status!.MasterAddress.ToString(), status.MasterPriority, status.MasterInterval.Value * 10) : null,
            SkewMs = VrrpTimers.SkewTime(spec.Priority, masterInterval).TotalMilliseconds,
            MasterDownMs = VrrpTimers.MasterDownInterval(spec.Priority, masterInterval).TotalMilliseconds,
            Addresses = [.. spec.Addresses.Select(a => a.ToString())],
            ExcludedAddresses = [.. spec.Excluded.Select(a => a.ToString())],
            Fence = spec.Fence.ToString().ToLowerInvariant(),
            HoldsAddresses = status?.HoldsAddresses ?? false,
            Counters = status is null
                ? new RouterCounters(0, 0, 0, 0, 0, 0)
                : new RouterCounters(
                    status.AdvertsSent, status.AdvertsReceived, status.BecameMaster, status.PriorityZeroSent, status.PriorityZeroReceived, status.SendErrors),
        };
    }

    private VrrpProcessReport? VrrpProcess(Instant now) => state.Vrrp.Pulse is not { } pulse ? null : new VrrpProcessReport
    {
        ProcessId = state.VrrpProcessId,
        PulseAgeMs = Math.Max((now - pulse.HeardAt).TotalMilliseconds, 0), // one may have come since now
        StallLimitMs = state.StallLimit().TotalMilliseconds,
        Turns = pulse.Turns,
        LatenessMs = pulse.Lateness.TotalMilliseconds,
        LatenessMaxMs = pulse.LatenessMax.TotalMilliseconds,
        AllocatedBytes = pulse.AllocatedBytes,
        Collections = pulse.Collections,
        LinkDrops = pulse.LinkDrops,
        RealTime = pulse.RealTime,
        MemoryLocked = pulse.MemoryLocked,
        PlanEpoch = state.Vrrp.Epoch,
        Dropped = state.Vrrp.Dropped,
        BfdDropped = state.Vrrp.BfdDropped,
    };
}
