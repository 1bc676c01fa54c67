using System.Collections.Concurrent;
using HaDirector.Daemon.Api;
using HaDirector.Daemon.Services;
using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Linux;
using HaDirector.Model;
using HaDirector.Probes;
using HaDirector.Probes.Mass;
using Serilog;

namespace HaDirector.Daemon.Loops;

/// <summary>
/// Owns the check board and the service machine: runs due checks, folds their results in, and publishes the table the kernel should hold.
/// One loop for both, so that a reload changes them in one step.
/// </summary>
internal sealed class ServiceLoop : Loop
{
    /// <summary>Most tries under way at once: a pool of thousands that hangs must not hold up the checks of the others.</summary>
    public const int ConcurrencyMax = 32 * 1024;

    private const int OtherDescriptors = 512; // that this process has open besides one for each try

    /// <summary>How much earlier than due a check may begin, at most: fifty wakes a second are enough for thousands of checks.</summary>
    private static readonly TimeSpan SlackMax = TimeSpan.FromMilliseconds(20);

    private static readonly ProbeResult NoPath =
        new(false, default, "the way through the virtual address is not in the kernel's table") { Fault = Fault.Local, Outcome = ProbeOutcome.Local };

    private readonly Lock _gate = new(); // board and machine, for the snapshots of other threads
    private readonly Lock _commands = new(); // their file; taken before the gate
    private readonly ConcurrentQueue<(CheckTicket Ticket, ProbeResult Result)> _results = new(); // as many as there are tickets
    private readonly CancellationTokenSource _stop = new();
    private readonly List<CheckTicket> _due = [];
    private readonly MassEngine _mass = new(); // the plain checks, on this thread
    private readonly List<(CheckTicket Ticket, ProbeResult Result)> _heard = [];
    private readonly LatestValue<Plan> _plans = new();
    private readonly Action<IpvsTable> _desired;
    private readonly Conditions _conditions;
    private readonly PoolConditions _pools;
    private readonly BackgroundLook<TableStatus> _connections;
    private readonly BackgroundLook<MaintenanceFolder.Listing> _folder;
    private readonly StateKeeper _state;
    private readonly List<CheckSpec> _suspects = [];
    private readonly ILogger _log;
    private readonly RunProbe _probe;
    private readonly CheckBoard _board;
    private readonly ServiceMachine _machine;
    private volatile bool _settled;
    private volatile Plan _plan;
    private readonly Func<CheckSpec, bool> _isLast;
    private TimeSpan _slack;
    private IpvsTable _given;
    private IReadOnlyList<string> _maintained = [];

    /// <summary>A loop for <paramref name="plan"/> in front of the table the kernel holds of ours already.</summary>
    public ServiceLoop(
        Plan plan, IpvsTable adopted, Action<IpvsTable> desired, Func<TableStatus?> readTable, RunProbe probe, StateFiles state, Conditions conditions,
        ILogger log, Action<string, Exception> failed)
        : base("services", failed)
    {
        (_plan, _desired, _probe, _conditions, _log) = (plan, desired, probe, conditions, log);
        _pools = new PoolConditions(conditions);
        _state = new StateKeeper(state);
        _connections = new BackgroundLook<TableStatus>(readTable, TimeSpan.FromSeconds(1), Wake);
        _folder = new BackgroundLook<MaintenanceFolder.Listing>(() => MaintenanceFolder.Read(_plan.MaintenanceFolder ?? ""), TimeSpan.FromSeconds(1), Wake);
        Instant now = Clock.Now;
        CheckSpec[] checks = [.. ServiceMachine.ChecksOf(plan)];
        _board = new CheckBoard(checks, now, ConcurrencyMax);
        int restored = _state.Restore(_board, now);
        if (restored > 0) log.Information("{Checks} of {All} checks begin with what was known before", restored, _board.Count);
        _machine = new ServiceMachine(plan, adopted, now, _board.VerdictOf);
        foreach (SavedCommand command in _state.Restore(_machine, _board, now))
            log.Information("server {Server} of {Service}: {Mode} by command of before", command.Server.ToString(), command.Service, ReportWord.Of(command.Mode));
        _isLast = _machine.IsLast;
        _given = _machine.Desired;
        _desired(_given);
        MakeRoom(checks);
    }

    /// <summary>Whether the kernel's table has the service of a mark by which checks go through the virtual address.</summary>
    public Func<uint, bool> IsPathOpen { get; set; } = static _ => true;

    /// <summary>Goes over to a new plan; what did not change keeps its verdicts and its times.</summary>
    public void Reload(Plan plan)
    {
        _plans.Publish(plan);
        Wake();
    }

    /// <summary>Whether every check has had its first result of this process; the table that says so was given before.</summary>
    public bool IsSettled => _settled;

    /// <summary>Called on this loop's thread when it settles.</summary>
    public Action? Settled { get; set; }

    /// <summary>Called on this loop's thread when something happened to a service.</summary>
    public Action? Changed { get; set; }

    /// <summary>Whether a service has its quorum, and so many servers up; null while those not checked yet decide it.</summary>
    public bool? HasServersUp(string service, int minimum)
    {
        lock (_gate)
        {
            if (_machine.PoolOf(service) is not { } pool || pool.Quorum == QuorumStanding.Lost) return false;
            if (pool.Healthy >= minimum) return pool.Quorum == QuorumStanding.Gained ? true : null;
            return pool.Healthy + pool.Unchecked >= minimum ? null : false;
        }
    }

    /// <summary>Asks something of a server of a service until it is asked otherwise, or for a time. Any thread may; it survives reloads and restarts.</summary>
    public CommandOutcome Command(string service, IpEndpoint server, ServerMode mode, TimeSpan? duration)
    {
        CommandOutcome outcome = CommandOutcome.Done;
        Instant now = Clock.Now;
        Keep(() => outcome = _machine.Command(service, server, mode, now, duration is { } time ? now + time : null));
        if (outcome == CommandOutcome.Done)
            _log.Information("server {Server} of {Service}: {Mode} by command{For}", server.ToString(), service, ReportWord.Of(mode), duration is { } span ? $" for {DurationText.Format(span)}" : "");
        Wake();
        return outcome;
    }

    /// <summary>How everything stands.</summary>
    public ServiceView View()
    {
        lock (_gate)
        {
            return new ServiceView(
                _plan,
                [.. _machine.States()],
                [.. _board.States()],
                [.. _machine.Pools()],
                new ProbingTotals(
                    _board.Running, _board.Awaited, _board.LatenessHistogram.Snapshot(), [.. _board.Totals.Select(t => (t.Key, t.Value.Snapshot()))]));
        }
    }

    /// <inheritdoc/>
    protected override Instant Turn(Instant now)
    {
        lock (_gate)
        {
            if (_plans.Take() is { } plan) Adopt(plan, now);
            _board.TakeDue(Clock.Now, _due, _slack);
        }
        foreach (CheckTicket ticket in _due)
        {
            if (!HasPath(ticket.Spec)) _results.Enqueue((ticket, NoPath));
            else if (MassEngine.Takes(ticket.Spec)) _mass.Start(ticket);
            else _ = Probe(ticket);
        }
        _due.Clear();
        _mass.Poll(_heard); // near servers have answered by now: most batches begin and end in one turn
        while (_results.TryDequeue(out (CheckTicket Ticket, ProbeResult Result) done)) _heard.Add(done);
        bool happened;
        lock (_gate)
        {
            foreach ((CheckTicket ticket, ProbeResult result) in _heard) Fold(ticket, result, Clock.Now);
            _heard.Clear();
            Look(now);
            _machine.Tick(Clock.Now);
            if (!ReferenceEquals(_given, _machine.Desired)) _desired(_given = _machine.Desired);
            happened = Tell();
            _state.Turn(_board, now);
        }
        if (happened) Changed?.Invoke();
        if (!_settled) Settle();
        return Next(now);
    }

    /// <inheritdoc/>
    protected override void Listen(List<PollEntry> entries) => entries.Add(new PollEntry { Descriptor = _mass.Descriptor, Wanted = PollEntry.Readable });

    /// <inheritdoc/>
    protected override void Finish()
    {
        _stop.Cancel();
        _mass.Dispose();
        lock (_gate) _state.Finish(_board);
    }

    // Written before anybody is told that it is as asked, and never while the loop waits for it.
    private void Keep(Action change)
    {
        lock (_commands)
        {
            IReadOnlyList<SavedCommand> commands;
            lock (_gate)
            {
                change();
                commands = StateKeeper.Commands(_machine, Clock.Now);
            }
            _state.Keep(commands);
        }
    }

    private Instant Next(Instant now)
    {
        lock (_gate)
        {
            Instant next = Earlier(_mass.NextDeadline, Earlier(_board.NextDeadline, Earlier(_machine.NextDeadline, _state.NextDeadline)));
            if (_machine.WantsConnections) next = Earlier(next, _connections.Turn(now));
            if (_plan.MaintenanceFolder is not null) next = Earlier(next, _folder.Turn(now));
            return next;
        }
    }

    private static Instant Earlier(Instant a, Instant b) => a < b ? a : b;

    private void Settle()
    {
        lock (_gate) _settled = _board.Awaited == 0;
        if (_settled) Settled?.Invoke();
    }

    private void Fold(CheckTicket ticket, in ProbeResult result, Instant now)
    {
        VerdictChange? change = _board.Record(ticket, result, now, _isLast);
        if (result.Advice is { } advice) _machine.Advise(ticket.Spec, advice, now);
        if (result.Passed) _machine.Measure(ticket.Spec, result.Took, now);
        if (change is not { } verdict) return;
        Tell(verdict);
        _state.Changed(now);
        _machine.Observe(verdict.Check, verdict.To, now);
    }

    private void Look(Instant now)
    {
        if (_connections.Take() is { } table)
        {
            _machine.ObserveConnections(table, now, _suspects);
            foreach (CheckSpec suspect in _suspects) _board.Hasten(suspect.Identity, now);
            _suspects.Clear();
        }
        if (_folder.Take() is not { } listing || listing.Folder != _plan.MaintenanceFolder) return;
        _conditions.Set(listing.Problem is not null, ConditionCatalogue.MaintenanceUnreadable, "", listing.Problem ?? "");
        if (listing.Problem is null) Maintain(listing.Names, now);
    }

    private void Maintain(IReadOnlyList<string> names, Instant now)
    {
        if (_maintained.SequenceEqual(names)) return;
        foreach (string name in names.Except(_maintained)) _log.Information("maintenance folder: {Name} has come", name);
        foreach (string name in _maintained.Except(names)) _log.Information("maintenance folder: {Name} is gone", name);
        _maintained = names;
        _machine.ObserveMaintenance(names, now);
    }

    private void Adopt(Plan plan, Instant now)
    {
        HashSet<string> stay = [.. plan.Services.Select(service => service.Name)];
        foreach (VirtualServiceSpec gone in _plan.Services.Where(service => !stay.Contains(service.Name))) _pools.Clear(gone.Name);
        _plan = plan;
        CheckSpec[] checks = [.. ServiceMachine.ChecksOf(plan)];
        _board.Reload(checks, now);
        MakeRoom(checks);
        int commands = _machine.Commands().Count();
        _machine.Reload(plan, _board.VerdictOf, now);
        if (_machine.Commands().Count() != commands) _ = Task.Run(() => Keep(static () => { })); // those on servers that are gone are forgotten
        if (plan.MaintenanceFolder is not null) return;
        _conditions.Clear(ConditionCatalogue.MaintenanceUnreadable);
        Maintain([], now);
    }

    // Descriptors for all of them, and batches that no interval notices.
    private void MakeRoom(CheckSpec[] checks)
    {
        TimeSpan shortest = checks.Min(check => (TimeSpan?)(check.FastInterval ?? check.Interval)) ?? SlackMax;
        _slack = TimeSpan.FromTicks(Math.Min(SlackMax.Ticks, shortest.Ticks / 50));
        int wanted = Math.Min(_board.Count, ConcurrencyMax) + OtherDescriptors, got = FileLimit.Raise(wanted);
        _conditions.Set(got < wanted, ConditionCatalogue.DescriptorsShort, "", $"{_board.Count} checks may want {wanted} descriptors, and this process may have {got}");
    }

    private bool Tell()
    {
        IReadOnlyList<PoolState> touched = _machine.TakeTouched();
        foreach (PoolState pool in touched) _pools.Follow(pool);
        (bool holds, int failed, int of, _) = _machine.MassFailure;
        _conditions.Set(
            holds, ConditionCatalogue.MassFailure, "",
            holds ? $"{failed} of {of} hosts that were up failed at the same time; they stay in service for now" : ""); // each turn: no text for nothing
        return touched.Count > 0;
    }

    private void Tell(VerdictChange verdict)
    {
        bool loud = verdict.To == Verdict.Down && !_machine.IsMaintained(verdict.Check);
        _log.Write(
            loud ? Serilog.Events.LogEventLevel.Warning : Serilog.Events.LogEventLevel.Information,
            "server {Target} of {Services} is {Verdict}: {Detail}",
            verdict.Check.Target.ToString(), string.Join(", ", _machine.UsersOf(verdict.Check)), ReportWord.Of(verdict.To), verdict.Detail);
    }

    private bool HasPath(CheckSpec check) => !ProbePaths.IsOurs(check.Route.Mark) || IsPathOpen(check.Route.Mark);

    private async Task Probe(CheckTicket ticket)
    {
        await Task.Yield(); // off this thread, which only decides
        ProbeResult result;
        try
        {
            result = await _probe(ticket.Spec, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException) // a probe's bug is no verdict on a server, and never a dead loop
        {
            result = new ProbeResult(false, default, e.Message) { Fault = Fault.Local };
        }
        catch (OperationCanceledException)
        {
            return; // stopping
        }
        _results.Enqueue((ticket, result));
        Wake();
    }
}
