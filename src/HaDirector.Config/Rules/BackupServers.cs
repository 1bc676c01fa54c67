using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Rules;

/// <summary>A backup server fills in for another.</summary>
internal static class BackupServers
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            IReadOnlyList<Located<ServerDraft>> servers = service.Value.Servers?.Value ?? [];
            if (servers.Count == 0 || !servers.All(server => server.Value.Backup?.Value == true)) continue;
            scope.Findings.Error(DiagnosticCodes.BackupOnly, servers[0].Value.Backup!.Value.At,
                $"service '{service.Name}' has backup servers only", "remove 'backup' from those that are to be used first");
        }
    }
}
