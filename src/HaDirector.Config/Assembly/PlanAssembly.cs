using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Engine;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Config.Assembly;

/// <summary>A file without errors to the plan of one director: defaults filled in, maps per director resolved.</summary>
internal static class PlanAssembly
{
    /// <summary>The draft has passed every rule, so what is required is there.</summary>
    public static Plan Assemble(FileDraft file, string director, string sourceHash) => new(
        director,
        [.. file.Directors!.Value.Value.Select(d => new DirectorSpec(d.Name, d.Value.Address?.Value))],
        [.. (file.VirtualRouters?.Value ?? []).Select(r => Router(r, director))],
        [.. (file.Services?.Value ?? []).Select(ServiceAssembly.Service)],
        Sync(file.ConnectionSync?.Value, director),
        new IpvsPolicy(file.Ipvs?.Value.Required?.Value ?? false, file.Ipvs?.Value.RemoveOnStop?.Value ?? true),
        new ControlSpec(file.Control?.Value.Socket?.Value, file.Control?.Value.Metrics?.Value.On(director)?.Value),
        sourceHash);

    private static VirtualRouterSpec Router(Entry<VirtualRouterDraft> router, string director) => new(
        router.Name,
        On(router.Value.Interface, director),
        (byte)router.Value.VirtualRouterId!.Value.Value,
        (byte)On(router.Value.Priority, director),
        new Centiseconds((int)((router.Value.AdvertInterval?.Value ?? TimeSpan.FromSeconds(1)).Ticks / (TimeSpan.TicksPerSecond / 100))),
        router.Value.Preempt?.Value ?? true,
        router.Value.Checksum?.Value ?? ChecksumForm.Rfc5798,
        [.. router.Value.Addresses!.Value.Value.Select(a => a.Value)]);

    private static ConnectionSyncSpec? Sync(ConnectionSyncDraft? sync, string director) =>
        sync is null || sync.Mode?.Value == SyncMode.Off ? null : new(On(sync.Interface, director), (byte)sync.SyncId!.Value.Value);

    private static T On<T>(Located<PerDirector<T>>? value, string director) => value!.Value.Value.On(director)!.Value.Value;
}
