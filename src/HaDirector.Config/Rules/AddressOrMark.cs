using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Rules;

/// <summary>A service is known by its address, by several addresses, or by a firewall mark.</summary>
internal static class AddressOrMark
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            ServiceDraft draft = service.Value;
            if (draft.Address is not null && draft.Mark is { } mark) Refuse(scope, mark.At, $"service '{service.Name}' has an address and a mark", "remove one of them");
            if (draft.Addresses is { } group && (draft.Address is not null || draft.Mark is not null))
                Refuse(scope, group.At, $"service '{service.Name}' has addresses and {(draft.Address is not null ? "an address" : "a mark")}", "write all of them under 'addresses'");
            if (draft.Keys.Count == 0 && !draft.Wrong("address") && !draft.Wrong("addresses") && !draft.Wrong("mark") && draft.Addresses is null)
                Refuse(scope, draft.At, $"service '{service.Name}' has neither 'address' nor 'mark'", "address: tcp://192.0.2.80:80");
            if (draft.Family is { } family && (draft.Address is not null || draft.Addresses is not null))
                Refuse(scope, family.At, "'family' goes with 'mark'; an address says it itself", draft.Addresses is null ? "remove it" : "remove it; an IPv6 mark is mark6:5");
        }
    }

    private static void Refuse(RuleScope scope, Spot at, string message, string hint) => scope.Findings.Error(DiagnosticCodes.AddressOrMark, at, message, hint);
}
