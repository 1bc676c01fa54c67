using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Language.Checks;
using HaDirector.Config.Yaml;
using HaDirector.Engine;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Config.Rules;

/// <summary>A check through the virtual address has one to go to, a way to the server, and an address of this director to come from; its marks are nobody else's.</summary>
internal static class CheckPaths
{
    public static void Check(RuleScope scope)
    {
        HashSet<Spot> reported = [];
        foreach (Entry<ServiceDraft> entry in scope.Services)
        {
            ServiceDraft service = entry.Value;
            foreach (Located<ServiceKey> own in service.Keys.Where(key => ProbePaths.IsOurs(key.Value)))
                scope.Findings.Error(DiagnosticCodes.CheckKeys, own.At, $"marks from {ProbePaths.First} to {ProbePaths.Last} belong to checks via the virtual address");
            IEnumerable<Located<ServerDraft>> servers = service.Servers?.Value ?? [];
            foreach (Located<ServerDraft> server in service.SorryServer is { } sorry ? servers.Append(sorry) : servers)
            {
                CheckDraft? around = ReferenceEquals(server.Value, service.SorryServer?.Value) ? null : service.Check?.Value;
                if (CheckMerge.Over(around, server.Value.Check?.Value) is not { } whole) continue;
                foreach (CheckDraft check in CheckMerge.Leaves(whole))
                {
                    if (check.Mark is { } mark && ProbePaths.IsOurs((uint)mark.Value) && reported.Add(mark.At))
                        scope.Findings.Error(DiagnosticCodes.CheckKeys, mark.At, $"marks from {ProbePaths.First} to {ProbePaths.Last} belong to checks via the virtual address");
                    if (check.Via is not { Value: CheckVia.VirtualAddress } via || Objection(scope, service, server.Value, check) is not { } why) continue;
                    if (reported.Add(via.At)) scope.Findings.Error(DiagnosticCodes.CheckKeys, via.At, why);
                }
            }
        }
    }

    private static string? Objection(RuleScope scope, ServiceDraft service, ServerDraft server, CheckDraft check)
    {
        if (service.Keys is not [var first, ..] || first.Value.IsMark) return "a service of a mark has no virtual address to go to";
        if ((server.Forwarding ?? service.Forwarding)?.Value is not (Forwarding.DirectRouting or Forwarding.Tunnel))
            return "only servers that forward by dr or tun have the virtual address";
        if (check.Kinds is [{ Value.NeedsPort: false }]) return "only a check that talks to a port goes through the virtual address";
        if (check.Address is not null) return "'via: virtual_address' and 'address' exclude each other";
        if (check.Mark is not null) return "'via: virtual_address' and 'mark' exclude each other";
        if (scope.Here is not { } here || check.Source is not null) return null;
        IpFamily family = first.Value.Family;
        IpAddress? own = scope.File.Directors?.Value.FirstOrDefault(d => d.Name == here).Value?.Address?.Value;
        return own?.Family == family ? null : "it needs a source address of this director: add 'source', or the director's 'address', of the virtual address's family";
    }
}
