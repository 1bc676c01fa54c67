using HaDirector.Control;
using HaDirector.Daemon.Services;
using HaDirector.Engine;
using HaDirector.Ipvs;
using HaDirector.Linux;
using HaDirector.Linux.Netlink;
using HaDirector.Model;
using Serilog;

namespace HaDirector.Daemon.Loops;

/// <summary>Keeps the kernel's IPVS table as desired: at once when the desired table changes, and by looking at it again and again against the drift that others cause.</summary>
internal sealed partial class IpvsLoop(string runDirectory, Conditions conditions, ILogger log, Action<string, Exception> failed)
    : Loop("ipvs", failed)
{
    private static readonly TimeSpan OpenInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryMin = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(10);

    // A table, and the earliest verdict in it that no table told of before was made for.
    private sealed record Order(IpvsTable Table, Instant? Decided);

    private readonly LatestValue<Order> _mailbox = new();
    private readonly KernelLag _lag = new(log);
    private readonly IpvsOwnership _ownership = new(runDirectory);
    private readonly AuditPace _pace = new();
    private readonly PathConditions _pathConditions = new(conditions);
    private readonly IpvsSettingsKeeper _settings = new(conditions, log);
    private KernelIpvs? _kernel;
    private KernelIpvs? _walk; // for audits, opened for the first: a dump is under way between two slices
    private TableReconciler? _reconciler;
    private IpvsTable _wanted = IpvsTable.Empty;
    private IpvsTable _desired = IpvsTable.Empty; // with those that leave, and the ways of checks
    private volatile IReadOnlyDictionary<ServiceKey, VirtualService> _paths = new Dictionary<ServiceKey, VirtualService>();
    private IReadOnlyDictionary<ServiceKey, VirtualService>? _pathsDone;
    private volatile IReadOnlySet<uint> _openPaths = new HashSet<uint>();
    private readonly LeavingServices _leaving = new();
    private readonly AnnouncedChanges _announced = new();
    private readonly Lock _gate = new(); // over what others take from this loop or bring: those that leave, the plan and the table they leave, and announcements
    private NeighbourServices? _neighbours; // read when it is asked for, after the table was
    private volatile Plan? _plan;
    private Plan? _planDone;
    private Plan? _heeded; // whose settings and ways with others are in force
    private volatile bool _neededBySync;
    private volatile bool _removeOnStop;
    private volatile IpvsReport _report = new() { Available = null, Reconciles = 0, Changes = 0, Errors = 0, Drift = 0 };
    private Instant _retry = Instant.Never; // of what was refused
    private TimeSpan _retryPause = RetryMin;
    private Instant _slow; // when to look for ip_vs where there is none, and at the ways of checks
    private bool _programmed; // since this process started: what changes from then on unasked is drift
    private int _foreign; // services of others when they were last looked at
    private ForeignServices _policy; // for them, at that time
    private bool _drifted; // during the audit under way

    /// <summary>Whether the desired table rests on checks and not on what was found at the start.</summary>
    public Func<bool> IsSettled { get; set; } = static () => true;

    /// <summary>Called once on this loop's thread, when the first settled table was written or cannot be.</summary>
    public Action? Ready { get; set; }

    /// <summary>How the table stands, for status.</summary>
    public IpvsReport Report => _report;

    /// <summary>Opens the kernel's table before the loop starts.</summary>
    /// <param name="plan">The plan; when it needs no ip_vs and none of its services is left over, none is asked for.</param>
    /// <returns>False when the plan needs ip_vs and the kernel has none.</returns>
    public bool Open(Plan plan)
    {
        if (_ownership.Problem is { } problem) log.Warning("the list of our services could not be read, so leftovers stay in the kernel: {Problem}", problem);
        Follow(plan);
        return (plan.Services.Count == 0 && !_neededBySync && _ownership.Keys.Count == 0) || TryOpen(ask: false);
    }

    /// <summary>Does once without effect what writing the plan's table will do, before the loop starts.</summary>
    public void Rehearse(Plan plan)
    {
        if (_kernel is not null) TableRehearsal.Run(plan, _kernel);
    }

    /// <summary>What the kernel holds, read before the loop starts; empty when there is no ip_vs, or it does not let us, which <see cref="Report"/> says then.</summary>
    public IpvsTable Read()
    {
        try
        {
            if (_reconciler is null) return IpvsTable.Empty;
            return EmptyTable.IsCertain() ? _reconciler.Start(new TableStatus([])) : _reconciler.Read();
        }
        catch (IOException)
        {
            TryOpen(ask: true); // says why not; otherwise the loop reads it anew
            return IpvsTable.Empty;
        }
    }

    /// <summary>Takes from a plan what this loop needs to know beside the desired table.</summary>
    public void Follow(Plan plan)
    {
        (_neededBySync, _removeOnStop) = (plan.ConnectionSync is not null, plan.Ipvs.RemoveOnStop);
        _paths = ProbePaths.Of(plan);
        _plan = plan;
        Wake();
    }

    /// <summary>Whether the kernel has the service of a check's mark. Without it the packets would go to any server.</summary>
    public bool HasPath(uint mark) => _openPaths.Contains(mark);

    /// <summary>Whether a service of the kernel's table is ours.</summary>
    public bool Owns(ServiceKey key) => _ownership.Keys.Contains(key);

    /// <summary>Hears that somebody is about to change the table, so that they can be named when it is found. Any thread may say so.</summary>
    /// <param name="by">Who, and through what.</param>
    /// <param name="services">The services; null is any.</param>
    public void Announce(string by, IReadOnlySet<ServiceKey>? services)
    {
        lock (_gate) _announced.Add(new AnnouncedChange(by, services, Clock.Now));
    }

    /// <summary>The table under another plan: with those services that leave now or would then, and the ways of its checks. Any thread may ask.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="wanted">Its services as their servers stand.</param>
    public IpvsTable Preview(Plan plan, IpvsTable wanted)
    {
        LeavingServices leaving;
        Plan? before;
        IpvsTable left;
        lock (_gate) (leaving, before, left) = (_leaving.Copy(), _planDone, _wanted);
        Instant now = Clock.Now;
        if (before is not null) leaving.Follow(before, plan, left, now);
        return ProbePaths.With(leaving.With(wanted, now), ProbePaths.Of(plan));
    }

    /// <summary>Gives the table that the kernel should hold. One thread does so.</summary>
    /// <param name="desired">The table; services that did not change are the instances of before.</param>
    /// <param name="decided">The first verdict it follows from; null when it follows from none.</param>
    public void Want(IpvsTable desired, Instant? decided)
    {
        Order? waiting = _mailbox.Take(); // nothing was done about it, so its verdict waits on
        _mailbox.Publish(new Order(desired, KernelLag.Earlier(waiting?.Decided, decided)));
        Wake();
    }

    /// <inheritdoc/>
    protected override Instant Turn(Instant now)
    {
        bool settled = IsSettled(); // before the mailbox is read: what was settled is in it
        bool asked = TakeDesired(now), works = false;
        try
        {
            if (!Needed) conditions.Clear(ConditionCatalogue.IpvsMissing);
            else if (works = _kernel is not null || TryOpen())
            {
                asked |= Heed(now);
                if (asked || !_programmed || now >= _retry) Reconcile(now);
                if (now >= _pace.Due) Audit(now);
            }
        }
        catch (IOException e)
        {
            // The socket may be the trouble: the next round has a new one, and reads the table anew.
            Close();
            _openPaths = new HashSet<uint>();
            _report = _report with { Errors = _report.Errors + 1 };
            conditions.Raise(ConditionCatalogue.IpvsRefused, "", e.Message);
            PutOff(now);
            _slow = Earlier(_slow, _retry);
        }
        if (now >= _slow) LookAtPaths(now);
        if (settled)
        {
            Ready?.Invoke();
            Ready = null;
        }
        return works ? Earlier(Earlier(_slow, _leaving.NextDeadline), Earlier(_retry, _pace.Due)) : _slow;
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (_removeOnStop && _reconciler is not null)
        {
            _reconciler.Foreign = ForeignServices.Keep;
            ReconcileResult result = _reconciler.Reconcile(IpvsTable.Empty, Clock.Now);
            if (result.Changes.Count > 0) log.Information("removed {Services} services from the kernel", result.Changes.Count);
        }
        Close();
    }

    private static Instant Earlier(Instant a, Instant b) => a < b ? a : b;

    private bool Needed => _desired.Services.Count > 0 || _neededBySync || _plan is { Ipvs.Settings.Count: > 0 } || _ownership.Keys.Count > 0;

    private bool TakeDesired(Instant now)
    {
        IReadOnlyDictionary<ServiceKey, VirtualService> paths = _paths;
        Plan? plan = _plan; // before the table: what it removes is still in the table of before
        Order? order;
        IpvsTable desired;
        lock (_gate)
        {
            if (plan is not null && _planDone is not null && !ReferenceEquals(plan, _planDone)) _leaving.Follow(_planDone, plan, _wanted, now);
            _planDone = plan;
            order = _mailbox.Take();
            if (order is null && ReferenceEquals(paths, _pathsDone) && now < _leaving.NextDeadline) return false;
            _wanted = order?.Table ?? _wanted;
            desired = _leaving.With(_wanted, now);
        }
        _lag.Decided(order?.Decided);
        if (!ReferenceEquals(paths, _pathsDone)) _slow = default;
        _pathsDone = paths;
        _desired = ProbePaths.With(desired, paths);
        _openPaths = _openPaths.Intersect(Marks(paths)).ToHashSet();
        return true;
    }

    private bool TryOpen(bool ask = true)
    {
        Close();
        bool opened = KernelIpvs.TryOpen(out _kernel, out string why, ask);
        if (opened) _reconciler = new TableReconciler(_kernel!, _ownership) { Spares = key => ProbePaths.IsOurs(key) || (_neighbours ??= NeighbourServices.Read(runDirectory)).Has(key) };
        _pace.Restart(Clock.Now);
        _programmed = false;
        _report = _report with { Available = opened };
        conditions.Set(!opened, ConditionCatalogue.IpvsMissing, "", why);
        return opened;
    }

    private void Close()
    {
        _kernel?.Dispose();
        _walk?.Dispose();
        (_kernel, _walk, _reconciler) = (null, null, null);
    }

    private void PutOff(Instant now)
    {
        _retry = now + _retryPause;
        _retryPause = _retryPause * 2 < RetryMax ? _retryPause * 2 : RetryMax;
    }

    private void LookAtPaths(Instant now)
    {
        _slow = now + OpenInterval;
        if (_plan is { } plan) _pathConditions.Follow(plan);
    }

    private static IEnumerable<uint> Marks(IReadOnlyDictionary<ServiceKey, VirtualService> paths) => paths.Keys.Select(key => key.FirewallMark);
}
