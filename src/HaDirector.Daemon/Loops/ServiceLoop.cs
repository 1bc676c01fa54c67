using HaDirector.Daemon.Api;
using HaDirector.Daemon.Services;
using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Linux;
using HaDirector.Model;
using HaDirector.Probes;
using Serilog;

namespace HaDirector.Daemon.Loops;

/// <summary>
/// Owns the check board and the service machine: runs due checks, folds their results in, and publishes the table the kernel should hold.
/// One loop for both, so that a reload changes them in one step.
/// </summary>
internal sealed partial class ServiceLoop : Loop
{
    private readonly Lock _gate = new(); // board and machine, for the snapshots of other threads
    private readonly LatestValue<Plan> _plans = new();
    private readonly Action<IpvsTable, Instant?> _desired;
    private readonly Conditions _conditions;
    private readonly PoolConditions _pools;
    private readonly StateKeeper _state;
    private readonly ILogger _log;
    private readonly CheckBoard _board;
    private readonly ServiceMachine _machine;
    private bool _begun;
    private volatile bool _settled;
    private volatile Plan _plan;
    private IpvsTable _given;
    private Instant? _decided; // the first verdict of this turn

    /// <summary>A loop for <paramref name="plan"/> in front of the table the kernel holds already; that is read as late as can be, and what follows from it is given at once.</summary>
    public ServiceLoop(
        Plan plan, Func<IpvsTable> readHeld, Action<IpvsTable, Instant?> desired, Func<TableStatus?> readTable, RunProbe probe, StateFiles state, Conditions conditions,
        ILogger log, Action<string, Exception> failed)
        : base("services", failed)
    {
        (_plan, _desired, _probe, _conditions, _log) = (plan, desired, probe, conditions, log);
        _pools = new PoolConditions(conditions);
        _state = new StateKeeper(state);
        _connections = new BackgroundLook<TableStatus>(readTable, TimeSpan.FromSeconds(1), Wake);
        _folder = new BackgroundLook<MaintenanceFolder.Listing>(() => MaintenanceFolder.Read(_plan.MaintenanceFolder ?? ""), TimeSpan.FromSeconds(1), Wake);
        _links = new OwnLinks(Wake);
        Instant now = Clock.Now;
        CheckSpec[] checks = [.. ServiceMachine.ChecksOf(plan)];
        _board = new CheckBoard(checks, now, ConcurrencyMax);
        int restored = _state.Restore(_board, now);
        if (restored > 0) log.Information("{Checks} of {All} checks begin with what was known before", restored, _board.Count);
        MakeRoom(checks);
        LookAfterFiles(plan);
        _machine = new ServiceMachine(plan, readHeld(), now, _board.VerdictOf);
        foreach (SavedCommand command in _state.Restore(_machine, _board, now))
            log.Information("server {Server} of {Service}: {Mode} by command of before", command.Server.ToString(), command.Service, ReportWord.Of(command.Mode));
        _isLast = _machine.IsLast;
        _given = _machine.Desired;
        _desired(_given, null);
    }

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

    /// <inheritdoc/>
    protected override Instant Turn(Instant now)
    {
        lock (_gate)
        {
            if (!_begun) _board.Begin(now);
            _begun = true;
            if (_plans.Take() is { } plan) Adopt(plan, now);
            _board.TakeDue(Clock.Now, _due, _slack);
        }
        Probe();
        bool happened;
        lock (_gate)
        {
            foreach ((CheckTicket ticket, ProbeResult result) in _heard) Fold(ticket, result, Clock.Now);
            _heard.Clear();
            Look(now);
            _machine.Tick(Clock.Now);
            if (!ReferenceEquals(_given, _machine.Desired)) _desired(_given = _machine.Desired, _decided);
            _decided = null;
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
        _links.Dispose();
        lock (_gate) _state.Finish(_board);
    }

    private Instant Next(Instant now)
    {
        lock (_gate)
        {
            Instant next = Earlier(_mass.NextDeadline, Earlier(_board.NextDeadline, Earlier(_machine.NextDeadline, _state.NextDeadline)));
            if (_machine.WantsConnections) next = Earlier(next, _connections.Turn(now));
            next = Earlier(next, _links.Turn(now));
            if (_files is not null) next = Earlier(next, _files.Turn(now));
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

    private void Adopt(Plan plan, Instant now)
    {
        HashSet<string> stay = [.. plan.Services.Select(service => service.Name)];
        foreach (VirtualServiceSpec gone in _plan.Services.Where(service => !stay.Contains(service.Name))) _pools.Clear(gone.Name);
        _plan = plan;
        CheckSpec[] checks = [.. ServiceMachine.ChecksOf(plan)];
        _board.Reload(checks, now);
        MakeRoom(checks);
        LookAfterFiles(plan);
        int commands = _machine.Commands().Count();
        _machine.Reload(plan, _board.VerdictOf, now);
        if (_machine.Commands().Count() != commands) _ = Task.Run(() => Keep(static () => { })); // those on servers that are gone are forgotten
        if (plan.MaintenanceFolder is not null) return;
        _conditions.Clear(ConditionCatalogue.MaintenanceUnreadable);
        Maintain([], now);
    }
}
