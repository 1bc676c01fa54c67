using HaDirector.Config;
using HaDirector.Control;
using HaDirector.Engine;
using HaDirector.Ipvs;

namespace HaDirector.Daemon.Applying;

/// <summary>What a file would change, as the control API tells it.</summary>
public static class PlanReports
{
    private const int OperationsShown = 100;

    /// <summary>Of a file that came to <paramref name="loaded"/>, where <paramref name="before"/> is in force (null: nothing runs).</summary>
    /// <param name="file">Name of the file.</param>
    /// <param name="director">Name of the director that judges.</param>
    /// <param name="loaded">What came of it.</param>
    /// <param name="before">The plan in force.</param>
    /// <param name="all">Whether every change is listed.</param>
    /// <param name="at">When.</param>
    public static PlanReport Of(string file, string director, LoadResult loaded, Plan? before, bool all, DateTimeOffset at)
    {
        IReadOnlyList<PlanChange> changes = before is null || loaded.Plan is null ? [] : PlanDiff.Between(before, loaded.Plan);
        int shown = all ? changes.Count : Math.Min(changes.Count, PlanReport.ChangesShown);
        return new PlanReport
        {
            At = at,
            Director = director,
            File = file,
            Accepted = loaded.Plan is not null,
            Findings = [.. loaded.Diagnostics.Select(finding => new FindingReport(
                finding.Code, finding.Severity == Severity.Error ? "error" : "warning", finding.Position.Line, finding.Position.Column, finding.Message, finding.Hint))],
            BeforeHash = before?.SourceHash,
            AfterHash = loaded.Plan?.SourceHash,
            Counts = ChangeReports.Count(changes),
            Changes = ChangeReports.First(changes, shown),
            ChangesOmitted = changes.Count - shown,
        };
    }

    /// <summary>What would be written to the kernel's table.</summary>
    /// <param name="plan">The plan that would be in force.</param>
    /// <param name="desired">What the table should hold.</param>
    /// <param name="actual">What it holds.</param>
    /// <param name="owns">Whether a service is ours.</param>
    /// <param name="spares">Whether a service of others is never removed.</param>
    /// <param name="all">Whether every operation is listed.</param>
    /// <param name="remark">What is to be known about it; null is nothing.</param>
    public static KernelPlanReport Kernel(
        Plan plan, IpvsTable desired, IpvsTable actual, Func<ServiceKey, bool> owns, Func<ServiceKey, bool> spares, bool all, string? remark)
    {
        IReadOnlyList<IpvsChange> operations = Reconciler.Diff(desired, actual, key => TableReconciler.Removes(owns(key), plan.Ipvs.Foreign, spares(key)));
        return new KernelPlanReport(true, remark, operations.Count, [.. operations.Take(all ? int.MaxValue : OperationsShown).Select(operation => operation.ToString())]);
    }
}
