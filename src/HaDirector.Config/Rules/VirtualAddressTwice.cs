using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Model;

namespace HaDirector.Config.Rules;

/// <summary>Two holders of one address would answer for it at once.</summary>
internal static class VirtualAddressTwice
{
    public static void Check(RuleScope scope)
    {
        Dictionary<IpAddress, (string Router, Spot At)> first = [];
        foreach (Entry<VirtualRouterDraft> router in scope.Routers)
        {
            foreach (Located<IpPrefix> address in router.Value.Addresses?.Value ?? [])
            {
                if (first.TryAdd(address.Value.Address, (router.Name, address.At))) continue;
                (string other, Spot at) = first[address.Value.Address];
                scope.Findings.Error(DiagnosticCodes.VirtualAddressTwice, address.At,
                    $"{address.Value.Address} is a virtual address of '{other}' already", $"first in line {at.Line}");
            }
        }
    }
}
