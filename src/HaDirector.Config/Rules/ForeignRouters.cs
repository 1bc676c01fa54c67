using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Rules;

/// <summary>What is said to be somebody else's is not in the file.</summary>
internal static class ForeignRouters
{
    public static void Check(RuleScope scope)
    {
        foreach (Located<ForeignRouterDraft> foreign in scope.File.ForeignRouters?.Value ?? [])
        {
            foreach (Located<int> id in foreign.Value.VirtualRouterIds?.Value ?? [])
            {
                bool IsOurs(Entry<VirtualRouterDraft> router) => router.Value.VirtualRouterId?.Value == id.Value
                    && scope.Directors.Any(d => foreign.Value.Interface?.Value.On(d) is { } there && router.Value.Interface?.Value.On(d)?.Value == there.Value);
                if (scope.Routers.Where(IsOurs).Select(router => router.Name).FirstOrDefault() is { } ours)
                    scope.Findings.Error(DiagnosticCodes.VirtualRouterIdTwice, id.At, $"virtual_router_id {id.Value} is virtual router '{ours}' of this file, and nobody else's", "remove it");
            }
        }
    }
}
