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
            if (service.Value.Servers is not { } servers) continue;
            foreach (ushort own in ServerEndpoints.Ports(service.Value))
            {
                first.Clear();
                if (servers.Value.Any(server => Twice(scope, service.Name, server.Value, own, first))) break;
            }
        }
    }

    private static bool Twice(RuleScope scope, string service, ServerDraft server, ushort own, Dictionary<IpEndpoint, Spot> first)
    {
        if (server.Address is not { } address) return false;
        IpEndpoint endpoint = new(address.Value.Address, address.Value.Port ?? own);
        if (first.TryAdd(endpoint, address.At)) return false;
        scope.Findings.Error(DiagnosticCodes.ServerTwice, address.At, $"server {endpoint} is in service '{service}' already",
            $"first in line {first[endpoint].Line}");
        return true;
    }
}
