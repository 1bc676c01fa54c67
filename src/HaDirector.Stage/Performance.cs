using HaDirector.Drills;
using HaDirector.Linux;
using HaDirector.Model;

namespace HaDirector.Stage;

/// <summary>Plays the acts of a drill: traffic, fault, watch, healing, way back.</summary>
internal sealed class Performance : IDisposable
{
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly DrillSubject _subject;
    private readonly string _runFolder = Directory.CreateTempSubdirectory("hadirector-drill-").FullName;
    private readonly List<IDisposable> _parts = [];
    private readonly Director _master, _backup;
    private readonly FaultInjector _injector;
    private readonly UdpProbe _probe;
    private readonly ClientLink _link;
    private readonly HeldConnections _held;
    private readonly NewConnections _new;
    private readonly Readiness _readiness;
    private Instant _warmSince;

    /// <summary>Sets the stage: servers, capture, directors, client.</summary>
    public Performance(DrillOptions options)
    {
        _subject = options.Subject;
        var lab = new LabNames(options.NamespacePrefix);
        try
        {
            var ports = Own(new SwitchPorts(lab));
            Own(new EchoServers(lab, _subject));
            _probe = Own(new UdpProbe(lab, _subject));
            _link = Own(new ClientLink(lab, _subject, _probe, Path.Combine(options.OutputDirectory, "drill.pcap")));
            _master = Own(new Director(options, lab, _subject.Master, _runFolder));
            _backup = Own(new Director(options, lab, _subject.Backup, _runFolder));
            _injector = new FaultInjector(_master, ports);
            _master.Start();
            _backup.Start();
            _new = Own(new NewConnections(lab, _subject));
            _readiness = new Readiness(_subject, _master, _backup, _probe, _link, _new);
            if (!_readiness.Await()) throw new DrillException(_readiness.Lacking);
            _held = Own(new HeldConnections(lab, _subject));
            _warmSince = Clock.Now;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What the pair lacks to be as it was before the fault.</summary>
    public string Lacking => _readiness.Lacking;

    /// <summary>Plays one act.</summary>
    public ActRecord Play(Act act)
    {
        WarmUp(act.Fault);
        _injector.Prepare();
        _held.Mark();
        Instant zero = _injector.Inject(act.Fault);
        Instant watched = zero + DrillScript.Watch(act.Fault, _subject);
        Sleep.Until(watched);
        Seat answers = _link.WhoAnswers();
        AwaitConnections(act.Fault, zero, watched);
        List<HeldConnection> held = _held.Snapshot(zero);

        if (!FaultText.EndsMaster(act.Fault)) _readiness.RestartEnded();
        Instant healed = Clock.Now;
        _injector.Heal(act.Fault);
        bool restored = _readiness.Await();
        Sleep.Until(Clock.Now + DrillScript.FailbackWatch);
        int lost = CountLost(held, watched, zero);
        Instant ended = Clock.Now;
        if (_held.Renew(healed) > 0) _warmSince = Clock.Now;
        return Record(act, zero, watched, healed, ended) with
        {
            Held = held,
            LostAtFailback = lost,
            ArpAnswers = answers,
            Restored = restored,
            UnexpectedEnds = _readiness.TakeUnexpectedEnds(),
        };
    }

    /// <summary>Strikes the stage: what was started ends, what was opened closes.</summary>
    public void Dispose()
    {
        for (int i = _parts.Count - 1; i >= 0; i--) _parts[i].Dispose();
        _parts.Clear();
        Directory.Delete(_runFolder, recursive: true);
    }

    private ActRecord Record(Act act, Instant zero, Instant watched, Instant healed, Instant ended)
    {
        List<ProbeSample> probes = _probe.Log.Samples(zero, zero - Lead, ended - DrillScript.ProbePatience, _link.SeatOf);
        return new ActRecord(act, watched - zero, healed - zero, ended - zero)
        {
            Probes = probes,
            New = _new.Between(zero, zero - Lead, ended - DrillScript.NewConnectionPatience),
            Link = _link.Events(zero),
            ProberStall = LongestPause(probes, healed - zero),
        };
    }

    private static TimeSpan LongestPause(List<ProbeSample> probes, TimeSpan until)
    {
        TimeSpan longest = default;
        for (int i = 1; i < probes.Count && probes[i].Sent < until; i++)
        {
            TimeSpan pause = probes[i].Sent - probes[i - 1].Sent;
            if (pause > longest) longest = pause;
        }
        return longest;
    }

    // All connections have exchanged for 6 s, and then the fault falls at any phase of the advert timer.
    private void WarmUp(Fault fault)
    {
        Instant limit = Clock.Now + DrillScript.RestorePatience;
        Sleep.Until(_warmSince + (DrillScript.WarmUp / 2));
        while (_held.CountAlive(Clock.Now - Pause - (5 * DrillScript.ExchangeInterval)) < DrillScript.HeldConnections)
        {
            if (Clock.Now > limit) throw new DrillException("the held connections cannot be opened");
            Thread.Sleep(Pause);
        }
        if (!_readiness.Await()) throw new DrillException(_readiness.Lacking);
        if (fault == Fault.ServerDown) AvoidFirstServer();
        Sleep.Until(Later(_warmSince + DrillScript.WarmUp, Clock.Now + Lead) - Lead);
        _probe.BeginLog();
        _link.BeginLog();
        Sleep.Until(Clock.Now + Lead + (Random.Shared.NextDouble() * _subject.AdvertInterval));
    }

    // One stream of datagrams is one flow for the kernel, unless each is scheduled for itself: on the dying server it would measure
    // that server, not the directors.
    private void AvoidFirstServer()
    {
        for (int i = 0; i < 16 && _probe.Log.RecentServers() is [1] && _subject.Udp.Servers > 1; i++)
        {
            _probe.ChangePort();
            Thread.Sleep(Pause);
        }
    }

    private void AwaitConnections(Fault fault, Instant zero, Instant watched)
    {
        // Connections to a dead server do not come back: no need to wait for them.
        TimeSpan patience = fault == Fault.ServerDown ? default : DrillScript.ConnectionPatience;
        Instant limit = Later(zero + patience, watched + (3 * DrillScript.ExchangeInterval));
        while (_held.AnyUndecided(watched) && Clock.Now < limit) Thread.Sleep(20);
    }

    // Those that were kept and do not exchange any more.
    private int CountLost(List<HeldConnection> before, Instant watched, Instant zero)
    {
        Instant since = Clock.Now;
        for (Instant limit = since + DrillScript.ConnectionPatience; ; Thread.Sleep(20))
        {
            List<HeldConnection> now = _held.Snapshot(zero);
            int lost = before.Zip(now).Count(pair => ActFigures.IsKept(pair.First, watched - zero) && !ActFigures.IsKept(pair.Second, since - zero));
            if (lost == 0 || Clock.Now > limit) return lost;
        }
    }

    private T Own<T>(T part) where T : IDisposable
    {
        _parts.Add(part);
        return part;
    }

    private static Instant Later(Instant a, Instant b) => a > b ? a : b;
}
