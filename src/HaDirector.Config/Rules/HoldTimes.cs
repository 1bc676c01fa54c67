using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Model;

namespace HaDirector.Config.Rules;

/// <summary>A server is not held back for longer than the longest time.</summary>
internal static class HoldTimes
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            if (service.Value.Flap?.Value is not { } flap || flap.Wrong("hold") || flap.Wrong("hold_max")) continue;
            TimeSpan first = flap.Hold?.Value ?? FlapTable.DefaultHold;
            TimeSpan most = flap.HoldMax?.Value ?? FlapTable.DefaultHoldMax;
            if (first <= most) continue;
            Spot at = flap.Hold?.At ?? flap.HoldMax?.At ?? flap.At;
            scope.Findings.Error(DiagnosticCodes.HoldTimes, at,
                $"hold {DurationText.Format(first)} is longer than hold_max {DurationText.Format(most)}");
        }
    }
}
