using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Rules;

/// <summary>A router has one fate: it is in one group, once.</summary>
internal static class SyncGroups
{
    public static void Check(RuleScope scope)
    {
        Dictionary<string, string> first = [];
        foreach (Entry<IReadOnlyList<Located<string>>> group in scope.File.SyncGroups?.Value ?? [])
        {
            foreach (Located<string> member in group.Value)
            {
                if (!first.TryAdd(member.Value, group.Name))
                    scope.Findings.Error(DiagnosticCodes.SyncGroups, member.At, $"virtual router '{member.Value}' is in sync group '{first[member.Value]}' already");
            }
        }
    }
}
