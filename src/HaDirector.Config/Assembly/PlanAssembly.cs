using HaDirector.Config.Language;
using HaDirector.Engine;
using HaDirector.Vrrp;

namespace HaDirector.Config.Assembly;

/// <summary>A file without errors to the plan of one director: defaults filled in, maps per director resolved.</summary>
internal static class PlanAssembly
{
    /// <summary>The draft has passed every rule, so what is required is there.</summary>
    public static Plan Assemble(FileDraft file, string director, Secrets secrets, string sourceHash)
    {
        IReadOnlyList<DirectorSpec> directors = Directors(file);
        Here here = new(director, directors);
        TrackAssembly tracks = new(here, file.Tracks?.Value);
        RouterAssembly assembly = new(here, tracks, secrets);
        ServiceAssembly services = new(new CheckAssembly(here));
        VirtualRouterSpec[] routers = [.. (file.VirtualRouters?.Value ?? []).SelectMany(assembly.Instances)];
        return new Plan(
            director,
            directors,
            routers,
            [.. (file.Services?.Value ?? []).Select(services.Service)],
            Sync(file.ConnectionSync?.Value, here),
            IpvsAssembly.Policy(file),
            new ControlSpec(file.Control?.Value.Socket?.Value, file.Control?.Value.Metrics?.Value.On(director)?.Value),
            sourceHash)
        {
            Tracks = tracks.Objects,
            ForeignRouters = [.. (file.ForeignRouters?.Value ?? []).SelectMany(f => f.Value.VirtualRouterIds!.Value.Value.Select(id => new ForeignRouter(here.On(f.Value.Interface)!, (byte)id.Value)))],
            Groups = [.. PairAssembly.Groups(file, routers)],
            Sessions = [.. (file.Bfd?.Value ?? []).Select(session => PairAssembly.Session(session, here))],
            Peer = PairAssembly.Peer(file.Pair?.Value, here, secrets),
            LostTracksFault = file.Tracks?.Value.StaleFaults?.Value ?? true,
            MassFailure = PolicyAssembly.MassFailure(file.MassFailure?.Value),
            MaintenanceFolder = file.MaintenanceFolder?.Value,
            PreemptAfterCrash = file.Restart?.Value.PreemptAfterCrash?.Value ?? TimeSpan.FromSeconds(60),
        };
    }

    /// <summary>The directors of the file.</summary>
    public static IReadOnlyList<DirectorSpec> Directors(FileDraft file) =>
        [.. (file.Directors?.Value ?? []).Select(d => new DirectorSpec(d.Name, d.Value.Address?.Value))];

    private static ConnectionSyncSpec? Sync(ConnectionSyncDraft? sync, Here here) =>
        sync is null || sync.Mode?.Value == SyncMode.Off ? null : new(here.On(sync.Interface)!, (byte)sync.SyncId!.Value.Value);
}
