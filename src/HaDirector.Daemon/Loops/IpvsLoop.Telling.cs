using HaDirector.Engine;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Daemon.Loops;

/// <content>What is told of reconciling: report, conditions, log.</content>
internal sealed partial class IpvsLoop
{
    private void Take(ReconcileResult done, Instant now)
    {
        _report = _report with
        {
            Changes = _report.Changes + done.Result.Applied,
            Errors = _report.Errors + done.Result.Refused.Count,
            Drift = _report.Drift + done.Drift.Count,
            ForeignRemoved = _report.ForeignRemoved + done.Evicted.Count,
        };
        if (done.Losses.Count > 0) Count(done.Losses);
        foreach (ServiceKey key in done.Evicted) log.Warning("ipvs: removed {Service}, which somebody else made: ipvs.foreign is remove", key.ToString());
        Tell(done);
        if (done.Drift.Count > 0)
        {
            _drifted = true;
            string by;
            lock (_gate) by = _announced.By(done.Drift.Select(change => change.Service), now);
            conditions.Raise(ConditionCatalogue.IpvsDrift, "", DriftWords.Of(done.Drift, by, _report.LastEqual is { } equal ? DateTimeOffset.UtcNow - equal : null));
            if (done.Result.Complete) _report = _report with { LastEqual = DateTimeOffset.UtcNow };
        }
        if (done.Result.Complete) return;
        _openPaths = new HashSet<uint>(); // what was refused may be any of them; the next round knows more
        conditions.Raise(ConditionCatalogue.IpvsRefused, "", done.Result.Refused.Count > 0
            ? $"{done.Result.Refused.Count} changes were refused, the first: {done.Result.Refused[0]}"
            : done.Result.Lost?.Message ?? "");
        PutOff(now);
    }

    private void Count(IReadOnlyList<Refusal> losses)
    {
        Dictionary<string, long> lost = new(_report.AnswersLost);
        foreach (Refusal loss in losses)
        {
            string error = IpvsErrors.Name(loss.Errno);
            lost[error] = lost.GetValueOrDefault(error) + 1;
        }
        _report = _report with { AnswersLost = lost };
        log.Warning("ipvs: {Reason}; what was changed was read again", losses[0].Message);
    }

    private void SeeForeign()
    {
        (_foreign, _policy) = (_reconciler!.ForeignServices.Count, _reconciler.Foreign);
        _report = _report with { ForeignServices = [.. _reconciler.ForeignServices.Where(key => !ProbePaths.IsOurs(key)).Order().Select(key => key.ToString())] };
        const int namesMax = 5;
        int count = _report.ForeignServices.Count;
        conditions.Set(
            _reconciler.Foreign == ForeignServices.Report && count > 0, ConditionCatalogue.IpvsForeign, "",
            $"{count} services of others: {string.Join(", ", _report.ForeignServices.Take(namesMax))}{(count > namesMax ? " and more" : "")}");
    }

    private void Tell(ReconcileResult done)
    {
        const int linesMax = 50;
        foreach (IpvsChange change in done.Changes.Take(linesMax)) log.Information("ipvs: {Change}", change.ToString());
        if (done.Changes.Count > linesMax) log.Information("ipvs: and {Count} changes more", done.Changes.Count - linesMax);
    }
}
