using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Model;

namespace HaDirector.Config.Rules;

/// <summary>VRRP over IPv6 is not built yet, and a router never mixes families (RFC 9568 section 1.2).</summary>
internal static class RouterFamily
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<VirtualRouterDraft> router in scope.Routers)
        {
            foreach (Located<IpPrefix> address in router.Value.Addresses?.Value ?? [])
            {
                if (address.Value.Address.IsV4) continue;
                scope.Findings.Error(DiagnosticCodes.RouterFamily, address.At,
                    $"the IPv6 address {address.Value.Address} cannot be held: this version elects over IPv4 only");
                break;
            }
        }
    }
}
