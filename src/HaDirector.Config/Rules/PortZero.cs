using HaDirector.Config.Binding;
using HaDirector.Config.Language;

namespace HaDirector.Config.Rules;

/// <summary>The kernel takes a service of port 0 without persistence, logs an error per packet and schedules nothing.</summary>
internal static class PortZero
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            if (service.Value.Address is not { Value.Endpoint.Port: 0 } address || service.Value.Persistence is not null) continue;
            if (service.Value.Wrong("persistence")) continue;
            scope.Findings.Error(DiagnosticCodes.PortZero, address.At,
                $"service '{service.Name}' has port 0, every port, but no persistence",
                "write a port, or add persistence: { timeout: 300s }");
        }
    }
}
