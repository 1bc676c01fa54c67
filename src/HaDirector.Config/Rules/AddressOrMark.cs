using HaDirector.Config.Binding;
using HaDirector.Config.Language;

namespace HaDirector.Config.Rules;

/// <summary>A service is known by its address or by a firewall mark.</summary>
internal static class AddressOrMark
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            ServiceDraft draft = service.Value;
            if (draft.Address is not null && draft.Mark is { } mark)
                scope.Findings.Error(DiagnosticCodes.AddressOrMark, mark.At,
                    $"service '{service.Name}' has an address and a mark", "remove one of them");
            else if (draft.Address is null && draft.Mark is null && !draft.Wrong("address") && !draft.Wrong("mark"))
                scope.Findings.Error(DiagnosticCodes.AddressOrMark, draft.At,
                    $"service '{service.Name}' has neither 'address' nor 'mark'", "address: tcp://192.0.2.80:80");
            if (draft.Family is { } family && draft.Address is not null)
                scope.Findings.Error(DiagnosticCodes.AddressOrMark, family.At,
                    "'family' goes with 'mark'; an address says it itself", "remove it");
        }
    }
}
