using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Config.Rules;

/// <summary>Only a tunnel carries one family in the other.</summary>
internal static class MixedFamilies
{
    public static void Check(RuleScope scope)
    {
        // The kernel refuses either while it has the other.
        bool syncs = scope.File.ConnectionSync is { } sync && sync.Value.Mode?.Value != SyncMode.Off;
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            IpFamily[] families = [.. service.Value.Keys.Select(key => key.Value.Family).Distinct()];
            foreach (Located<ServerDraft> server in service.Value.EveryServer)
            {
                if (server.Value.Address is not { } address || Array.TrueForAll(families, family => family == address.Value.Address.Family)) continue;
                if ((server.Value.Forwarding ?? service.Value.Forwarding) is not { } forwarding) continue;
                if (forwarding.Value != Forwarding.Tunnel)
                {
                    scope.Findings.Error(DiagnosticCodes.MixedFamilies, address.At,
                        $"{address.Value.Address} is not of the address family of service '{service.Name}'",
                        "only forwarding: tun can mix families");
                }
                else if (syncs)
                {
                    scope.Findings.Error(DiagnosticCodes.MixedFamilies, address.At,
                        $"{address.Value.Address} is not of the address family of service '{service.Name}', and the kernel does not synchronise such connections",
                        "remove connection_sync, or the server");
                }
            }
        }
    }
}
