using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Rules;

/// <summary>The kernel refuses a lower threshold above the upper one (ERANGE).</summary>
internal static class Thresholds
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            foreach (Located<ServerDraft> server in service.Value.Servers?.Value ?? [])
            {
                if (server.Value.LowerThreshold is not { } lower || server.Value.Wrong("upper_threshold")) continue;
                int upper = server.Value.UpperThreshold?.Value ?? 0;
                if (lower.Value <= upper) continue;
                scope.Findings.Error(DiagnosticCodes.Thresholds, lower.At,
                    $"lower_threshold {lower.Value} is above upper_threshold {upper}");
            }
        }
    }
}
