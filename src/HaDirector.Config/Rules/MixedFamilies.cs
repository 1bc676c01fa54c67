using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Ipvs;

namespace HaDirector.Config.Rules;

/// <summary>Only a tunnel carries one family in the other.</summary>
internal static class MixedFamilies
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            if (service.Value.ServiceFamily is not { } family) continue;
            foreach (Located<ServerDraft> server in service.Value.EveryServer)
            {
                if (server.Value.Address is not { } address || address.Value.Address.Family == family) continue;
                if ((server.Value.Forwarding ?? service.Value.Forwarding) is not { } forwarding || forwarding.Value == Forwarding.Tunnel)
                    continue;
                scope.Findings.Error(DiagnosticCodes.MixedFamilies, address.At,
                    $"{address.Value.Address} is not of the address family of service '{service.Name}'",
                    "only forwarding: tun can mix families");
            }
        }
    }
}
