using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Model;

namespace HaDirector.Config.Rules;

/// <summary>An IPv4 address has 32 bits to group clients by.</summary>
internal static class Granularity
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            if (service.Value.Persistence?.Value.Granularity is not { Value: > 32 } bits || !service.Value.Keys.Any(key => key.Value.Family == IpFamily.V4))
                continue;
            scope.Findings.Error(DiagnosticCodes.Granularity, bits.At,
                $"granularity {bits.Value} is more than the 32 bits of an IPv4 address");
        }
    }
}
