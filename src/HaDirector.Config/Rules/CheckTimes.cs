using HaDirector.Config.Language.Checks;
using HaDirector.Config.Yaml;
using HaDirector.Model;

namespace HaDirector.Config.Rules;

/// <summary>A try should be over when the next is due, for the next one waits for it.</summary>
internal static class CheckTimes
{
    public static void Check(RuleScope scope)
    {
        HashSet<Spot> reported = [];
        foreach ((CheckDraft check, _, _) in scope.Checks)
        {
            TimeSpan interval = check.Interval?.Value ?? CheckTable.DefaultInterval;
            TimeSpan timeout = check.Timeout?.Value ?? CheckTable.DefaultTimeout;
            if (timeout < interval || check.Wrong("interval") || check.Wrong("timeout")) continue;
            Spot at = check.Timeout?.At ?? check.Interval?.At ?? check.At;
            if (!reported.Add(at)) continue;
            scope.Findings.Warning(DiagnosticCodes.TimeoutOverInterval, at,
                $"the timeout {DurationText.Format(timeout)} is not shorter than the interval {DurationText.Format(interval)}: a silent server is tried less often",
                check.Timeout is null ? "the timeout is 500ms unless written" : null);
        }
    }
}
