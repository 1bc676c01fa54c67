using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Model;

namespace HaDirector.Config.Rules;

/// <summary>On the host itself: a virtual address outside its interface's networks is an address nobody there asks for.</summary>
internal static class VirtualAddressReach
{
    public static void Check(RuleScope scope)
    {
        if (scope.Facts is not { } facts || scope.Here is not { } here) return;
        HashSet<IpAddress> ours = [.. scope.Routers.SelectMany(r => r.Value.Held).Select(a => a.Value.Address)];
        foreach (Entry<VirtualRouterDraft> router in scope.Routers)
        {
            foreach (Located<VirtualAddressDraft> item in router.Value.Addresses?.Value ?? [])
            {
                if ((item.Value.Interface ?? router.Value.Interface)?.Value.On(here) is not { } written || item.Value.Address is not { } address) continue;
                // A missing interface is a finding of its own.
                if (address.Value.Address.IsV6LinkLocal || facts.Interfaces.FirstOrDefault(i => i.Name == written.Value) is not { } network) continue;
                if (Reaches(network, address.Value.Address, ours)) continue;
                InterfaceFacts? other = facts.Interfaces.FirstOrDefault(i => Reaches(i, address.Value.Address, ours));
                scope.Findings.Error(DiagnosticCodes.OutOfReach, address.At,
                    $"{address.Value.Address} is outside the networks of {network.Name} ({Networks(network, ours)})",
                    other is null ? "no interface of this host reaches it" : $"{other.Name} reaches it");
            }
        }
    }

    private static bool Reaches(InterfaceFacts network, IpAddress address, HashSet<IpAddress> ours) =>
        network.Addresses.Any(a => !ours.Contains(a.Address) && a.Contains(address));

    private static string Networks(InterfaceFacts network, HashSet<IpAddress> ours)
    {
        string text = string.Join(", ", network.Addresses.Where(a => !ours.Contains(a.Address)).Take(4));
        return text.Length == 0 ? "it has no address" : text;
    }
}
