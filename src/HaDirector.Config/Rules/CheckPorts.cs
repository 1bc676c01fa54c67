using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Language.Checks;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Rules;

/// <summary>A service of a mark or of every port does not say which port a check talks to; an agent never listens on the service's.</summary>
internal static class CheckPorts
{
    public static void Check(RuleScope scope)
    {
        HashSet<Spot> reported = [];
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            ServiceDraft draft = service.Value;
            bool anyPort = draft.Keys is [var first, ..] && first.Value.Address.Port == 0; // of several, checks go to the first
            foreach (Located<ServerDraft> server in draft.Servers?.Value ?? [])
                Check(scope, service, server.Value, draft.Check?.Value, anyPort, reported);
            if (draft.SorryServer is { } sorry) Check(scope, service, sorry.Value, null, anyPort, reported);
        }
    }

    private static void Check(RuleScope scope, Entry<ServiceDraft> service, ServerDraft server, CheckDraft? around, bool anyPort, HashSet<Spot> reported)
    {
        if (CheckMerge.Over(around, server.Check?.Value) is not { } whole) return;
        foreach (CheckDraft check in CheckMerge.Leaves(whole))
        {
            if (check.Port is not null || check.Wrong("port") || check.Kinds is not [var kind, ..]) continue;
            if (kind.Value.NeedsOwnPort)
            {
                if (reported.Add(check.At))
                    scope.Findings.Error(DiagnosticCodes.CheckPort, check.At, "an agent listens on a port of its own, so its check needs one", "add port: 9099");
            }
            else if (anyPort && kind.Value.NeedsPort && server.Address is { Value.Port: null or 0 } && reported.Add(check.At))
            {
                scope.Findings.Error(DiagnosticCodes.CheckPort, check.At,
                    $"service '{service.Name}' has no single port, so its check needs one", "add port: 80");
            }
        }
    }
}
