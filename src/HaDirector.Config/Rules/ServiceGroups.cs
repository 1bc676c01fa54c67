using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Rules;

/// <summary>Every address and port of a service is a service of the kernel, with all servers.</summary>
internal static class ServiceGroups
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            if (service.Value.Addresses is not { } group) continue;
            if (service.Value.Keys.Count > ServiceTable.KeysMax)
            {
                scope.Findings.Error(DiagnosticCodes.ServiceGroup, group.At,
                    $"service '{service.Name}' has more than {ServiceTable.KeysMax} addresses and ports", "give the packets a firewall mark, and the service that mark");
                continue;
            }
            foreach (Located<ServiceAddresses> item in group.Value)
            {
                if (item.Value.Mark is not null || item.Value.Count <= ServiceTable.RangeAdvice) continue;
                scope.Findings.Warning(DiagnosticCodes.ServiceGroup, item.At,
                    $"a range of {item.Value.Count} ports is {item.Value.Count} services of the kernel", "one firewall mark would be one service");
            }
        }
    }
}
