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
            Refuse(scope, router.Name, "unicast", draft.Unicast?.At);
            Refuse(scope, router.Name, "authentication", draft.Authentication?.At);
            Refuse(scope, router.Name, "preempt_delay", draft.PreemptDelay is { Value.Ticks: > 0 } delay ? delay.At : null);
            Refuse(scope, router.Name, "startup_delay", draft.StartupDelay is { Value.Ticks: > 0 } start ? start.At : null);
            Refuse(scope, router.Name, "bfd", draft.Bfd?.At);
            Refuse(scope, router.Name, "detect_duplicates", (draft.Addresses?.Value ?? []).Select(a => a.Value.DetectDuplicates).FirstOrDefault(d => d is { Value: true })?.At);
            Refuse(scope, router.Name, "checksum other than rfc9568", draft is { IsVersion2: false, Checksum: { Value: not ChecksumForm.Rfc9568 } form } ? form.At : null);
        }
    }

    private static void Refuse(RuleScope scope, string router, string what, Spot? at)
    {
        if (at is { } spot)
            scope.Findings.Error(DiagnosticCodes.StrictProfile, spot, $"the strict profile of virtual router '{router}' has no {what}", "remove it, or write profile: director");
    }
}
