using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Model;

namespace HaDirector.Config.Rules;

/// <summary>The kernel has one destination per address and port of a service.</summary>
internal static class ServerTwice
{
    public static void Check(RuleScope scope)
    {
        Dictionary<IpEndpoint, Spot> first = [];
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            first.Clear();
            ushort own = service.Value.Address?.Value.Endpoint.Port ?? 0;
            foreach (Located<ServerDraft> server in service.Value.Servers?.Value ?? [])
            {
                if (server.Value.Address is not { } address) continue;
                IpEndpoint endpoint = new(address.Value.Address, address.Value.Port ?? own);
                if (first.TryAdd(endpoint, address.At)) continue;
                scope.Findings.Error(DiagnosticCodes.ServerTwice, address.At, $"server {endpoint} is in service '{service.Name}' already",
                    $"first in line {first[endpoint].Line}");
            }
        }
    }
}
