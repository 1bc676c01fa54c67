using HaDirector.Bfd;
using HaDirector.Link;
using HaDirector.Linux;
using HaDirector.Linux.Route;
using HaDirector.Model;
using HaDirector.Netlink.Route;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Tracking;
using HaDirector.VrrpProcess.Bfd;
using HaDirector.VrrpProcess.Fencing;
using HaDirector.VrrpProcess.Presence;

namespace HaDirector.VrrpProcess;

/// <summary>
/// Brings plans to the real-time loop: opens what a plan needs on this normal thread, hands over the whole in one step, and closes what came
/// back. A router that stays keeps its machine, so that an unrelated change never costs it its role. For one thread.
/// </summary>
/// <param name="loop">The loop.</param>
/// <param name="role">What the process before left.</param>
/// <param name="say">Hears what a human should know.</param>
internal sealed partial class Deployment(RealTimeLoop loop, RoleFile role, Action<string> say) : IDisposable
{
    private static readonly TimeSpan OpenAgainAfter = TimeSpan.FromSeconds(1);

    private readonly RouteSocket _route = new();
    private readonly Fence _fence = new(loop.World.Nets, say);
    private readonly HashSet<string> _cannotOpen = [];
    private readonly BfdPorts _bfdPorts = new(say);
    private RouterSet _last = RouterSet.Empty;
    private RouterSet? _inFlight;
    private bool _inFlightIsPlan; // or the plan in force with a port opened anew
    private RealTimePlan? _waiting;
    private RouteTracker? _routes;
    private HelloLine? _hellos;
    private HelloLine? _hellosBefore; // until the loop has taken the set that does without it
    private RealTimePlan? _offered; // the plan of the set in flight
    private bool _portsWanted;
    private Instant _openAt;

    /// <summary>The plan in force; null before the first.</summary>
    public uint? AppliedEpoch { get; private set; }

    /// <summary>Becomes readable when routes change; -1 when none is tracked.</summary>
    public int RouteDescriptor => _routes?.Number ?? -1;

    /// <summary>When <see cref="Advance"/> should be called next though nothing happened.</summary>
    public Instant NextDeadline
    {
        get
        {
            Instant next = _portsWanted ? _openAt : Instant.Never;
            if (_bfdPorts.RetryAt < next) next = _bfdPorts.RetryAt;
            return NextRestartDeadline < next ? NextRestartDeadline : next;
        }
    }

    /// <summary>Wants this plan in force. A plan that still waits is forgotten: the newest wins.</summary>
    public void Apply(RealTimePlan plan)
    {
        _waiting = FencePlan.Decided(plan);
        Advance();
    }

    /// <summary>Goes on: after news from the loop, and at <see cref="NextDeadline"/>.</summary>
    /// <returns>Whether a plan came into force just now.</returns>
    public bool Advance()
    {
        bool applied = TakeBack();
        _fence.FollowPeer();
        _fence.FollowRoles(_last.Routers);
        if (loop.TakePortsWanted() && !_portsWanted) (_portsWanted, _openAt) = (true, Clock.Now);
        if (_inFlight is not null) return applied;
        _fence.FollowSessions(Bears, _route);
        JudgeRestart();
        if (_waiting is { } plan)
        {
            (_waiting, _offered) = (null, plan);
            _fence.Prepare(plan, Bears, _route);
            Offer(Build(plan), isPlan: true);
        }
        else if (_offered is { } held && (PreemptHoldIsOver || _bfdPorts.TryAgain(Clock.Now)))
        {
            Offer(Build(held), isPlan: false);
        }
        else if (_portsWanted && Clock.Now >= _openAt)
        {
            OpenPorts();
        }

        return applied;
    }

    /// <summary>Takes what the director process says of a tracked object of the plan of this epoch.</summary>
    public void Take(uint epoch, long track, TrackValue value)
    {
        RouterSet? set = _inFlight?.Epoch == epoch ? _inFlight : _last.Epoch == epoch ? _last : null;
        if (set?.Tracks is not { } tracks) return; // of a plan that is none any more, or waits: it is said again
        tracks.Inbox.Put(track, value);
        loop.Wake();
    }

    /// <summary>Looks after tracked routes.</summary>
    public void HearRoutes()
    {
        if (_routes?.Hear() == true) loop.Wake();
    }

    /// <summary>Takes away what the kernel does for us by rules; after the routers resigned.</summary>
    public void Withdraw() => _fence.Remove();

    /// <inheritdoc/>
    public void Dispose()
    {
        _routes?.Dispose();
        foreach (InterfacePort port in _last.Ports) Close(port, []);
        foreach (RealTimePart part in _last.Parts) part.Dispose();
        _hellos?.Dispose();
        _hellosBefore?.Dispose();
        _route.Dispose();
    }

    private TimeSpan Bears(BfdSpec session) => _last.Parts.OfType<BfdPart>().FirstOrDefault()?.Bears(session) ?? default;

    private void Close(InterfacePort port, InterfacePort[] remaining)
    {
        // Another port may be the same macvlan for other addresses.
        if (port.Below is not null && port.Resources is { } macvlan && !Array.Exists(remaining, other => other.Name == port.Name)) _route.DeleteLink(macvlan.InterfaceIndex);
        port.Resources?.Dispose();
    }

    private bool TakeBack()
    {
        if (_inFlight is not { } set || loop.Adopted != set) return false;
        _inFlight = null;
        foreach (PortResources? retired in set.Retired) retired?.Dispose();
        foreach (InterfacePort port in _last.Ports)
        {
            if (!set.Ports.Contains(port)) Close(port, set.Ports);
        }

        foreach (RealTimePart part in _last.Parts)
        {
            if (!set.Parts.Contains(part)) part.Dispose();
        }

        _hellosBefore?.Dispose();
        _hellosBefore = null;
        (_last, AppliedEpoch) = (set, set.Epoch);
        if (_inFlightIsPlan && _offered is { } plan) _fence.Settle(plan, Bears, _route);
        role.MakeRoom(set.Routers.Length, Clock.Now);
        return _inFlightIsPlan;
    }

    private RouterSet Build(RealTimePlan plan)
    {
        List<InterfacePort> ports = [];
        List<RouterSlot> slots = [];
        foreach (VirtualRouterSpec spec in HoldBack(plan))
        {
            InterfacePort port = PortOf(spec.Interface, spec.Family, ports);
            InterfacePort[] holders =
            [
                .. spec.Addresses.Concat(spec.Excluded).Select(address => HolderOf(spec, address, port, ports)),
            ];
            slots.Add(new RouterSlot(Find(spec) ?? new RouterRuntime(spec, port, holders, loop.World), spec, holders));
        }

        GoOn(slots);

        List<OpenedPort> opened = [];
        foreach (InterfacePort port in ports)
        {
            bool adverts = slots.Exists(slot => slot.Router.Port == port);
            if ((port.Resources is null || (adverts && port.Resources.Socket is null)) && TryOpen(port, adverts) is { } resources)
                opened.Add(new OpenedPort(port, resources));
        }

        RouterRuntime[] removed = [.. _last.Routers.Select(slot => slot.Router).Where(router => !slots.Exists(slot => slot.Router == router))];
        return new RouterSet(plan.Epoch, [.. slots], [.. ports], removed, [.. opened], Parts(plan, slots));
    }

    // In this order: who judges sees what those before have heard and judged in the same turn.
    private RealTimePart[] Parts(RealTimePlan plan, List<RouterSlot> slots)
    {
        BfdPart? sessions = BfdPart.Make(_last.Parts.OfType<BfdPart>().FirstOrDefault(), plan.Sessions, slots, loop.World, _bfdPorts, say);
        RouterRuntime[] routers = [.. slots.Select(slot => slot.Router)];
        TrackPart tracks = new(plan, routers, sessions, loop.World, _last.Tracks);
        PresencePart presence = new(plan, LineOf(plan), routers, sessions, loop.World);
        _routes?.Dispose();
        _routes = RouteTracker.IsNeededFor(plan) ? new RouteTracker(plan, tracks.Inbox) : null;
        return sessions is null ? [tracks, presence] : [sessions, tracks, presence];
    }

    // An address that names no other interface is on the router's own, or on the macvlan that stands on it.
    private InterfacePort HolderOf(VirtualRouterSpec spec, VirtualAddress address, InterfacePort port, List<InterfacePort> ports)
    {
        IpFamily family = address.Address.Family;
        if (!string.IsNullOrEmpty(address.Interface) && address.Interface != spec.Interface) return PortOf(address.Interface, family, ports);
        if (spec.VirtualMac is not { } mac) return PortOf(spec.Interface, family, ports);
        return PortOf(mac.Interface, family, ports, port, HardwareAddress.OfVirtualRouter(spec.Family, spec.VirtualRouterId));
    }

    private InterfacePort PortOf(string name, IpFamily family, List<InterfacePort> ports, InterfacePort? below = null, HardwareAddress virtualMac = default)
    {
        bool IsIt(InterfacePort port) => port.Name == name && port.Family == family && port.Below == below && port.VirtualMac == virtualMac;
        if (ports.Find(IsIt) is { } there) return there;
        InterfacePort port = Array.Find(_last.Ports, IsIt) ?? new InterfacePort(name, family, below) { VirtualMac = virtualMac };
        ports.Add(port);
        return port;
    }

    private HelloLine? LineOf(RealTimePlan plan)
    {
        if (_hellos?.Serves(plan.Peer) == true) return _hellos;
        _hellosBefore = _hellos;
        return _hellos = plan.Peer is { } peer ? HelloLine.Open(peer, say) : null;
    }

    private RouterRuntime? Find(VirtualRouterSpec spec)
    {
        foreach (RouterSlot slot in _last.Routers)
        {
            if (slot.Spec.VirtualRouterId == spec.VirtualRouterId && slot.Spec.Interface == spec.Interface && slot.Spec.Family == spec.Family) return slot.Router;
        }

        return null;
    }

    // An interface came, came back, or was made anew: the loop only sees that it could be used.
    private void OpenPorts()
    {
        (_portsWanted, _openAt) = (false, Clock.Now + OpenAgainAfter);
        List<OpenedPort> opened = [];
        foreach (InterfacePort port in _last.Ports)
        {
            if (port.Condition != PortCondition.NotOpen) continue;
            if (TryOpen(port, port.CarriesAdverts) is { } resources) opened.Add(new OpenedPort(port, resources));
            else _portsWanted = true;
        }

        if (opened.Count == 0) return;
        _fence.Refresh(_route);
        Offer(new RouterSet(_last.Epoch, _last.Routers, _last.Ports, [], [.. opened], _last.Parts), isPlan: false);
    }

    private PortResources? TryOpen(InterfacePort port, bool adverts)
    {
        string name = port.Below?.Name ?? port.Name;
        if (!_route.TryFindLink(name, out LinkRecord link) || (port.Below is null && !link.IsRunning)) return null;
        try
        {
            PortResources resources = port.Below is null
                ? PortResources.Open(port.Name, link.Index, port.Family, adverts, link.HardwareAddress.IsSet, say)
                : new PortResources(VirtualMacDevice.Ensure(_route, port.Name, name, link.Index, port.VirtualMac).Index, null, null);
            _cannotOpen.Remove(port.Name);
            return resources;
        }
        catch (IOException refused)
        {
            if (_cannotOpen.Add(port.Name)) say($"{port.Name} cannot be opened, trying again each second: {refused.Message}");
            return null;
        }
    }

    private void Offer(RouterSet set, bool isPlan)
    {
        (_inFlight, _inFlightIsPlan) = (set, isPlan);
        loop.Offer(set);
    }
}
