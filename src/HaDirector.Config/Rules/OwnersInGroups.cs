using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Vrrp;

namespace HaDirector.Config.Rules;

/// <summary>The owner of the addresses is master whatever the others are, so that on one director either all routers of a group own theirs or none does.</summary>
internal static class OwnersInGroups
{
    public static void Check(RuleScope scope)
    {
        Dictionary<string, VirtualRouterDraft> routers = scope.Routers.DistinctBy(r => r.Name).ToDictionary(r => r.Name, r => r.Value, StringComparer.Ordinal);
        foreach (Entry<IReadOnlyList<Located<string>>> group in scope.File.SyncGroups?.Value ?? [])
        {
            Located<string>[] members = [.. group.Value.Where(m => routers.GetValueOrDefault(m.Value)?.Priority is not null)];
            foreach (string director in scope.Directors)
            {
                bool Owns(Located<string> member) => routers[member.Value].Priority!.Value.Value.On(director) is { Value: VirtualRouterSpec.OwnerPriority };
                if (members.Length == 0 || members.All(Owns) || !members.Any(Owns)) continue;
                Located<string> owner = members.First(Owns), other = members.First(m => !Owns(m));
                scope.Findings.Error(DiagnosticCodes.OwnersInGroup, owner.At,
                    $"director '{director}' owns the addresses of virtual router '{owner.Value}' (priority 255) but not those of '{other.Value}' in sync group '{group.Name}'",
                    "all of a group are owned by one director, or none is");
                break;
            }
        }
    }
}
