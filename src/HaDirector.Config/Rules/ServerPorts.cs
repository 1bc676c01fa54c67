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
            if (service.Value.Keys.Count == 0) continue;
            ushort own = service.Value.Keys[0].Value.Address.Port;
            bool one = service.Value.Keys.All(key => key.Value.Address.Port == own);
            foreach (Located<ServerDraft> server in service.Value.EveryServer)
            {
                if (server.Value.Address is not { Value.Port: { } port } address || (port == own && one)) continue;
                if ((server.Value.Forwarding ?? service.Value.Forwarding) is not { } forwarding) continue;
                if (forwarding.Value != Forwarding.Nat)
                {
                    string message = own == 0
                        ? $"port {port} cannot be chosen: without nat a packet keeps its port"
                        : one ? $"port {port} differs from the service's {own}: only nat can change it"
                        : $"port {port} is not that of every address of the service: only nat can change it";
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
