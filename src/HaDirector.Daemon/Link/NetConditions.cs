using HaDirector.Bfd;
using HaDirector.Bfd.Wire;
using HaDirector.Engine;
using HaDirector.Link;
using HaDirector.Linux;
using HaDirector.Model;

namespace HaDirector.Daemon.Link;

/// <summary>Conditions of the fence, of the other directors and of the BFD sessions, as the VRRP process tells them. For the watch thread.</summary>
internal sealed class NetConditions(Conditions conditions, VrrpView vrrp)
{
    private IReadOnlyList<BfdSpec> _sessions = [];
    private IReadOnlyList<IpAddress> _directors = [];

    /// <summary>Raises and clears.</summary>
    /// <param name="nets">What the pulse says.</param>
    /// <param name="plan">The plan in force; null before the first.</param>
    public void Follow(PulseNets nets, Plan? plan)
    {
        conditions.Set(
            nets.FenceMissing, ConditionCatalogue.FenceUnavailable, "", "nothing in the kernel stops a dead director from answering for its addresses until their lifetime ends");
        if (plan is null) return;
        IReadOnlyList<IpAddress> directors = plan.Peer?.Directors ?? [];
        foreach (IpAddress gone in _directors.Except(directors)) conditions.Clear(ConditionCatalogue.PeerAbsent, gone.ToString());
        _directors = directors;
        for (int i = 0; i < directors.Count; i++)
        {
            bool seen = (nets.DirectorsSeen & (1u << i)) != 0;
            conditions.Set(!seen, ConditionCatalogue.PeerAbsent, directors[i].ToString(), $"no hello of the director {directors[i]} was heard for 3 s");
        }

        FollowSessions(plan.Sessions);
    }

    private void FollowSessions(IReadOnlyList<BfdSpec> sessions)
    {
        foreach (string gone in _sessions.Except(sessions).Select(session => session.Name)) conditions.Clear(ConditionCatalogue.BfdPortUnavailable, gone);
        _sessions = sessions;
        foreach (BfdSpec session in sessions)
        {
            int error = vrrp.Session(session.Name)?.Refused ?? 0;
            ushort port = session.MultiHop ? BfdPacket.MultiHopPort : BfdPacket.SingleHopPort;
            string why = error == 0 ? "" : new LinuxException($"UDP port {port}", error).Message;
            conditions.Set(error != 0, ConditionCatalogue.BfdPortUnavailable, session.Name, $"BFD session {session.Name} cannot be heard: {why}");
        }
    }
}
