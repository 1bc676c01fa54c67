using HaDirector.Config.Language.Checks;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Rules;

/// <summary>What a check reads is there; what it runs can be run, and nobody but root can put something else in its place.</summary>
internal static class CheckFiles
{
    public static void Check(RuleScope scope)
    {
        if (scope.Facts?.Files is not { } look) return;
        HashSet<Spot> reported = [];
        foreach (NeededFile file in scope.Checks().SelectMany(check => check.Check.Kinds).SelectMany(kind => kind.Value.Files))
        {
            string path = file.Path.Value;
            if (path[0] != '/' || !reported.Add(file.Path.At)) continue;
            if (Judge(look(path), file.Program) is { } why)
                scope.Findings.Error(DiagnosticCodes.CheckFile, file.Path.At, $"{Findings.Quote(path)} {why}");
        }
    }

    private static string? Judge(FileFacts? facts, bool program)
    {
        if (facts is null) return "is no file of this host";
        if (!program) return null;
        if (!facts.Executable) return "may not be executed: it has no execute bit";
        return facts.WritableBy is { } who ? $"is not run: {who} may change it" : null;
    }
}
