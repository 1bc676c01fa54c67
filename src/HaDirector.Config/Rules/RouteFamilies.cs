using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Config.Rules;

/// <summary>A route and a rule are of one family, and there is a bound on how many move with a role.</summary>
internal static class RouteFamilies
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<VirtualRouterDraft> router in scope.Routers)
        {
            foreach (Located<RouteDraft> route in router.Value.Routes?.Value ?? [])
            {
                if (route.Value.To is not { } to) continue;
                foreach (string director in scope.Directors)
                {
                    if (Differs(scope, to, route.Value.Via?.Value.On(director), "via") || Differs(scope, to, route.Value.Source?.Value.On(director), "source")) break;
                }
            }
            foreach (Located<RuleDraft> rule in router.Value.Rules?.Value ?? [])
            {
                if (rule.Value is { From: { } from, To: { } to } && from.Value.Address.Family != to.Value.Address.Family)
                    scope.Findings.Error(DiagnosticCodes.RouteFamily, to.At, $"'from' and 'to' are of two families: {from.Value} and {to.Value}");
            }
            TooMany(scope, router.Value.Routes, "routes", VirtualRouterSpec.RoutesMax);
            TooMany(scope, router.Value.Rules, "rules", VirtualRouterSpec.RoutesMax);
        }
    }

    private static bool Differs(RuleScope scope, Located<IpPrefix> to, Located<IpAddress>? other, string key)
    {
        if (other is not { } address || address.Value.Family == to.Value.Address.Family) return false;
        scope.Findings.Error(DiagnosticCodes.RouteFamily, address.At, $"'{key}' {address.Value} is of another family than 'to' {to.Value}");
        return true;
    }

    private static void TooMany<T>(RuleScope scope, Located<IReadOnlyList<Located<T>>>? list, string what, int most)
    {
        if (list is { } all && all.Value.Count > most)
            scope.Findings.Error(DiagnosticCodes.RouteFamily, all.Value[most].At, $"there are {all.Value.Count} {what}; {most} are possible");
    }
}
