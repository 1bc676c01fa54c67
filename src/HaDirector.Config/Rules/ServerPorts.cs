using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Ipvs;

namespace HaDirector.Config.Rules;

/// <summary>Direct routing and tunnels leave the packet as it is: the server sees the service's port.</summary>
internal static class ServerPorts
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            // A mark has no port: the kernel wants 0 there.
            if (service.Value.Address is null && service.Value.Mark is null) continue;
            ushort own = service.Value.Address?.Value.Endpoint.Port ?? 0;
            foreach (Located<ServerDraft> server in service.Value.EveryServer)
            {
                if (server.Value.Address is not { Value.Port: { } port } address || port == own) continue;
                if ((server.Value.Forwarding ?? service.Value.Forwarding) is not { } forwarding) continue;
                if (forwarding.Value != Forwarding.Nat)
                {
                    string message = own == 0
                        ? $"port {port} cannot be chosen: without nat a packet keeps its port"
                        : $"port {port} differs from the service's {own}: only nat can change it";
                    scope.Findings.Error(DiagnosticCodes.ServerPort, address.At, message, "leave the port out");
                }
                else if (port == 0)
                {
                    scope.Findings.Error(DiagnosticCodes.ServerPort, address.At, "a server has no port 0", "leave the port out");
                }
            }
        }
    }
}
