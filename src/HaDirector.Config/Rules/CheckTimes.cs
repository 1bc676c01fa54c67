using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Model;

namespace HaDirector.Config.Rules;

/// <summary>A try must be over when the next begins.</summary>
internal static class CheckTimes
{
    public static void Check(RuleScope scope)
    {
        HashSet<Spot> reported = [];
        foreach ((CheckDraft check, _, _) in scope.Checks())
        {
            TimeSpan interval = check.Interval?.Value ?? CheckTable.DefaultInterval;
            TimeSpan timeout = check.Timeout?.Value ?? CheckTable.DefaultTimeout;
            if (timeout <= interval || check.Wrong("interval") || check.Wrong("timeout")) continue;
            Spot at = check.Timeout?.At ?? check.Interval?.At ?? check.At;
            if (!reported.Add(at)) continue;
            scope.Findings.Error(DiagnosticCodes.TimeoutOverInterval, at,
                $"the timeout {DurationText.Format(timeout)} is longer than the interval {DurationText.Format(interval)}",
                check.Timeout is null ? "the timeout is 500ms unless written" : null);
        }
    }
}
