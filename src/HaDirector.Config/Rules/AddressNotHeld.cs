using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Config.Rules;

/// <summary>A service whose address no virtual router holds gets traffic only if someone else brings it here.</summary>
internal static class AddressNotHeld
{
    public static void Check(RuleScope scope)
    {
        if (scope.Routers.Count == 0) return;
        HashSet<IpAddress> held = [.. scope.Routers.SelectMany(r => r.Value.Held).Select(a => a.Value.Address)];
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            IpAddress told = default; // one finding for all ports of an address
            foreach (Located<ServiceKey> key in service.Value.Keys)
            {
                IpAddress address = key.Value.Address.Address;
                if (key.Value.IsMark || address == told || held.Contains(address)) continue;
                told = address;
                scope.Findings.Warning(DiagnosticCodes.AddressNotHeld, key.At,
                    $"no virtual router holds {address} of service '{service.Name}'",
                    "add it to the addresses of a virtual router");
            }
        }
    }
}
