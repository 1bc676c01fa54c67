using HaDirector.Control;
using HaDirector.Daemon.Services;
using HaDirector.Engine;
using HaDirector.Ipvs;
using HaDirector.Linux;
using HaDirector.Linux.Netlink;
using HaDirector.Model;
using Serilog;

namespace HaDirector.Daemon.Loops;

/// <summary>Keeps the kernel's IPVS table as desired: at once when the desired table changes, and every 10 s against the drift that others cause.</summary>
internal sealed class IpvsLoop(string runDirectory, Conditions conditions, ILogger log, Action<string, Exception> failed)
    : Loop("ipvs", failed)
{
    private static readonly TimeSpan ReconcileInterval = TimeSpan.FromSeconds(10);

    private readonly LatestValue<IpvsTable> _mailbox = new();
    private readonly IpvsOwnership _ownership = new(runDirectory);
    private KernelIpvs? _kernel;
    private TableReconciler? _reconciler;
    private IpvsTable _wanted = IpvsTable.Empty;
    private IpvsTable _desired = IpvsTable.Empty; // with the ways of checks
    private volatile IReadOnlyDictionary<ServiceKey, VirtualService> _paths = new Dictionary<ServiceKey, VirtualService>();
    private IReadOnlyDictionary<ServiceKey, VirtualService>? _pathsDone;
    private volatile IReadOnlySet<uint> _openPaths = new HashSet<uint>();
    private readonly PathConditions _pathConditions = new(conditions);
    private volatile Plan? _plan;
    private volatile bool _neededBySync;
    private volatile bool _removeOnStop;
    private volatile IpvsReport _report = new() { Available = null, Reconciles = 0, Changes = 0, Errors = 0, Drift = 0 };
    private bool _programmed; // since this process started: what changes from then on unasked is drift

    /// <summary>Whether the desired table rests on checks and not on what was found at the start.</summary>
    public Func<bool> IsSettled { get; set; } = static () => true;

    /// <summary>Called once on this loop's thread, when the first settled table was written or cannot be.</summary>
    public Action? Ready { get; set; }

    /// <summary>How the table stands, for status.</summary>
    public IpvsReport Report => _report;

    /// <summary>Opens the kernel's table before the loop starts, and reads what it holds.</summary>
    /// <param name="plan">The plan; when it needs no ip_vs and none of its services is left over, none is asked for.</param>
    /// <param name="held">What the kernel holds; empty when there is no ip_vs.</param>
    /// <returns>False when the plan needs ip_vs and the kernel has none.</returns>
    public bool Open(Plan plan, out IpvsTable held)
    {
        held = IpvsTable.Empty;
        if (_ownership.Problem is { } problem) log.Warning("the list of our services could not be read, so leftovers stay in the kernel: {Problem}", problem);
        Follow(plan);
        if (plan.Services.Count == 0 && !_neededBySync && _ownership.Keys.Count == 0) return true;
        if (!TryOpen()) return false;
        held = _kernel!.Read();
        return true;
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

    /// <summary>Gives the table that the kernel should hold.</summary>
    public void Want(IpvsTable desired)
    {
        _mailbox.Publish(desired);
        Wake();
    }

    /// <inheritdoc/>
    protected override Instant Turn(Instant now)
    {
        bool asked = false;
        bool settled = IsSettled(); // before the mailbox is read: what was settled is in it
        if (_mailbox.Take() is { } wanted) (_wanted, asked) = (wanted, true);
        IReadOnlyDictionary<ServiceKey, VirtualService> paths = _paths;
        asked |= !ReferenceEquals(paths, _pathsDone);
        _pathsDone = paths;
        if (asked) _desired = ProbePaths.With(_wanted, paths);
        try
        {
            if (Needed && (_kernel is not null || TryOpen())) Reconcile(asked);
            else if (!Needed) conditions.Clear(ConditionCatalogue.IpvsMissing);
        }
        catch (IOException e)
        {
            // The socket may be the trouble: the next round has a new one.
            Close();
            _openPaths = new HashSet<uint>();
            _report = _report with { Errors = _report.Errors + 1 };
            conditions.Raise(ConditionCatalogue.IpvsRefused, "", e.Message);
        }
        if (_plan is { } plan) _pathConditions.Follow(plan);
        if (settled)
        {
            Ready?.Invoke();
            Ready = null;
        }
        return Clock.Now + ReconcileInterval;
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (_removeOnStop && _reconciler is not null)
        {
            ReconcileResult result = _reconciler.Reconcile(IpvsTable.Empty);
            if (result.Changes.Count > 0) log.Information("removed {Services} services from the kernel", result.Changes.Count);
        }
        Close();
    }

    private bool Needed => _desired.Services.Count > 0 || _neededBySync || _ownership.Keys.Count > 0;

    private bool TryOpen()
    {
        bool opened = KernelIpvs.TryOpen(out _kernel, out string why);
        _reconciler = opened ? new TableReconciler(_kernel!, _ownership) : null;
        _report = _report with { Available = opened };
        conditions.Set(!opened, ConditionCatalogue.IpvsMissing, "", why);
        return opened;
    }

    private void Close()
    {
        _kernel?.Dispose();
        (_kernel, _reconciler) = (null, null);
    }

    private void Reconcile(bool asked)
    {
        ReconcileResult done = _reconciler!.Reconcile(_desired);
        bool drift = !asked && _programmed && done.Changes.Count > 0;
        _report = _report with
        {
            Reconciles = _report.Reconciles + 1,
            Changes = _report.Changes + done.Result.Applied,
            Errors = _report.Errors + done.Result.Refused.Count,
            Drift = _report.Drift + (drift ? done.Changes.Count : 0),
            ForeignServices = [.. done.Before.Services.Keys.Where(key => !_desired.Services.ContainsKey(key) && !_ownership.Owns(key) && !ProbePaths.IsOurs(key)).Order().Select(key => key.ToString())],
        };
        Tell(done, drift);
        // A refusal may have hit any of them; the next round knows more.
        if (done.Result.Refused.Count > 0) _openPaths = new HashSet<uint>();
        else if (asked || _openPaths.Count == 0) _openPaths = _desired.Services.Keys.Where(ProbePaths.IsOurs).Select(key => key.FirewallMark).ToHashSet();
        _programmed = true;
    }

    private void Tell(ReconcileResult done, bool drift)
    {
        const int linesMax = 50;
        foreach (IpvsChange change in done.Changes.Take(linesMax)) log.Information("ipvs: {Change}", change.ToString());
        if (done.Changes.Count > linesMax) log.Information("ipvs: and {Count} changes more", done.Changes.Count - linesMax);
        if (drift) conditions.Raise(ConditionCatalogue.IpvsDrift, "", $"{done.Changes.Count} changes of others were undone, among them: {done.Changes[0]}");
        else if (done.Changes.Count == 0) conditions.Clear(ConditionCatalogue.IpvsDrift);
        conditions.Set(
            done.Result.Refused.Count > 0,
            ConditionCatalogue.IpvsRefused, "",
            done.Result.Refused.Count > 0 ? $"{done.Result.Refused.Count} changes were refused, the first: {done.Result.Refused[0]}" : "");
    }
}
