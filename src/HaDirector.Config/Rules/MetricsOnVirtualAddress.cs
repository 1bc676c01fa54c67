using HaDirector.Config.Yaml;
using HaDirector.Model;

namespace HaDirector.Config.Rules;

/// <summary>Metrics on a virtual address would be the other director's after a failover.</summary>
internal static class MetricsOnVirtualAddress
{
    public static void Check(RuleScope scope)
    {
        if (scope.File.Control?.Value.Metrics?.Value is not { } metrics) return;
        HashSet<IpAddress> held = [.. scope.Routers.SelectMany(r => r.Value.Held).Select(a => a.Value.Address)];
        if (held.Count == 0) return;
        HashSet<Spot> reported = [];
        foreach (string director in scope.Directors)
        {
            if (metrics.On(director) is not { } listen || !reported.Add(listen.At)) continue;
            IpAddress address = listen.Value.Address;
            if (held.Contains(address))
                scope.Findings.Error(DiagnosticCodes.MetricsOnVirtualAddress, listen.At,
                    $"{address} is a virtual address", "use the director's own address");
            else if (address.IsAny)
            {
                scope.Findings.Error(DiagnosticCodes.MetricsOnVirtualAddress, listen.At,
                    $"{address} is every address, the virtual ones too",
                    "give each director its own: metrics: { lb01: 192.0.2.11:9100, ... }");
            }
        }
    }
}
