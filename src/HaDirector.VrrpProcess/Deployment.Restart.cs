using HaDirector.Link;
using HaDirector.Linux;
using HaDirector.Linux.Route;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.VrrpProcess;

/// <content>
/// What the process before left: routers that were master go on with their addresses while nobody can have missed them, all else is taken off. After a
/// crash no router takes over from another director for a while, so that a loop of crashes is no loop of role changes.
/// </content>
internal sealed partial class Deployment
{
    private readonly Instant _startedAt = Clock.Now;
    private bool _leftoversSettled;
    private Instant _preemptAt = Instant.Never; // never once it is over

    /// <summary>Routers of the set in force.</summary>
    public RouterSlot[] Routers => _last.Routers;

    /// <summary>Interfaces of the set in force.</summary>
    public IEnumerable<string> Interfaces => _last.Ports.Select(port => port.Name).Distinct();

    private Instant NextRestartDeadline => !_leftoversSettled && role.UnmissedUntil < _preemptAt ? role.UnmissedUntil : _preemptAt;

    private bool PreemptHoldIsOver => Clock.Now >= _preemptAt;

    /// <summary>Takes everything off that an earlier run left.</summary>
    public void RemoveLeftovers()
    {
        _leftoversSettled = true;
        (int addresses, int others) = Leftovers.Remove();
        if (addresses + others > 0) say($"removed {addresses} virtual address(es) and {others} route(s), rule(s) and device(s) that an earlier run left");
    }

    // No plan came in time: somebody else is master by now.
    private void JudgeRestart()
    {
        if (!_leftoversSettled && Clock.Now >= role.UnmissedUntil) RemoveLeftovers();
    }

    // Before the first set is handed over.
    private void GoOn(List<RouterSlot> slots)
    {
        if (_leftoversSettled) return;
        _leftoversSettled = true;
        HashSet<IpAddress> kept = [];
        foreach (RouterSlot slot in slots)
        {
            if (role.Unmissed(slot.Spec, Clock.Now) is not { } before) continue;
            slot.Router.ResumeBefore = before.UnmissedUntil;
            kept.UnionWith(slot.Spec.Addresses.Concat(slot.Spec.Excluded).Select(address => address.Address));
        }

        if (kept.Count == 0) RemoveLeftovers();
        else VirtualAddresses.RemoveAllBut(kept);
    }

    private IEnumerable<VirtualRouterSpec> HoldBack(RealTimePlan plan)
    {
        bool holds = role.Crashed && Clock.Now < _startedAt + plan.PreemptAfterCrash;
        if (holds && _preemptAt == Instant.Never)
            say($"the process before did not end in good order: no router takes over from another director for {plan.PreemptAfterCrash.TotalSeconds:F0} s");
        _preemptAt = holds ? _startedAt + plan.PreemptAfterCrash : Instant.Never;
        return holds ? plan.Routers.Select(router => router with { Preempt = false }) : plan.Routers;
    }
}
