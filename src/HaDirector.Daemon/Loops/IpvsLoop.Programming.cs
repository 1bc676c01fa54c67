using HaDirector.Daemon.Api;
using HaDirector.Engine;
using HaDirector.Ipvs;
using HaDirector.Linux;
using HaDirector.Linux.Netlink;
using HaDirector.Model;

namespace HaDirector.Daemon.Loops;

/// <content>What a turn does to the kernel.</content>
internal sealed partial class IpvsLoop
{
    // Settings come before the table: what they decide they decide from the first connection on.
    private bool Heed(Instant now)
    {
        bool other = !ReferenceEquals(_plan, _heeded) || !_programmed;
        if (other && _plan is { } plan)
        {
            _heeded = plan;
            _reconciler!.Foreign = plan.Ipvs.Foreign;
            _settings.Follow(plan);
        }
        if (other || now >= _slow) _report = _report with { Drift = _report.Drift + _settings.Turn(_kernel!) };
        return other;
    }

    private void Reconcile(Instant now)
    {
        _neighbours = null;
        bool first = !_programmed;
        ReconcileResult done = _reconciler!.Reconcile(_desired, now);
        _programmed = true;
        _report = _report with { Reconciles = _report.Reconciles + 1, LastEqual = _report.LastEqual ?? DateTimeOffset.UtcNow };
        Take(first ? done with { Drift = [] } : done, now);
        if (done.Result.Complete)
        {
            if (_lag.Acknowledged(Clock.Now)) _report = _report with { VerdictToKernel = HistogramReports.Of(_lag.Lags) };
            (_retry, _retryPause) = (Instant.Never, RetryMin);
            conditions.Clear(ConditionCatalogue.IpvsRefused);
            if (_openPaths.Count != _pathsDone!.Count) _openPaths = Marks(_pathsDone).ToHashSet();
        }
        if (first || _policy != _reconciler.Foreign || _reconciler.ForeignServices.Count != _foreign) SeeForeign();
    }

    private void Audit(Instant now)
    {
        _neighbours = null;
        _pace.Begin(now);
        if (_walk is null && !KernelIpvs.TryOpen(out _walk, out string why)) throw new IOException(why);
        bool done = _reconciler!.Audit(_walk!, _desired, now, _pace.GoOn, out ReconcileResult repair);
        if (!ReferenceEquals(repair, ReconcileResult.Nothing)) Take(repair, now);
        _pace.End(Clock.Now, done);
        if (!done) return;
        SeeForeign();
        DateTimeOffset at = DateTimeOffset.UtcNow;
        _report = _report with { Reconciles = _report.Reconciles + 1, LastAudit = at, AuditSeconds = _pace.Worked.TotalSeconds, LastEqual = _drifted ? _report.LastEqual : at };
        if (!_drifted) conditions.Clear(ConditionCatalogue.IpvsDrift);
        _drifted = false;
    }
}
