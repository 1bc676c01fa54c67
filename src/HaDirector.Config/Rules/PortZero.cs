using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Ipvs;

namespace HaDirector.Config.Rules;

/// <summary>The kernel takes a service of port 0 without persistence, logs an error per packet and schedules nothing.</summary>
internal static class PortZero
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            if (service.Value.Persistence is not null || service.Value.Wrong("persistence")) continue;
            foreach (Located<ServiceKey> key in service.Value.Keys)
            {
                if (key.Value.IsMark || key.Value.Address.Port != 0) continue;
                scope.Findings.Error(DiagnosticCodes.PortZero, key.At,
                    $"service '{service.Name}' has port 0, every port, but no persistence",
                    "write a port, or add persistence: { timeout: 300s }");
            }
        }
    }
}
