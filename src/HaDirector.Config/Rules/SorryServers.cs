using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Model;

namespace HaDirector.Config.Rules;

/// <summary>A sorry server stands alone: it has no weight, and is none of the others.</summary>
internal static class SorryServers
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            if (service.Value.SorryServer is not { } sorry) continue;
            if (sorry.Value.Weight is { } weight) Refuse(scope, weight.At, "a sorry server has no weight: it stands alone", "remove 'weight'");
            if (sorry.Value.Backup is { } backup) Refuse(scope, backup.At, "a sorry server is no backup server: it stands alone", "remove 'backup'");
            if (sorry.Value.Address is not { } address) continue;
            foreach (ushort own in ServerEndpoints.Ports(service.Value))
            {
                IpEndpoint endpoint = Endpoint(address.Value, own);
                if (!(service.Value.Servers?.Value ?? []).Any(server => server.Value.Address is { } other && Endpoint(other.Value, own) == endpoint)) continue;
                Refuse(scope, address.At, $"the sorry server {endpoint} is a server of service '{service.Name}', too", null);
                break;
            }
        }
    }

    private static IpEndpoint Endpoint(ServerAddress address, ushort port) => new(address.Address, address.Port ?? port);

    private static void Refuse(RuleScope scope, Spot at, string message, string? hint) =>
        scope.Findings.Error(DiagnosticCodes.SorryServer, at, message, hint);
}
