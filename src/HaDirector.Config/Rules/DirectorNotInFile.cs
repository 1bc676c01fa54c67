using HaDirector.Config.Yaml;
using HaDirector.Model;

namespace HaDirector.Config.Rules;

/// <summary>A host must find itself in the file.</summary>
internal static class DirectorNotInFile
{
    public static void Check(RuleScope scope)
    {
        if (scope.File.Directors is not { } directors) return;
        if (directors.Value.Count == 0)
            scope.Findings.Error(DiagnosticCodes.DirectorNotInFile, directors.At, "'directors' names no director");
        else if (scope.Director is { } name && !scope.Directors.Contains(name))
            scope.Findings.Error(DiagnosticCodes.DirectorNotInFile, directors.At,
                $"this director, {Findings.Quote(name)}, is not in the file", Hint(scope, name));
    }

    private static string Hint(RuleScope scope, string name) =>
        Nearest.Name(name, scope.Directors) is { } near
            ? $"did you mean '{near}'? --director NAME says who this host is"
            : $"directors are {string.Join(", ", scope.Directors)}; --director NAME says who this host is";
}
