using HaDirector.Config.Binding;
using HaDirector.Config.Language;

namespace HaDirector.Config.Rules;

/// <summary>Other schedulers than sh and mh store the flags and ignore them.</summary>
internal static class SchedulerFlags
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            if (service.Value.SchedulerFlags is not { Value.Count: > 0 } flags || service.Value.Wrong("scheduler")) continue;
            string scheduler = service.Value.Scheduler?.Value ?? ServiceTable.DefaultScheduler;
            if (scheduler is "sh" or "mh") continue;
            scope.Findings.Error(DiagnosticCodes.SchedulerFlags, flags.At,
                $"scheduler {scheduler} has no flags; sh and mh do", "remove scheduler_flags");
        }
    }
}
