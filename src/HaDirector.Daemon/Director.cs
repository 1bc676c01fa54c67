using System.Collections.Concurrent;
using HaDirector.Config;
using HaDirector.Daemon.Api;
using HaDirector.Daemon.Applying;
using HaDirector.Daemon.Configuration;
using HaDirector.Daemon.Link;
using HaDirector.Daemon.Loops;
using HaDirector.Daemon.Services;
using HaDirector.Daemon.Tracks;
using HaDirector.Engine;
using HaDirector.Engine.Applying;
using HaDirector.Engine.Marks;
using HaDirector.Ipvs;
using HaDirector.Link;
using HaDirector.Linux;
using HaDirector.Linux.Processes;
using HaDirector.Model;
using HaDirector.Probes;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Tracking;
using Serilog.Core;
using Serilog.Events;

namespace HaDirector.Daemon;

/// <summary>One life of a director process, from its first plan to its end: what is started, what is heard, what is stopped, in order.</summary>
internal sealed partial class Director : IVrrpListener, IDisposable
{
    /// <summary>For so long at a start the kernel's table is written before anything else begins that can wait: on a host of one core each of them would slow it down.</summary>
    private static readonly TimeSpan TableFirst = TimeSpan.FromSeconds(1);

    private readonly DirectorOptions _options;
    private readonly bool _restarted;
    private readonly Logger _log;
    private readonly Conditions _conditions;
    private readonly NetConditions _nets;
    private readonly DisagreementBoard _disagreements;
    private readonly VrrpView _vrrp = new();
    private readonly int _vrrpProcess = ParentProcess.Id;
    private readonly PlanSender _sender;
    private readonly VrrpWatch _watch;
    private readonly LastGood _lastGood;
    private readonly ConfigMemory _config;
    private readonly LastResort _lastResort;
    private readonly MarksLoop _marks;
    private readonly IpvsLoop _ipvs;
    private readonly ConnectionSyncLoop _sync;
    private readonly TrackLoop _tracks;
    private readonly ApplyJournal _journal;
    private readonly ApplyDesk _desk;
    private readonly BlockingCollection<Happening> _happenings = new(64);
    private volatile Plan? _plan; // the one in force; the watch thread reads it in the last resort
    private DirectorState? _state;
    private volatile ServiceLoop? _services;
    private bool _ready; // to take the addresses from another director

    public Director(DirectorOptions options, int link, bool restarted, Logger log)
    {
        (_options, _restarted, _log) = (options, restarted, log);
        _ready = restarted; // its routers went on without it
        _conditions = new Conditions(log);
        _nets = new NetConditions(_conditions, _vrrp);
        _disagreements = new DisagreementBoard(_conditions, (device, router) => _plan?.ForeignRouters.Contains(new ForeignRouter(device, router)) == true);
        SequencedPacketSocket socket = new(link);
        _sender = new PlanSender(socket);
        _watch = new VrrpWatch(socket, _sender, _vrrp, this);
        _config = new ConfigMemory(options.ConfigPath, Name);
        _lastGood = new LastGood(options.RunDirectory);
        _lastResort = new LastResort(_vrrpProcess, options.RunDirectory, _vrrp, log);
        _marks = new MarksLoop(_conditions, log, LoopFailed);
        _ipvs = new IpvsLoop(options.RunDirectory, _conditions, log, LoopFailed);
        _sync = new ConnectionSyncLoop(_conditions, log, LoopFailed);
        _tracks = new TrackLoop(_sender, _conditions, log, LoopFailed);
        _journal = new ApplyJournal(options.StateDirectory, _conditions);
        _desk = new ApplyDesk(this, new ConfigPlace(options.ConfigPath), _journal, _conditions, log);
    }

    private string Name => _options.Director ?? Environment.MachineName;

    /// <summary>Lives.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run()
    {
        _watch.Start();
        Directory.CreateDirectory(_options.RunDirectory);
        if (FirstPlan() is not { } plan) return ExitCode.Configuration;
        string socket = SocketOf(plan);
        if (UnixHttp.IsListening(socket))
        {
            _log.Fatal("another director runs here: it listens on {Socket}", socket);
            return ExitCode.Configuration;
        }
        _tracks.HasServersUp = (service, minimum) => _services?.HasServersUp(service, minimum);
        _tracks.Followed = epoch => Reached(PlanFollowers.Tracks, epoch);
        _tracks.Start();
        if (!_ipvs.Open(plan) && plan.Ipvs.Required) return WithoutIpvs();

        // The adverts first: everything else can wait for them, not they for it.
        InForce(plan);
        _journal.EndOpen(_log);
        using KernelTableReader table = new();
        Func<TableStatus?> readTable = () => _ipvs.Report.Available == true ? table.Read()?.Table : null;
        StateFiles known = new(_options.StateDirectory, _conditions, _log);
        _ipvs.Rehearse(plan);
        IpvsTable ReadHeld()
        {
            GC.Collect(); // what reading the file left behind, now rather than between two messages to the kernel
            return _ipvs.Read();
        }
        ServiceLoop services = new(plan, ReadHeld, _ipvs.Want, readTable, ProbeCatalog.With(_vrrp.IsSessionUp), known, _conditions, _log, LoopFailed);
        if (_ipvs.Report.Available == false && plan.Ipvs.Required) return WithoutIpvs();
        _services = services;
        services.Settled = _ipvs.Wake;
        services.IsPathOpen = _ipvs.HasPath;
        services.Changed = _tracks.Wake;
        _ipvs.IsSettled = () => services.IsSettled;
        _ipvs.Ready = () =>
        {
            _sync.ServicesProgrammed();
            _happenings.TryAdd(new Happening(HappeningKind.Ready));
        };
        ListenToFollowers(services);
        _marks.Follow(plan);
        bool marks = MarkTable.Make(plan) is not null;
        if (marks)
        {
            _marks.Start(); // before there are services that it brings packets to
            _marks.AwaitTurn(TableFirst);
        }
        _ipvs.Start();
        _ipvs.AwaitTurn(TableFirst);
        if (!marks) _marks.Start(); // to take away what an earlier life left
        using StatisticsLoop statistics = new(table, () => _ipvs.Report.Available == true, () => _state?.Plan ?? plan, LoopFailed);
        _state = new DirectorState
        {
            Options = _options,
            Plan = plan,
            Conditions = _conditions,
            Vrrp = _vrrp,
            VrrpProcessId = _vrrpProcess,
            Services = services,
            Ipvs = _ipvs,
            ConnectionSync = _sync,
            Tracks = _tracks,
            KernelTable = table,
            Statistics = statistics,
            Applies = () => _journal.Counts,
            StallLimit = () => _watch.Limit,
        };
        _sync.Follow(plan);
        PublishRoles();
        services.Start();
        _sync.Start();
        statistics.Start();
        SnapshotBuilder snapshots = new(_state);
        using PlanApi plans = new(_state, Name, _desk, Ask);
        ControlApi api = ControlApi.Of(_state, snapshots, plans);
        WholeProgram.Load(); // on its way before anybody can be told that the director is there
        using ControlSocket control = ControlSocket.Open(socket, plan, api, _conditions, _log);
        _lastResort.Rehearse(plan);
        return Obey(services);
    }

    private int WithoutIpvs()
    {
        _log.Fatal("ipvs.required is true and this kernel has no ip_vs, or none for us");
        return ExitCode.Configuration;
    }

    /// <summary>Does what is asked until the end is asked.</summary>
    private int Obey(ServiceLoop services)
    {
        Instant patience = Clock.Now + PreemptHold.Longest;
        while (true)
        {
            Happening? happened = Next(_ready ? Instant.Never : patience);
            if (happened is null && Clock.Now >= patience) BeReady();
            switch (happened?.Kind)
            {
                case HappeningKind.Ready:
                    BeReady();
                    break;
                case HappeningKind.Reload:
                    Reload();
                    break;
                case HappeningKind.Asked:
                    happened.Value.Do!();
                    break;
                case HappeningKind.LoopFailed:
                    return ExitCode.Failure;
                case HappeningKind.Stop:
                    _desk.Stop();
                    Stop(services);
                    return ExitCode.Success;
            }
            _desk.Turn(Clock.Now);
        }
    }

    // Null when the time came first.
    private Happening? Next(Instant patience)
    {
        Instant until = _desk.NextDeadline < patience ? _desk.NextDeadline : patience;
        if (until == Instant.Never) return _happenings.Take();
        TimeSpan left = until - Clock.Now;
        // A millisecond more: what waits counts whole ones, and would turn and turn in the last.
        return _happenings.TryTake(out Happening happened, left > TimeSpan.Zero ? left + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero) ? happened : null;
    }

    private void BeReady()
    {
        if (_ready) return;
        _ready = true;
        _sync.ServicesProgrammed();
        _conditions.Clear(ConditionCatalogue.NotReady);
        if (!PreemptHold.Concerns(_plan!.VirtualRouters)) return;
        _log.Information("ready: the servers are checked, the addresses may be taken from another director");
        Send(_plan);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _marks.Dispose();
        _ipvs.Dispose();
        _sync.Dispose();
        _tracks.Dispose();
        _happenings.Dispose();
    }

    private void Stop(ServiceLoop services)
    {
        _log.Information("stopping");
        _tracks.Stop(TimeSpan.FromMilliseconds(200));
        services.Stop(TimeSpan.FromMilliseconds(500)); // first, or a last verdict would bring back what is removed next
        // Both at once: together they have as long as the unit's stop can afford.
        _ = Task.Run(() => _sync.Stop(TimeSpan.FromSeconds(1)));
        _ = Task.Run(() => _marks.Stop(TimeSpan.FromSeconds(1)));
        if (!_ipvs.Stop(TimeSpan.FromSeconds(2))) _log.Warning("the kernel's table was not cleaned up in time");
        _sync.Stop(TimeSpan.FromMilliseconds(200));
        _marks.Stop(TimeSpan.FromMilliseconds(200));
        _log.Information("stopped");
    }

    private Plan? FirstPlan()
    {
        LoadResult loaded = _config.Load(out byte[] content);
        if (loaded.Plan is { } plan)
        {
            Say(loaded);
            Keep(content);
            SpentMemory.ReleaseSoon(content.Length);
            return plan;
        }
        Say(loaded);
        if (!_restarted || !_lastGood.Exists) return null;

        LoadResult last = ConfigReader.Load(_lastGood.Path, Name, out _);
        if (last.Plan is null) return null;
        _conditions.Raise(
            ConditionCatalogue.LastGoodConfig, "",
            $"{_options.ConfigPath} has {loaded.Errors} error(s), so this director runs on the last good configuration: {First(loaded)}");
        return last.Plan;
    }

    private void Reload()
    {
        DirectorState state = _state!;
        DateTimeOffset at = DateTimeOffset.UtcNow;
        LoadResult loaded = _config.Load(out byte[] content);
        Say(loaded);
        if (loaded.Plan is not { } plan)
        {
            state.Reloads = state.Reloads with { Refused = state.Reloads.Refused + 1, Last = at };
            _log.Error("reload refused, the running plan stays: {Errors} error(s)", loaded.Errors);
            _conditions.Raise(ConditionCatalogue.ReloadRefused, "", $"{_options.ConfigPath}: {loaded.Errors} error(s): {First(loaded)}");
            _desk.ReloadRefused(loaded);
            return;
        }

        Plan before = _plan!;
        IReadOnlyList<PlanChange> changes = PlanDiff.Between(before, plan);
        PlanWords.Tell(_log, "reload", changes);
        _desk.Reloaded(before, plan, changes);
        state.Reloads = state.Reloads with { Applied = state.Reloads.Applied + 1, Last = at };
        _ = Follow(plan);
        Kept(content);
        if (!ReferenceEquals(before, plan)) SpentMemory.ReleaseSoon(content.Length);
        _log.Information("reloaded: {Changes} change(s)", changes.Count);
    }

    private uint InForce(Plan plan)
    {
        _plan = plan;
        if (plan.VirtualRouters.Count > 0) _watch.Limit = PulseWatch.LimitFor(plan.VirtualRouters.Min(r => r.AdvertInterval.ToTimeSpan()));
        HashSet<string> names = [.. plan.VirtualRouters.Select(r => r.Name)];
        foreach (VirtualRouterSpec gone in _state?.Plan.VirtualRouters.Where(r => !names.Contains(r.Name)) ?? [])
            _conditions.Clear(ConditionCatalogue.RouterFault, gone.Name);
        _vrrp.Keep(names, plan.Sessions.Select(s => s.Name).ToHashSet());
        _conditions.Set(
            !_ready && PreemptHold.Concerns(plan.VirtualRouters), ConditionCatalogue.NotReady, "", "not every server was checked yet, so no address is taken from another director");
        return Send(plan);
    }

    private uint Send(Plan plan)
    {
        uint epoch = _sender.Send(RealTimePlans.From(plan, _ready));
        if (epoch == 0) _log.Error("the plan could not be handed to the VRRP process");
        else _tracks.Follow(plan, epoch);
        return epoch;
    }

    private void Keep(byte[] content)
    {
        string? why = _lastGood.Keep(content);
        _conditions.Set(why is not null, ConditionCatalogue.LastGoodUnwritable, "", $"{_lastGood.Path}: {why}");
    }

    private void PublishRoles()
    {
        if (_plan is not { } plan) return;
        bool none = plan.VirtualRouters.Count == 0;
        bool IsMaster(VirtualRouterSpec router) => _vrrp.Router(router.Name) is { State: VrrpState.Master };
        _sync.Follow(new Roles(none || plan.VirtualRouters.Any(IsMaster), none || !plan.VirtualRouters.All(IsMaster)));
    }

    private void Say(LoadResult loaded)
    {
        foreach (Diagnostic finding in loaded.Diagnostics)
        {
            if (finding.Severity == Severity.Error) _log.Error("{Finding}", finding.ToString());
            else _log.Warning("{Finding}", finding.ToString());
        }
    }

    private string SocketOf(Plan plan) => plan.Control.Socket ?? DirectorOptions.SocketIn(_options.RunDirectory);

    private static string First(LoadResult loaded) => loaded.Diagnostics.First(d => d.Severity == Severity.Error).ToString();

    private void LoopFailed(string loop, Exception e)
    {
        _log.Fatal(e, "loop {Loop} failed", loop);
        _happenings.TryAdd(new Happening(HappeningKind.LoopFailed));
    }

    void IVrrpListener.RouterChanged(RouterStatus? before, RouterStatus now)
    {
        if (before?.State == now.State) return;
        string cause = now.Reason == TransitionReason.TrackDown ? "something it tracks is down" : "its interface cannot be used";
        _conditions.Set(now.State == VrrpState.Fault, ConditionCatalogue.RouterFault, now.Name, $"router {now.Name} takes no part: {cause}");
        PublishRoles();
    }

    void IVrrpListener.PlanApplied(uint epoch)
    {
        _log.Information("plan {Epoch} is in force", epoch);
        _tracks.SayAll();
        Reached(PlanFollowers.Vrrp, epoch);
    }

    // What the director process looks at itself is said where it is seen, with the reason.
    void IVrrpListener.TrackChanged(int track, TrackValue? before, TrackValue now)
    {
        if (_plan is not { } plan || track >= plan.Tracks.Count || !plan.Tracks[track].IsLocal) return;
        if (before is { } known ? known.Is(now) : !now.Known || now.Up) return;
        _log.Write(
            now.Up ? LogEventLevel.Information : LogEventLevel.Warning,
            "track {Name} is {Value}", plan.Tracks[track].Name, TrackWords.Of(plan.Tracks[track], now));
    }

    void IVrrpListener.Said(in LinkMessage message)
    {
        (Loudness loudness, string text) = VrrpLogText.Of(message);
        _log.Write(loudness switch { Loudness.Error => LogEventLevel.Error, Loudness.Warning => LogEventLevel.Warning, _ => LogEventLevel.Information }, "{Text}", text);
    }

    void IVrrpListener.Disagreed(in LinkMessage message) => _disagreements.Heard(message, Clock.Now);

    void IVrrpListener.Pulsed(PulseNumbers pulse)
    {
        _disagreements.Sweep(pulse.HeardAt);
        _conditions.Set(!pulse.RealTime, ConditionCatalogue.RealTimeRefused, "", "the real-time thread runs under ordinary scheduling");
        _conditions.Set(!pulse.MemoryLocked, ConditionCatalogue.MemoryLockRefused, "", "the memory of the VRRP process may be swapped out");
        _nets.Follow(pulse.Nets, _plan);
    }

    void IVrrpListener.ReloadAsked() => _happenings.TryAdd(new Happening(HappeningKind.Reload));

    void IVrrpListener.StopAsked() => _happenings.TryAdd(new Happening(HappeningKind.Stop));

    void IVrrpListener.Lost(string why)
    {
        _lastResort.Run(_plan, why);
        _log.Dispose(); // writes what is queued
        Environment.Exit(ExitCode.VrrpProcessLost);
    }
}
