using HaDirector.Daemon.Link;
using HaDirector.Daemon.Tracks;
using HaDirector.Engine;
using HaDirector.Linux;
using HaDirector.Model;
using HaDirector.Vrrp.Tracking;
using Serilog;

namespace HaDirector.Daemon.Loops;

/// <summary>
/// Looks after scripts, files, processes and services that routers track, and tells the VRRP process: at each change, and everything every two
/// seconds, so that it sees when nobody looks any more. What was not seen yet is not told: there the value of before holds.
/// </summary>
internal sealed class TrackLoop(PlanSender sender, Conditions conditions, ILogger log, Action<string, Exception> failed) : Loop("tracks", failed)
{
    private static readonly TimeSpan SayAllEvery = TimeSpan.FromSeconds(2);

    private sealed record Epoch(Plan Plan, uint Number);

    private readonly LatestValue<Epoch> _plans = new();
    private readonly List<TrackSource> _sources = [];
    private readonly List<ScriptSource> _scripts = []; // those of the sources that outlive a plan
    private TrackBoard _board = new([], [], null, default);
    private IReadOnlyDictionary<int, string> _details = new Dictionary<int, string>();
    private TrackValue[] _said = [];
    private uint _epoch;
    private Instant _sayAllAt;
    private volatile bool _sayAll;

    /// <summary>Whether so many servers of a service are up; null while that is not known.</summary>
    public Func<string, int, bool?> HasServersUp { get; set; } = static (_, _) => null;

    /// <summary>More than up and down about tracked objects, by their position in the plan.</summary>
    public IReadOnlyDictionary<int, string> Details => Volatile.Read(ref _details);

    /// <summary>Goes over to a plan that was handed to the VRRP process under a number.</summary>
    public void Follow(Plan plan, uint epoch)
    {
        _plans.Publish(new Epoch(plan, epoch));
        Wake();
    }

    /// <summary>Says everything now: the VRRP process has put a plan in force.</summary>
    public void SayAll()
    {
        _sayAll = true;
        Wake();
    }

    /// <inheritdoc/>
    protected override Instant Turn(Instant now)
    {
        if (_plans.Take() is { } next) Adopt(next, now);
        Instant due = Instant.Never;
        foreach (TrackSource source in _sources)
        {
            Instant wanted = source.Turn(now, _board);
            if (wanted < due) due = wanted;
        }

        _board.Judge(now);
        Say(now);
        if (_board.NextDeadline < due) due = _board.NextDeadline;
        return _sources.Count > 0 && _sayAllAt < due ? _sayAllAt : due;
    }

    /// <inheritdoc/>
    protected override void Listen(List<PollEntry> entries)
    {
        foreach (TrackSource source in _sources) source.Listen(entries);
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        foreach (TrackSource source in _sources) source.Dispose();
    }

    private void Adopt(Epoch next, Instant now)
    {
        IReadOnlyList<TrackedObject> tracks = next.Plan.Tracks;
        TrackBoard before = _board;
        _board = new TrackBoard(tracks, [], null, now);
        _board.CarryFrom(before, now);
        _epoch = next.Number;
        _said = new TrackValue[tracks.Count];
        for (int i = 0; i < _said.Length; i++) _said[i] = _board.ValueOf(i); // known already: said, but not news
        _sayAll = true;

        foreach (TrackSource source in _sources.Where(source => source is not ScriptSource)) source.Dispose();
        _sources.Clear();
        AdoptScripts(tracks, next.Plan.Director);
        if (Of<FileTrack>(tracks) is { Length: > 0 } files) _sources.Add(new FileSource(files));
        if (Of<ProcessTrack>(tracks) is { Length: > 0 } processes) _sources.Add(new ProcessSource(processes));
        if (Of<ServiceTrack>(tracks) is { Length: > 0 } services) _sources.Add(new ServiceSource(services, HasServersUp));
    }

    // A script that did not change goes on as it is: its runs in a row, and the one under way.
    private void AdoptScripts(IReadOnlyList<TrackedObject> tracks, string director)
    {
        List<ScriptSource> before = [.. _scripts];
        _scripts.Clear();
        foreach ((int track, ScriptTrack spec) in Of<ScriptTrack>(tracks))
        {
            ScriptSource? same = before.Find(script => script.Is(spec));
            if (same is not null) before.Remove(same);
            else if (before.Find(script => script.Name == spec.Name) is { } changed)
            {
                before.Remove(changed);
                changed.Dispose();
            }

            ScriptSource source = same ?? new ScriptSource(spec, director, conditions);
            source.Track = track;
            _scripts.Add(source);
        }

        foreach (ScriptSource gone in before) gone.Dispose();
        _sources.AddRange(_scripts);
    }

    private static (int Track, T Spec)[] Of<T>(IReadOnlyList<TrackedObject> tracks)
        where T : TrackedObject => [.. tracks.Select((track, i) => (i, Spec: track as T)).Where(pair => pair.Spec is not null).Select(pair => (pair.i, pair.Spec!))];

    private void Say(Instant now)
    {
        bool all = _sayAll || now >= _sayAllAt;
        _sayAll = false;
        if (all) _sayAllAt = now + SayAllEvery;
        List<(int Track, TrackValue Value)> news = [];
        for (int i = 0; i < _board.Count; i++)
        {
            TrackValue value = _board.ValueOf(i);
            if (!value.Known || _board[i].IsLocal) continue;
            bool changed = !value.Is(_said[i]);
            if (changed) Tell(i, value);
            if (changed || all) news.Add((i, value));
            _said[i] = value;
        }

        if (news.Count == 0) return;
        Volatile.Write(ref _details, _sources.Count == 0 ? _details : DetailsNow());
        sender.SendTracks(_epoch, news);
    }

    private void Tell(int track, TrackValue value)
    {
        string detail = DetailOf(track);
        log.Write(
            value.Up ? Serilog.Events.LogEventLevel.Information : Serilog.Events.LogEventLevel.Warning,
            "track {Name} is {Value}{Detail}", _board[track].Name, TrackWords.Of(_board[track], value), detail.Length == 0 ? "" : ": " + detail);
    }

    private Dictionary<int, string> DetailsNow() =>
        Enumerable.Range(0, _board.Count).Select(i => (i, Detail: DetailOf(i))).Where(pair => pair.Detail.Length > 0).ToDictionary(pair => pair.i, pair => pair.Detail);

    private string DetailOf(int track)
    {
        if (_scripts.Find(script => script.Track == track) is { } script) return script.DetailOf(track);
        return _board[track] is ProcessTrack && _sources.Find(source => source is ProcessSource) is { } processes ? processes.DetailOf(track) : "";
    }
}
