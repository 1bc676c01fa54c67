using HaDirector.Config.Language;

namespace HaDirector.Config.Rules;

/// <summary>A check does one thing.</summary>
internal static class CheckKinds
{
    public static void Check(RuleScope scope)
    {
        foreach ((CheckDraft check, ServiceDraft service, ServerDraft? server) in scope.Checks())
        {
            // The kind it inherits has been judged with the service.
            if (server?.Check?.Value is { Tcp: null, Http: null } && service.Check is not null) continue;
            if (check.Tcp is not null && check.Http is not null)
                scope.Findings.Error(DiagnosticCodes.CheckKind, check.At, "a check is either tcp or http", "remove one of them");
            else if (check.Tcp is null && check.Http is null && !check.Wrong("tcp") && !check.Wrong("http"))
                scope.Findings.Error(DiagnosticCodes.CheckKind, check.At,
                    "the check does not say what to try", "add tcp: {} or http: { path: / }");
        }
    }
}
