using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Vrrp.Tracking;

namespace HaDirector.Config.Assembly;

/// <summary>Collects what is tracked: each object once, whoever uses it.</summary>
internal sealed class TrackAssembly
{
    private const uint MainTable = 254;

    private readonly Here _here;
    private readonly List<TrackedObject> _objects = [];
    private readonly Dictionary<string, int> _positions = [];

    public TrackAssembly(Here here, TracksDraft? named)
    {
        _here = here;
        foreach (Entry<ScriptDraft> script in named?.Scripts?.Value ?? []) Position(Script(script.Name, script.Value));
        foreach (Entry<TrackedFileDraft> file in named?.Files?.Value ?? []) Position(new FileTrack($"file {file.Name}", file.Value.Path!.Value.Value));
        foreach (Entry<ProcessDraft> process in named?.Processes?.Value ?? []) Position(Process(process.Name, process.Value));
    }

    /// <summary>All objects, those described by name first.</summary>
    public IReadOnlyList<TrackedObject> Objects => _objects;

    /// <summary>What a router tracks.</summary>
    public IReadOnlyList<TrackUse> Uses(TrackDraft track) =>
    [
        .. Items(track.Interfaces).Select(i => Use(i, Interface(i))),
        .. Items(track.Routes).Select(r => Use(r, Route(r))),
        .. Items(track.SourceAddresses).Select(a => Use(a, new SourceAddressTrack($"source_address {_here.On(a.Address)}", _here.On(a.Address)))),
        .. Items(track.Bfd).Select(b => Use(b, new BfdTrack($"bfd {b.Name!.Value.Value}", b.Name.Value.Value))),
        .. Items(track.Routers).Select(r => Use(r, new RouterTrack($"router {r.Name!.Value.Value}", r.Name.Value.Value))),
        .. Items(track.Services).Select(s => Use(s, Service(s))),
        .. Items(track.Scripts).Select(s => Use(s, "script", s.Name!.Value.Value, 0)),
        .. Items(track.Files).Select(f => Use(f, "file", f.Name!.Value.Value, 1)),
        .. Items(track.Processes).Select(p => Use(p, "process", p.Name!.Value.Value, 0)),
    ];

    private static IEnumerable<T> Items<T>(Located<IReadOnlyList<Located<T>>>? list) => (list?.Value ?? []).Select(item => item.Value);

    private TrackUse Use(TrackUseDraft use, TrackedObject tracked) => new(Position(tracked), use.Weight?.Value ?? 0, use.Reverse?.Value ?? false);

    private TrackUse Use(TrackUseDraft use, string kind, string name, int weight) =>
        new(_positions[$"{kind} {name}"], use.Weight?.Value ?? weight, use.Reverse?.Value ?? false);

    private int Position(TrackedObject tracked)
    {
        if (_positions.TryGetValue(tracked.Name, out int known)) return known;
        _positions.Add(tracked.Name, _objects.Count);
        _objects.Add(tracked);
        return _objects.Count - 1;
    }

    // What makes two objects of one subject different is part of their names.
    private InterfaceTrack Interface(InterfaceUseDraft use)
    {
        string name = _here.On(use.Name)!;
        TimeSpan up = use.UpDelay?.Value ?? default, down = use.DownDelay?.Value ?? default;
        string delays = up == default && down == default ? "" : $" up {up.TotalSeconds}s down {down.TotalSeconds}s";
        return new InterfaceTrack($"interface {name}{delays}", name) { UpDelay = up, DownDelay = down };
    }

    private static RouteTrack Route(RouteUseDraft use)
    {
        uint table = (uint?)use.Table?.Value ?? MainTable;
        return new RouteTrack($"route {use.To!.Value.Value}{(table == MainTable ? "" : $" table {table}")}", use.To.Value.Value, table);
    }

    private static ServiceTrack Service(ServiceUseDraft use)
    {
        int minimum = use.Minimum?.Value ?? 1;
        return new ServiceTrack($"service {use.Name!.Value.Value}{(minimum == 1 ? "" : $" {minimum}")}", use.Name.Value.Value, minimum);
    }

    private static ScriptTrack Script(string name, ScriptDraft script)
    {
        TimeSpan interval = script.Interval?.Value ?? TimeSpan.FromSeconds(1);
        return new ScriptTrack($"script {name}", [.. script.Command!.Value.Value.Select(word => word.Value)], interval, script.Timeout?.Value ?? interval)
        {
            Rise = script.Rise?.Value ?? 1,
            Fall = script.Fall?.Value ?? 1,
            User = script.User?.Value ?? "",
        };
    }

    private static ProcessTrack Process(string name, ProcessDraft process) => new($"process {name}", process.Process!.Value.Value)
    {
        Minimum = process.Minimum?.Value ?? 1,
        Maximum = process.Maximum?.Value ?? int.MaxValue,
        UpDelay = process.UpDelay?.Value ?? default,
        DownDelay = process.DownDelay?.Value ?? default,
    };
}
