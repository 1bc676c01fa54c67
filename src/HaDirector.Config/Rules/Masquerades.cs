using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Ipvs;

namespace HaDirector.Config.Rules;

/// <summary>Masquerading is of servers that are forwarded to by NAT, and needs the kernel's connection tracking.</summary>
internal static class Masquerades
{
    public static void Check(RuleScope scope)
    {
        bool told = false;
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            if (service.Value.Masquerade is not { Value: true } masquerade) continue;
            if (service.Value.Forwarding is { } own && service.Value.EveryServer.All(server => (server.Value.Forwarding ?? own).Value != Forwarding.Nat))
                scope.Findings.Error(DiagnosticCodes.Masquerade, masquerade.At, $"service '{service.Name}' has no server that it forwards to by nat", "forwarding: nat, or remove 'masquerade'");
            if (told || scope.File.Ipvs?.Value.Settings?.Value.Values.GetValueOrDefault("conntrack") is not { Value: "0" } conntrack) continue;
            told = true;
            scope.Findings.Error(DiagnosticCodes.Masquerade, conntrack.At, $"service '{service.Name}' masquerades, which needs conntrack", "conntrack: true, or leave it out");
        }
    }
}
