using HaDirector.Config.Binding;
using HaDirector.Config.Language;

namespace HaDirector.Config.Rules;

/// <summary>On one interface a VRID is one virtual router: two would hear each other's adverts as their own.</summary>
internal static class VirtualRouterIdTwice
{
    public static void Check(RuleScope scope)
    {
        HashSet<string> reported = [];
        foreach (string director in scope.Directors)
        {
            Dictionary<(string, int), Entry<VirtualRouterDraft>> first = [];
            foreach (Entry<VirtualRouterDraft> router in scope.Routers)
            {
                if (router.Value.VirtualRouterId is not { } id || router.Value.Interface?.Value.On(director) is not { } network) continue;
                if (first.TryAdd((network.Value, id.Value), router) || !reported.Add(router.Name)) continue;
                Entry<VirtualRouterDraft> other = first[(network.Value, id.Value)];
                scope.Findings.Error(DiagnosticCodes.VirtualRouterIdTwice, id.At,
                    $"virtual_router_id {id.Value} on {network.Value} is virtual router '{other.Name}' (line {other.At.Line}) already",
                    "give each virtual router of a network its own number");
            }
        }
    }
}
