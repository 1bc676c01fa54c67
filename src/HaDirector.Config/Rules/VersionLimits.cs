using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Model;

namespace HaDirector.Config.Rules;

/// <summary>What one version of the protocol can say and the other cannot.</summary>
internal static class VersionLimits
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<VirtualRouterDraft> router in scope.Routers)
        {
            if (router.Value.AdvertInterval is { } interval) Interval(scope, router, interval);
            AuthenticationDraft? authentication = router.Value.Authentication?.Value;
            if (authentication?.Password is { } password && !router.Value.IsVersion2)
            {
                scope.Findings.Error(DiagnosticCodes.AuthenticationOfVersion, password.At,
                    $"version 3 has no passwords (virtual router '{router.Name}')", "use hmac, or version: 2");
            }
            if (authentication?.Hmac is { } hmac && router.Value.IsVersion2)
            {
                scope.Findings.Error(DiagnosticCodes.AuthenticationOfVersion, hmac.At,
                    $"version 2 has no HMAC (virtual router '{router.Name}')", "use version: 3");
            }
        }
    }

    private static void Interval(RuleScope scope, Entry<VirtualRouterDraft> router, Located<TimeSpan> interval)
    {
        if (router.Value.IsVersion2 && interval.Value.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            scope.Findings.Error(DiagnosticCodes.IntervalOfVersion, interval.At,
                $"version 2 counts its advert_interval in whole seconds (virtual router '{router.Name}')", "1s to 255s, or version: 3");
        }
        else if (!router.Value.IsVersion2 && interval.Value > new Centiseconds(Centiseconds.Largest).ToTimeSpan())
        {
            scope.Findings.Error(DiagnosticCodes.IntervalOfVersion, interval.At,
                $"version 3 carries an advert_interval up to 40.95s (virtual router '{router.Name}')");
        }
    }
}
