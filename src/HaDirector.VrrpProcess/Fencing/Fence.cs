using HaDirector.Bfd;
using HaDirector.Link;
using HaDirector.Linux;
using HaDirector.Linux.Processes;
using HaDirector.Linux.Route;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Fence;

namespace HaDirector.VrrpProcess.Fencing;

/// <summary>
/// Keeps the kernel's fence and the table of accept mode as the plan wants them. Each change is one nft(8) run of some milliseconds, during which the adverts
/// go on; what cannot be had is said once and replaced by the kernel lifetime of the addresses. For the supervisor's thread.
/// </summary>
/// <param name="nets">Where both threads see it.</param>
/// <param name="say">Hears what a human should know.</param>
internal sealed class Fence(Nets nets, Action<string> say)
{
    private readonly TimeSpan _jiffy = Clock.Jiffy;
    private RealTimePlan? _plan; // in force
    private IReadOnlyList<TimeSpan> _bearable = []; // to the other ends of its sessions
    private IReadOnlyList<FencedRouter> _routers = [];
    private IReadOnlyList<string>? _chains; // of the table that is there; null when none is ours
    private HashSet<string> _masters = [];
    private string _script = "";
    private string? _accept; // null is not known: an earlier run may have left its tables
    private bool _wanted = true;
    private bool _alone;

    /// <summary>Why there is no fence; null while there is one, or none is wanted.</summary>
    public string? Unavailable { get; private set; }

    /// <summary>Fences what the plan in force and the next one hold together. Before the loop gets the next one.</summary>
    public void Prepare(RealTimePlan next, Func<BfdSpec, TimeSpan> bears, RouteSocket route)
    {
        IReadOnlyList<FencedRouter> routers = FencePlan.RoutersOf(next, _jiffy, bears);
        Put(FencePlan.Between(_routers, routers), route, anew: false);
        PutAccept(next.Routers);
    }

    /// <summary>Fences what the plan holds. After the loop took it.</summary>
    public void Settle(RealTimePlan plan, Func<BfdSpec, TimeSpan> bears, RouteSocket route)
    {
        (_plan, _bearable) = (plan, Bearable(plan, bears));
        Put(FencePlan.RoutersOf(plan, _jiffy, bears), route, anew: false);
    }

    /// <summary>Lets the leases follow what the other ends of the sessions want: else a lease of ours would end before our next packet leaves.</summary>
    public void FollowSessions(Func<BfdSpec, TimeSpan> bears, RouteSocket route)
    {
        if (_plan is { } plan && !Bearable(plan, bears).SequenceEqual(_bearable)) Settle(plan, bears, route);
    }

    /// <summary>Fences an interface that came, or was made anew. Before the loop gets its sockets.</summary>
    public void Refresh(RouteSocket route) => Put(_routers, route, anew: true);

    /// <summary>Opens or closes the fence as the peer went or came.</summary>
    public void FollowPeer()
    {
        if (!nets.Fenced || nets.PeerPresent != _alone) return;
        _alone = !nets.PeerPresent;
        if (!_routers.Any(router => router.OpenWhenAlone)) return;
        if (Nft.Run(FenceTable.Alone(_routers, _alone)) is { } why) GiveUp(why);
    }

    /// <summary>
    /// Lets packets to the addresses pass again where the role was given up without a priority 0 on the wire, which does it by itself: this host may have the
    /// address for another reason, as a real server of the master.
    /// </summary>
    public void FollowRoles(RouterSlot[] slots)
    {
        HashSet<string> masters = [.. slots.Where(slot => slot.Router.Instance.State == VrrpState.Master).Select(slot => slot.Spec.Name)];
        uint[] left = [.. _routers.Where(router => _masters.Contains(router.Name) && !masters.Contains(router.Name)).Select(router => router.Key)];
        _masters = masters;
        if (left.Length > 0 && nets.Fenced && Nft.Run(FenceTable.Disarm(left)) is { } why) GiveUp(why);
    }

    /// <summary>Takes everything away: the addresses are off, or about to go.</summary>
    public void Remove()
    {
        nets.Fenced = false;
        if (_wanted) _ = Nft.Run(FenceTable.Remove);
        if (_accept is null or { Length: > 0 }) _ = Nft.Run(AcceptTable.Remove);
        (_wanted, _chains, _script, _accept, _routers, _plan) = (false, null, "", "", [], null);
    }

    private static TimeSpan[] Bearable(RealTimePlan plan, Func<BfdSpec, TimeSpan> bears) => [.. plan.Sessions.Select(bears)];

    private void Put(IReadOnlyList<FencedRouter> routers, RouteSocket route, bool anew)
    {
        _routers = routers;
        if (routers.Count == 0)
        {
            if (!_wanted) return;
            (_wanted, _chains, _script, Unavailable) = (false, null, "", null);
            _ = Nft.Run(FenceTable.Remove);
            nets.Fenced = nets.FenceMissing = false;
            return;
        }

        string[] present = [.. FenceTable.Named(routers).Where(name => route.TryFindLink(name, out _))];
        _alone = !nets.PeerPresent;
        string script = FenceTable.Make(routers, present, null, _alone);
        if (script == _script && _chains is not null && !anew) return;
        _wanted = true;
        string? why = Nft.Run(_chains is null ? script : FenceTable.Make(routers, present, _chains, _alone));
        // Another program may have taken the table away: then there is no lease to save either.
        if (why is not null && _chains is not null) why = Nft.Run(script);
        if (why is not null)
        {
            GiveUp(why);
            return;
        }

        if (Unavailable is not null) say("the fence is in force");
        (_script, _chains, Unavailable) = (script, FenceTable.Chains(routers, present), null);
        (nets.Fenced, nets.FenceMissing) = (true, false);
    }

    // Half a fence, or one with the addresses of yesterday, is worse than none: the lifetime takes over.
    private void GiveUp(string why)
    {
        nets.Fenced = false;
        (_chains, _script) = (null, "");
        _ = Nft.Run(FenceTable.Remove);
        if (Unavailable != why) say($"the fence cannot be had, the addresses carry a kernel lifetime instead: {why}");
        (Unavailable, nets.FenceMissing) = (why, true);
    }

    private void PutAccept(IReadOnlyList<VirtualRouterSpec> routers)
    {
        string script = AcceptTable.IsNeeded(routers) ? AcceptTable.Make(routers) : "";
        if (script == _accept) return;
        string? why = Nft.Run(script.Length == 0 ? AcceptTable.Remove : script);
        if (why is null || script.Length == 0) _accept = script;
        else say($"accept: false has no effect, packets to the addresses are accepted: {why}");
    }
}
