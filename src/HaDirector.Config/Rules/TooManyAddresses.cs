using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Vrrp;

namespace HaDirector.Config.Rules;

/// <summary>All addresses of a virtual router travel in each advert.</summary>
internal static class TooManyAddresses
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<VirtualRouterDraft> router in scope.Routers)
        {
            if (router.Value.Addresses is not { } addresses || addresses.Value.Count <= VirtualRouterSpec.AddressesMax) continue;
            scope.Findings.Error(DiagnosticCodes.TooManyAddresses, addresses.Value[VirtualRouterSpec.AddressesMax].At,
                $"virtual router '{router.Name}' has {addresses.Value.Count} addresses; an advert carries {VirtualRouterSpec.AddressesMax}",
                "divide them among several virtual routers");
        }
    }
}
