using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Config.Rules;

/// <summary>All addresses of a virtual router travel in each advert.</summary>
internal static class TooManyAddresses
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<VirtualRouterDraft> router in scope.Routers)
        {
            foreach (IGrouping<IpFamily, Located<IpPrefix>> family in router.Value.Advertised.GroupBy(a => a.Value.Address.Family))
            {
                // One more when its link-local address is made up.
                int made = family.Key == IpFamily.V6 && !family.Any(a => a.Value.Address.IsV6LinkLocal) ? 1 : 0;
                int most = VirtualRouterSpec.AddressesMax - made;
                if (family.Count() <= most) continue;
                scope.Findings.Error(DiagnosticCodes.TooManyAddresses, family.ElementAt(most).At,
                    $"virtual router '{router.Name}' has {family.Count() + made} addresses; an advert carries {VirtualRouterSpec.AddressesMax}",
                    "put some of them into excluded_addresses, or divide them among several virtual routers");
            }
            if (router.Value.Excluded is { } excluded && excluded.Value.Count > VirtualRouterSpec.ExcludedMax)
            {
                scope.Findings.Error(DiagnosticCodes.TooManyAddresses, excluded.Value[VirtualRouterSpec.ExcludedMax].At,
                    $"virtual router '{router.Name}' has {excluded.Value.Count} excluded addresses; {VirtualRouterSpec.ExcludedMax} are possible");
            }
        }
    }
}
