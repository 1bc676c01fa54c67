using HaDirector.Config.Language.Checks;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Rules;

/// <summary>A check does one thing, and its keys go together.</summary>
internal static class CheckKinds
{
    public static void Check(RuleScope scope)
    {
        foreach ((CheckDraft check, _, bool inherits) in scope.Checks)
        {
            if (inherits) continue; // judged where it is written
            if (check.Ways > 1)
                scope.Findings.Error(DiagnosticCodes.CheckKind, check.At, "a check is of one kind", "remove the others, or put them into all: [ ... ]");
            else if (check.Ways == 0)
                scope.Findings.Error(DiagnosticCodes.CheckKind, check.At, "the check does not say what to try", "add tcp: {} or http: { path: / }");
            foreach (Located<KindDraft> kind in check.Kinds) kind.Value.Judge(scope.Findings);
        }
    }
}
