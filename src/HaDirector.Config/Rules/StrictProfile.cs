using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Vrrp;

namespace HaDirector.Config.Rules;

/// <summary>The strict profile is RFC 9568 (version 2: RFC 3768) and nothing else.</summary>
internal static class StrictProfile
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<VirtualRouterDraft> router in scope.Routers.Where(r => r.Value.IsStrict))
        {
            VirtualRouterDraft draft = router.Value;
            NeedsMac(scope, router.Name, draft);
            // Accept_Mode is of version 3 (RFC 9568 section 6.1); before, only the owner accepts (RFC 3768 section 6.4.3).
            Refuse(scope, router.Name, "accept with version 2", draft is { IsVersion2: true, Accept: { Value: true } accept } ? accept.At : null);
            Refuse(scope, router.Name, "unicast", draft.Unicast?.At);
            Refuse(scope, router.Name, "authentication", draft.Authentication?.At);
            Refuse(scope, router.Name, "preempt_delay", draft.PreemptDelay is { Value.Ticks: > 0 } delay ? delay.At : null);
            Refuse(scope, router.Name, "startup_delay", draft.StartupDelay is { Value.Ticks: > 0 } start ? start.At : null);
            Refuse(scope, router.Name, "bfd", draft.Bfd?.At);
            Refuse(scope, router.Name, "detect_duplicates", (draft.Addresses?.Value ?? []).Select(a => a.Value.DetectDuplicates).FirstOrDefault(d => d is { Value: true })?.At);
            Refuse(scope, router.Name, "checksum other than rfc9568", draft is { IsVersion2: false, Checksum: { Value: not ChecksumForm.Rfc9568 } form } ? form.At : null);
        }
    }

    // RFC 9568 section 7.3; of the owner, too.
    private static void NeedsMac(RuleScope scope, string router, VirtualRouterDraft draft)
    {
        if (draft.VirtualMac is { Value.Wanted: true } || draft.Wrong("virtual_mac")) return;
        scope.Findings.Error(DiagnosticCodes.StrictProfile, draft.VirtualMac?.At ?? draft.Profile!.Value.At,
            $"the strict profile of virtual router '{router}' needs its virtual MAC", "write virtual_mac: true, or profile: director");
    }

    private static void Refuse(RuleScope scope, string router, string what, Spot? at)
    {
        if (at is { } spot)
            scope.Findings.Error(DiagnosticCodes.StrictProfile, spot, $"the strict profile of virtual router '{router}' has no {what}", "remove it, or write profile: director");
    }
}
