using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Ipvs;

namespace HaDirector.Config.Rules;

/// <summary>A tunnel goes with forwarding: tun, and has what its type knows.</summary>
internal static class Tunnels
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            IReadOnlyList<Located<ServerDraft>> servers = service.Value.Servers?.Value ?? [];
            if (service.Value.Tunnel is { } own)
            {
                Check(scope, own.Value);
                bool used = service.Value.Forwarding is null or { Value: Forwarding.Tunnel } || servers.Any(server => server.Value.Forwarding?.Value == Forwarding.Tunnel);
                if (!used) Refuse(scope, own.At, $"service '{service.Name}' has a tunnel, but does not forward by one", "forwarding: tun, or remove 'tunnel'");
            }
            foreach (Located<ServerDraft> server in service.Value.SorryServer is { } sorry ? servers.Append(sorry) : servers)
            {
                if (server.Value.Tunnel is not { } tunnel) continue;
                Check(scope, tunnel.Value);
                if ((server.Value.Forwarding ?? service.Value.Forwarding) is { } forwarding && forwarding.Value != Forwarding.Tunnel)
                    Refuse(scope, tunnel.At, "a server with a tunnel is not forwarded to by one", "forwarding: tun, or remove 'tunnel'");
            }
        }
    }

    private static void Check(RuleScope scope, TunnelDraft tunnel)
    {
        if (tunnel.Type is not { } type) return;
        if (tunnel.Port is { } port && type.Value != TunnelType.Gue) Refuse(scope, port.At, $"{Name(type.Value)} has no port", "remove 'port'");
        if (tunnel.Checksum is not { } checksum) return;
        if (type.Value == TunnelType.Ipip && checksum.Value != TunnelChecksum.None) Refuse(scope, checksum.At, "ipip has no checksum", "remove 'checksum'");
        if (type.Value == TunnelType.Gre && checksum.Value == TunnelChecksum.Remote) Refuse(scope, checksum.At, "only gue has checksum 'remote'", "full or none");
    }

    private static string Name(TunnelType type) => type.ToString().ToLowerInvariant();

    private static void Refuse(RuleScope scope, Spot at, string message, string hint) => scope.Findings.Error(DiagnosticCodes.Tunnel, at, message, hint);
}
