using HaDirector.Config.Binding;
using HaDirector.Config.Language;

namespace HaDirector.Config.Rules;

/// <summary>With equal priorities the greater address wins (RFC 9568 section 6.4.3): a choice nobody sees in the file.</summary>
internal static class EqualPriorities
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<VirtualRouterDraft> router in scope.Routers)
        {
            Dictionary<int, string> first = [];
            foreach (string director in scope.Directors)
            {
                if (router.Value.Priority?.Value.On(director) is not { } priority || first.TryAdd(priority.Value, director)) continue;
                scope.Findings.Error(DiagnosticCodes.EqualPriorities, priority.At,
                    $"'{first[priority.Value]}' and '{director}' have the same priority {priority.Value} in virtual router '{router.Name}'",
                    $"give one per director: priority: {{ {first[priority.Value]}: 150, {director}: 100 }}");
                break;
            }
        }
    }
}
