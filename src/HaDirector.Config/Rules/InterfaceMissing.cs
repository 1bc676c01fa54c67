using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Model;

namespace HaDirector.Config.Rules;

/// <summary>On the host itself: an interface may come later, but probably its name is wrong.</summary>
internal static class InterfaceMissing
{
    public static void Check(RuleScope scope)
    {
        if (scope.Facts is null || scope.Here is not { } here) return;
        foreach (Entry<VirtualRouterDraft> router in scope.Routers) Check(scope, router.Value.Interface?.Value.On(here));
        if (scope.File.ConnectionSync?.Value is { Mode: null or { Value: SyncMode.Kernel } } sync)
            Check(scope, sync.Interface?.Value.On(here));
    }

    private static void Check(RuleScope scope, Located<string>? written)
    {
        if (written is not { } name) return;
        List<string> known = [.. scope.Facts!.Interfaces.Select(i => i.Name)];
        if (known.Contains(name.Value)) return;
        scope.Findings.Warning(DiagnosticCodes.InterfaceMissing, name.At, $"this host has no interface '{name.Value}'",
            Nearest.Name(name.Value, known) is { } near ? $"did you mean '{near}'?" : "it has " + string.Join(", ", known.Take(8)));
    }
}
