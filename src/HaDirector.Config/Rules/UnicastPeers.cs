using HaDirector.Config.Assembly;
using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Engine;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Config.Rules;

/// <summary>Adverts that go to no one elect no one; and those that routers may forward can come from anyone.</summary>
internal static class UnicastPeers
{
    public static void Check(RuleScope scope)
    {
        IReadOnlyList<DirectorSpec> directors = PlanAssembly.Directors(scope.File);
        foreach (Entry<VirtualRouterDraft> router in scope.Routers)
        {
            if (router.Value.Unicast is not { } unicast || unicast.Value.Wrong("peers")) continue;
            Routed(scope, router, unicast.Value);
            foreach (DirectorSpec director in directors)
            {
                if (!Complete(scope, router, unicast, new Here(director.Name, directors), director.Name)) break;
            }
        }
    }

    private static bool Complete(RuleScope scope, Entry<VirtualRouterDraft> router, Located<UnicastDraft> unicast, Here here, string director)
    {
        Spot at = unicast.Value.Peers?.At ?? unicast.Value.At;
        List<IpAddress> peers = [.. new RouterAssembly(here, new TrackAssembly(here, null), new Secrets(null)).Peers(unicast.Value).Distinct()];
        foreach (IpFamily family in RouterAssembly.Families(router.Value))
        {
            int count = peers.Count(p => p.Family == family);
            if (count is > 0 and <= VirtualRouterSpec.PeersMax) continue;
            string word = family == IpFamily.V4 ? "IPv4" : "IPv6";
            scope.Findings.Error(DiagnosticCodes.UnicastPeers, at,
                count == 0
                    ? $"virtual router '{router.Name}' has no {word} peer to send to on director '{director}'"
                    : $"virtual router '{router.Name}' has {count} peers; {VirtualRouterSpec.PeersMax} are possible",
                count == 0 ? "write peers, or an address for each of the directors" : null);
            return false;
        }
        return true;
    }

    private static void Routed(RuleScope scope, Entry<VirtualRouterDraft> router, UnicastDraft unicast)
    {
        if (unicast.HopLimit is not { Value: < 255 } limit || unicast.AllowUnauthenticated?.Value == true) return;
        if (router.Value.Authentication?.Value.Hmac?.Value is { Mode: null or { Value: HmacMode.Enforce } }) return;
        scope.Findings.Error(DiagnosticCodes.UnauthenticatedRoute, limit.At,
            $"with hop_limit {limit.Value} virtual router '{router.Name}' believes adverts from beyond this network, and nothing shows who sent them",
            "add authentication: { hmac: ... }, or allow_unauthenticated: true");
    }
}
