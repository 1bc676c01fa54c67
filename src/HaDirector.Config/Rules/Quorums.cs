using HaDirector.Config.Binding;
using HaDirector.Config.Language;

namespace HaDirector.Config.Rules;

/// <summary>A quorum can be reached, and lost.</summary>
internal static class Quorums
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            if (service.Value.Quorum is not { } quorum) continue;
            int minimum = quorum.Value.Minimum?.Value ?? QuorumTable.DefaultMinimum;
            int hysteresis = quorum.Value.Hysteresis?.Value ?? 0;
            if (quorum.Value.Hysteresis is { } written && hysteresis >= minimum)
            {
                if (!quorum.Value.Wrong("minimum"))
                {
                    scope.Findings.Error(DiagnosticCodes.Quorum, written.At,
                        $"hysteresis {hysteresis} is not less than minimum {minimum}: the quorum could never be lost");
                }
                continue;
            }
            if (service.Value.Servers is not { } servers || servers.Value.Any(server => server.Value.Wrong("weight"))) continue;
            long sum = servers.Value.Sum(server => (long)(server.Value.Weight?.Value ?? ServerTable.DefaultWeight));
            if ((long)minimum + hysteresis <= sum) continue;
            scope.Findings.Warning(DiagnosticCodes.Quorum, quorum.Value.Minimum?.At ?? quorum.At,
                $"the quorum needs weight {(long)minimum + hysteresis}, and all servers of service '{service.Name}' together have {sum}: it is never gained");
        }
    }
}
