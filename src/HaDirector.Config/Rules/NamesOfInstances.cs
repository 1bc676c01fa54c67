using HaDirector.Config.Assembly;
using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Config.Rules;

/// <summary>What is made for a router has a name: its second instance, and the interface of its virtual MAC.</summary>
internal static class NamesOfInstances
{
    private const int InterfaceMax = 15;

    public static void Check(RuleScope scope)
    {
        Dictionary<string, string> interfaces = [];
        foreach (Entry<VirtualRouterDraft> router in scope.Routers)
        {
            IpFamily[] families = [.. RouterAssembly.Families(router.Value)];
            int most = VirtualRouterSpec.NameMax - RouterAssembly.SecondName.Length;
            if (families.Length > 1 && router.Name.Length > most)
                scope.Findings.Error(DiagnosticCodes.InstanceName, router.At, $"the name '{router.Name}' of a virtual router with both families has at most {most} characters");
            if (router.Value.VirtualMac is not { Value.Wanted: true } mac || router.Value.VirtualRouterId is not { } id) continue;
            foreach (IpFamily family in families)
            {
                string name = RouterAssembly.MacInterface(mac.Value, (byte)id.Value, family, families.Length > 1 && family == IpFamily.V6);
                if (name.Length > InterfaceMax)
                    scope.Findings.Error(DiagnosticCodes.InstanceName, mac.At, $"'{name}' is longer than the {InterfaceMax} characters of an interface's name");
                else if (!interfaces.TryAdd(name, router.Name))
                {
                    scope.Findings.Error(DiagnosticCodes.InstanceName, mac.At,
                        $"'{name}' is the interface of the virtual MAC of '{interfaces[name]}' already", "give each its name: virtual_mac: NAME");
                }
            }
        }
    }
}
