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
        Dictionary<(IpAddress, string), (string Router, Spot At)> first = [];
        foreach (Entry<VirtualRouterDraft> router in scope.Routers)
        {
            foreach (Located<IpPrefix> address in router.Value.Held)
            {
                // A link-local address is another one on another interface.
                string link = address.Value.Address.IsV6LinkLocal && scope.Here is { } here ? router.Value.Interface?.Value.On(here)?.Value ?? "" : "";
                if (first.TryAdd((address.Value.Address, link), (router.Name, address.At))) continue;
                (string other, Spot at) = first[(address.Value.Address, link)];
                scope.Findings.Error(DiagnosticCodes.VirtualAddressTwice, address.At,
                    $"{address.Value.Address} is a virtual address of '{other}' already", $"first in line {at.Line}");
            }
        }
    }
}
