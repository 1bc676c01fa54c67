using HaDirector.Config.Binding;
using HaDirector.Config.Language;
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
            if (service.Value.Address is not { } address || held.Contains(address.Value.Endpoint.Address)) continue;
            scope.Findings.Warning(DiagnosticCodes.AddressNotHeld, address.At,
                $"no virtual router holds {address.Value.Endpoint.Address} of service '{service.Name}'",
                "add it to the addresses of a virtual router");
        }
    }
}
