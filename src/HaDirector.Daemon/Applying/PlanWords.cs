using HaDirector.Engine;
using Serilog;

namespace HaDirector.Daemon.Applying;

/// <summary>Changes of a plan in the log.</summary>
internal static class PlanWords
{
    /// <summary>Tells the first of them, and how many more there are.</summary>
    public static void Tell(ILogger log, string what, IReadOnlyList<PlanChange> changes)
    {
        foreach (PlanChange change in changes.Take(ApplyDesk.ChangesLogged)) log.Information("{What}: {Change}{Remark}", what, change.ToString(), Remark(change.Disruption));
        if (changes.Count > ApplyDesk.ChangesLogged) log.Information("{What}: and {Count} changes more", what, changes.Count - ApplyDesk.ChangesLogged);
    }

    private static string Remark(Disruption disruption) => disruption switch
    {
        Disruption.Drain => " (takes no new connections)",
        Disruption.RoleChange => " (the role may change)",
        Disruption.Restart => " (takes effect at the next start)",
        _ => "",
    };
}
