using HaDirector.Health;

namespace HaDirector.Engine;

/// <content>What decides about a server.</content>
public static partial class PlanDiff
{
    private static string Check(CheckTree? was, CheckTree? now) => (was, now) switch
    {
        (null, _) => "check added",
        (_, null) => "check removed",
        _ when SameButTiming(was, now) => "check timing changed, its verdict is kept",
        _ when was.Checks.Select(check => check.Identity).ToHashSet().IsSupersetOf(now.Checks.Select(check => check.Identity)) =>
            "checks combined in another way, their verdicts are kept",
        _ => "check changed, the server stays as it is until the first result",
    };

    private static bool SameButTiming(CheckTree was, CheckTree now) => (was, now) switch
    {
        (CheckTree.One a, CheckTree.One b) => a.Check.Identity == b.Check.Identity,
        (CheckTree.All a, CheckTree.All b) => SameButTiming(a.Parts, b.Parts),
        (CheckTree.Any a, CheckTree.Any b) => SameButTiming(a.Parts, b.Parts),
        _ => false,
    };

    private static bool SameButTiming(IReadOnlyList<CheckTree> was, IReadOnlyList<CheckTree> now) =>
        was.Count == now.Count && was.Zip(now).All(pair => SameButTiming(pair.First, pair.Second));
}
