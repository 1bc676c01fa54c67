using HaDirector.Control;
using HaDirector.Engine;

namespace HaDirector.Daemon.Applying;

/// <summary>Changes of a plan as the control API tells them.</summary>
public static class ChangeReports
{
    /// <summary>The word of a class.</summary>
    public static string Word(Disruption disruption) => disruption switch
    {
        Disruption.Drain => "drain",
        Disruption.RoleChange => "role_change",
        Disruption.Restart => "restart",
        _ => "none",
    };

    /// <summary>How many there are of each class.</summary>
    public static ChangeCounts Count(IReadOnlyList<PlanChange> changes)
    {
        int Of(Disruption disruption) => changes.Count(change => change.Disruption == disruption);
        return new ChangeCounts(Of(Disruption.None), Of(Disruption.Drain), Of(Disruption.RoleChange), Of(Disruption.Restart));
    }

    /// <summary>The first of them, those that disturb most first.</summary>
    public static IReadOnlyList<ChangeReport> First(IReadOnlyList<PlanChange> changes, int count) =>
        [.. changes.OrderBy(Place).Take(count).Select(change => new ChangeReport(change.Subject, change.What, Word(change.Disruption)))];

    private static int Place(PlanChange change) => change.Disruption switch
    {
        Disruption.RoleChange => 0,
        Disruption.Drain => 1,
        Disruption.Restart => 2,
        _ => 3,
    };
}
