using HaDirector.Config.Language.Checks;
using HaDirector.Config.Yaml;
using HaDirector.Model;

namespace HaDirector.Config.Rules;

/// <summary>Fast is faster than slow.</summary>
internal static class CheckIntervals
{
    public static void Check(RuleScope scope)
    {
        HashSet<Spot> reported = [];
        foreach ((CheckDraft check, _, _) in scope.Checks)
        {
            if (check.Wrong("interval")) continue;
            TimeSpan interval = check.Interval?.Value ?? CheckTable.DefaultInterval;
            if (check.FastInterval is { } fast && fast.Value > interval && reported.Add(fast.At))
            {
                scope.Findings.Error(DiagnosticCodes.Intervals, fast.At,
                    $"fast_interval {DurationText.Format(fast.Value)} is longer than the interval {DurationText.Format(interval)}");
            }
            if (check.SlowInterval is { } slow && slow.Value < interval && reported.Add(slow.At))
            {
                scope.Findings.Error(DiagnosticCodes.Intervals, slow.At,
                    $"slow_interval {DurationText.Format(slow.Value)} is shorter than the interval {DurationText.Format(interval)}");
            }
        }
    }
}
