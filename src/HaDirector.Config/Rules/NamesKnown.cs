using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Language.Checks;
using HaDirector.Config.Yaml;
using HaDirector.Model;

namespace HaDirector.Config.Rules;

/// <summary>A name that stands for something of the file is a name of the file.</summary>
internal static class NamesKnown
{
    public static void Check(RuleScope scope)
    {
        FileDraft file = scope.File;
        string[] routers = [.. scope.Routers.Select(r => r.Name)];
        string[] sessions = Names(file.Bfd);
        string[] scripts = Names(file.Tracks?.Value.Scripts), files = Names(file.Tracks?.Value.Files), processes = Names(file.Tracks?.Value.Processes);
        string[] services = [.. scope.Services.Select(s => s.Name)];
        foreach (Entry<VirtualRouterDraft> router in scope.Routers)
        {
            Check(scope, router.Value.Bfd, "BFD session", sessions);
            if (router.Value.Track?.Value is not { } track) continue;
            foreach (Located<NamedUseDraft> use in track.Bfd?.Value ?? []) Check(scope, use.Value.Name, "BFD session", sessions);
            foreach (Located<NamedUseDraft> use in track.Scripts?.Value ?? []) Check(scope, use.Value.Name, "script of tracks.scripts", scripts);
            foreach (Located<NamedUseDraft> use in track.Files?.Value ?? []) Check(scope, use.Value.Name, "file of tracks.files", files);
            foreach (Located<NamedUseDraft> use in track.Processes?.Value ?? []) Check(scope, use.Value.Name, "process of tracks.processes", processes);
            foreach (Located<ServiceUseDraft> use in track.Services?.Value ?? []) Check(scope, use.Value.Name, "service", services);
            foreach (Located<NamedUseDraft> use in track.Routers?.Value ?? [])
            {
                Check(scope, use.Value.Name, "virtual router", routers);
                if (use.Value.Name is { } name && name.Value == router.Name)
                    scope.Findings.Error(DiagnosticCodes.UnknownName, name.At, $"virtual router '{router.Name}' cannot track itself");
            }
        }
        foreach (BfdCheckDraft check in scope.Checks.Where(c => !c.Inherits).SelectMany(c => c.Check.Kinds).Select(kind => kind.Value).OfType<BfdCheckDraft>())
            Check(scope, check.Session, "BFD session", sessions);
        foreach (Entry<IReadOnlyList<Located<string>>> group in file.SyncGroups?.Value ?? [])
            foreach (Located<string> member in group.Value) Check(scope, member, "virtual router", routers);
    }

    private static string[] Names<T>(Located<IReadOnlyList<Entry<T>>>? map) => [.. (map?.Value ?? []).Select(e => e.Name)];

    private static void Check(RuleScope scope, Located<string>? written, string kind, string[] known)
    {
        if (written is not { } name || known.Contains(name.Value)) return;
        scope.Findings.Error(DiagnosticCodes.UnknownName, name.At, $"there is no {kind} '{name.Value}' in the file",
            Nearest.Name(name.Value, known) is { } near ? $"did you mean '{near}'?" : known.Length == 0 ? null : "there is " + string.Join(", ", known.Take(8)));
    }
}
