using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Model;

namespace HaDirector.Config.Rules;

/// <summary>Version 2 knows IPv4 only (RFC 3768 section 1).</summary>
internal static class RouterFamily
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<VirtualRouterDraft> router in scope.Routers.Where(r => r.Value.IsVersion2))
        {
            foreach (Located<IpPrefix> address in router.Value.Advertised.Where(a => !a.Value.Address.IsV4).Take(1))
            {
                scope.Findings.Error(DiagnosticCodes.RouterFamily, address.At,
                    $"version 2 cannot carry the IPv6 address {address.Value.Address}", "write version: 3, or put it into a virtual router of its own");
            }
        }
    }
}
