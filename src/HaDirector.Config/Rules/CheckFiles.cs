using HaDirector.Config.Language.Checks;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Rules;

/// <summary>What a check reads is there; what it runs can be run, and what root runs nobody else can change.</summary>
internal static class CheckFiles
{
    public static void Check(RuleScope scope)
    {
        if (scope.Facts?.Files is not { } judge) return;
        HashSet<Spot> reported = [];
        foreach (NeededFile file in scope.Checks.SelectMany(check => check.Check.Kinds).SelectMany(kind => kind.Value.Files))
        {
            if (file.Path.Value[0] != '/' || !reported.Add(file.Path.At)) continue;
            if (judge(file.Path.Value, file.Run, file.AsRoot) is { } why)
                scope.Findings.Error(DiagnosticCodes.CheckFile, file.Path.At, $"{Findings.Quote(file.Path.Value)} cannot be {(file.Run ? "run" : "read")}: {Findings.Plain(why)}");
        }
    }
}
