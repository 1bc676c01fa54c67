using HaDirector.Config.Language;

namespace HaDirector.Config.Rules;

/// <summary>Connection sync needs a role to follow, an interface and an id.</summary>
internal static class ConnectionSyncComplete
{
    public static void Check(RuleScope scope)
    {
        if (scope.File.ConnectionSync?.Value is not { } sync) return;
        SyncMode mode = sync.Mode?.Value ?? SyncMode.Kernel;
        if (mode == SyncMode.Off) return;
        if (mode == SyncMode.Relay)
        {
            scope.Findings.Error(DiagnosticCodes.NotYet, sync.Mode!.Value.At,
                "connection_sync mode 'relay' is not supported in this version", "use kernel or off");
            return;
        }
        if (sync.Interface is null && !sync.Wrong("interface"))
            scope.Findings.Error(DiagnosticCodes.MissingKey, sync.At,
                "'interface' is missing in 'connection_sync'", "the interface of the sync traffic");
        if (sync.SyncId is null && !sync.Wrong("sync_id"))
            scope.Findings.Error(DiagnosticCodes.MissingKey, sync.At,
                "'sync_id' is missing in 'connection_sync'", "a number from 1 to 255");
        if (scope.File.VirtualRouters is null or { Value.Count: 0 })
        {
            scope.Findings.Error(DiagnosticCodes.SyncWithoutRouter, sync.At,
                "connection sync follows the role of a virtual router, and there is none",
                "add virtual_routers, or set mode: off");
        }
    }
}
