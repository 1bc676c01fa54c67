using HaDirector.Engine;
using HaDirector.Link;
using HaDirector.Model;

namespace HaDirector.Daemon.Link;

/// <summary>Conditions of the fence and of the other directors, as the VRRP process tells them with its pulse. For the watch thread.</summary>
internal sealed class NetConditions(Conditions conditions)
{
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
    }
}
