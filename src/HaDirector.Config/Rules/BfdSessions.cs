using HaDirector.Bfd;
using HaDirector.Config.Assembly;
using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Engine;
using HaDirector.Model;

namespace HaDirector.Config.Rules;

/// <summary>A session needs two ends of one family, and an interface or leave to cross routers.</summary>
internal static class BfdSessions
{
    public static void Check(RuleScope scope)
    {
        IReadOnlyList<DirectorSpec> directors = PlanAssembly.Directors(scope.File);
        foreach (Entry<BfdDraft> session in scope.File.Bfd?.Value ?? [])
        {
            bool multiHop = session.Value.MultiHop?.Value == true;
            if (!multiHop && session.Value.Interface is null && !session.Value.Wrong("interface"))
                scope.Findings.Error(DiagnosticCodes.BfdSession, session.At, $"BFD session '{session.Name}' needs an interface", "or multihop: true");
            if (multiHop && session.Value.Interface is { } needless)
                scope.Findings.Error(DiagnosticCodes.BfdSession, needless.At, $"BFD session '{session.Name}' is multihop and has no interface", "remove it");
            if (!multiHop && session.Value.HopLimit is { Value: < 255 } limit)
                scope.Findings.Error(DiagnosticCodes.BfdSession, limit.At, $"BFD session '{session.Name}' crosses no router, so its hop_limit is 255", "or multihop: true");
            if (session.Value.Wrong("peer") || session.Value.Wrong("local")) continue;
            foreach (DirectorSpec director in directors)
            {
                if (!Ends(scope, session, new Here(director.Name, directors), director.Name)) break;
            }
        }
        if (scope.File.Bfd is { } all && all.Value.Count > BfdSpec.SessionsMax)
            scope.Findings.Error(DiagnosticCodes.BfdSession, all.At, $"there are {all.Value.Count} BFD sessions; {BfdSpec.SessionsMax} are possible");
    }

    private static bool Ends(RuleScope scope, Entry<BfdDraft> session, Here here, string director)
    {
        IpAddress peer = PairAssembly.Peer(session.Value, here), local = here.On(session.Value.Local);
        if (!peer.IsSet || peer.IsAny || peer.IsMulticast)
        {
            scope.Findings.Error(DiagnosticCodes.BfdSession, session.Value.Peer?.At ?? session.At,
                $"BFD session '{session.Name}' has no peer on director '{director}'", "write peer, or an address for each of the directors");
            return false;
        }
        if (!local.IsSet || local.Family == peer.Family) return true;
        scope.Findings.Error(DiagnosticCodes.BfdSession, session.Value.Local!.Value.At, $"BFD session '{session.Name}' has ends of two families on director '{director}'");
        return false;
    }
}
