using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
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
            IEnumerable<(IpAddress Address, Spot At)> own = service.Value.Keys.Where(key => !key.Value.IsMark).Select(key => (key.Value.Address.Address, key.At));
            foreach ((IpAddress address, Spot at) in own.Concat((service.Value.Packets?.Value ?? []).Select(packets => (packets.Value.Address, packets.At))))
            {
                if (address == told || held.Contains(address)) continue;
                told = address;
                scope.Findings.Warning(DiagnosticCodes.AddressNotHeld, at,
                    $"no virtual router holds {address} of service '{service.Name}'",
                    "add it to the addresses of a virtual router");
            }
        }
    }
}
