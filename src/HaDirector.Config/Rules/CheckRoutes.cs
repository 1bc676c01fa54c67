using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Language.Checks;
using HaDirector.Config.Yaml;
using HaDirector.Model;

namespace HaDirector.Config.Rules;

/// <summary>A check leaves from an address of the family it goes to.</summary>
internal static class CheckRoutes
{
    public static void Check(RuleScope scope)
    {
        HashSet<Spot> reported = [];
        foreach (Entry<ServiceDraft> service in scope.Services)
        {
            foreach (Located<ServerDraft> server in service.Value.Servers?.Value ?? [])
            {
                if (server.Value.Address is not { } address || CheckMerge.Over(service.Value.Check?.Value, server.Value.Check?.Value) is not { } whole) continue;
                foreach (CheckDraft check in CheckMerge.Leaves(whole))
                {
                    if (check.Source is not { } source || scope.Here is not { } here || source.Value.On(here) is not { } from) continue;
                    IpAddress to = check.Address?.Value ?? address.Value.Address;
                    if (from.Value.Family != to.Family && reported.Add(from.At))
                        scope.Findings.Error(DiagnosticCodes.MixedFamilies, from.At, $"source {from.Value} is not of the address family of {to}");
                }
            }
        }
    }
}
