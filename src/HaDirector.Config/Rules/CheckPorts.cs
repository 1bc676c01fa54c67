using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Rules;

/// <summary>A service of a mark or of every port does not say which port a check talks to.</summary>
internal static class CheckPorts
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            if (service.Value.Address is { Value.Endpoint.Port: not 0 } || (service.Value.Address is null && service.Value.Mark is null))
                continue;
            CheckDraft? reported = null;
            foreach (Located<ServerDraft> server in service.Value.Servers?.Value ?? [])
            {
                if (server.Value.Address is not { } address || address.Value.Port is > 0) continue;
                CheckDraft? check = CheckMerge.Over(service.Value.Check?.Value, server.Value.Check?.Value);
                if (check is null || check.Port is not null || check.Wrong("port") || check == reported) continue;
                reported = check;
                scope.Findings.Error(DiagnosticCodes.CheckPort, check.At,
                    $"service '{service.Name}' has no single port, so its check needs one", "add port: 80");
            }
        }
    }
}
