using HaDirector.Linux.Route;
using HaDirector.Model;
using HaDirector.Netlink.Route;
using HaDirector.Vrrp;

namespace HaDirector.VrrpProcess;

/// <content>
/// Routes and rules that are there while the router is master: after the addresses, which they may name as their source, and gone before them. They
/// carry our protocol number; what others set is neither replaced nor removed.
/// </content>
internal sealed partial class RouterRuntime
{
    private const int Exists = 17, NoSuchRoute = 3, NoSuchRule = 2; // EEXIST; ESRCH, ENOENT: it is off, which is what was asked
    private static readonly TimeSpan KeepRoutesEvery = TimeSpan.FromSeconds(2);

    private VirtualRouterSpec? _routesOf; // the spec whose routes and rules were set
    private ulong _routesSet, _rulesSet; // bit per route and rule of it
    private Instant _keepRoutesAt = Instant.Never;

    /// <summary>Makes the routes and rules of ours exactly those of the spec.</summary>
    private void TakeRoutes(Instant now)
    {
        VirtualRouterSpec next = Instance.Spec;
        if (_routesOf is { } before && !ReferenceEquals(before, next)) RemoveRoutes(before, next, now);
        (_routesOf, _routesSet, _rulesSet) = (next, 0, 0);
        for (int i = 0; i < next.Routes.Count; i++)
        {
            if (SetRoute(next.Routes[i], first: true, now)) _routesSet |= 1UL << i;
        }

        for (int i = 0; i < next.Rules.Count; i++)
        {
            if (SetRule(next.Rules[i], first: true, now)) _rulesSet |= 1UL << i;
        }

        _keepRoutesAt = next.Routes.Count + next.Rules.Count > 0 ? now + KeepRoutesEvery : Instant.Never;
    }

    private void DropRoutes(Instant now)
    {
        if (_routesOf is { } before) RemoveRoutes(before, next: null, now);
        (_routesOf, _keepRoutesAt) = (null, Instant.Never);
    }

    // The kernel forgets the routes of an interface that goes down. Adding exclusively says nothing to anybody while they are there.
    private void KeepRoutes(Instant now)
    {
        VirtualRouterSpec spec = Instance.Spec;
        for (int i = 0; i < spec.Routes.Count; i++)
        {
            if (SetRoute(spec.Routes[i], first: (_routesSet & (1UL << i)) == 0, now)) _routesSet |= 1UL << i;
        }

        for (int i = 0; i < spec.Rules.Count; i++)
        {
            if (SetRule(spec.Rules[i], first: (_rulesSet & (1UL << i)) == 0, now)) _rulesSet |= 1UL << i;
        }

        _keepRoutesAt = now + KeepRoutesEvery;
    }

    private void RemoveRoutes(VirtualRouterSpec before, VirtualRouterSpec? next, Instant now)
    {
        for (int i = before.Rules.Count - 1; i >= 0; i--)
        {
            VirtualRule rule = before.Rules[i];
            if ((_rulesSet & (1UL << i)) == 0 || (next is not null && Has(next, rule))) continue;
            SayRouteFailed(world.Route.DeleteRule(Entry(rule)), set: false, rule.From.Address, now);
        }

        for (int i = before.Routes.Count - 1; i >= 0; i--)
        {
            VirtualRoute route = before.Routes[i];
            if ((_routesSet & (1UL << i)) == 0 || (next is not null && Has(next, route))) continue;
            SayRouteFailed(world.Route.DeleteRoute(Entry(route)), set: false, route.Destination.Address, now);
        }
    }

    private bool SetRoute(VirtualRoute route, bool first, Instant now)
    {
        RouteEntry entry = Entry(route);
        int error = world.Route.AddRoute(entry);
        // One that an earlier run of ours left may go another way; somebody else's is not touched.
        if (error == Exists && first) error = world.Route.DeleteRoute(entry) == 0 ? world.Route.AddRoute(entry) : Exists;
        else if (error == Exists) error = 0;
        SayRouteFailed(error, set: true, route.Destination.Address, now);
        return error == 0;
    }

    private bool SetRule(VirtualRule rule, bool first, Instant now)
    {
        RuleEntry entry = Entry(rule);
        int error = world.Route.AddRule(entry);
        if (error == Exists && first) error = world.Route.DeleteRule(entry) == 0 ? world.Route.AddRule(entry) : Exists;
        else if (error == Exists) error = 0;
        SayRouteFailed(error, set: true, rule.From.Address, now);
        return error == 0;
    }

    private void SayRouteFailed(int error, bool set, IpAddress address, Instant now)
    {
        if (error == 0 || (!set && error is NoSuchRoute or NoSuchRule or NoDevice)) return;
        if (_log.Opens((int)VrrpLogCode.RouteFailed, now)) Log(VrrpLogCode.RouteFailed, error, set ? 1 : 0, address);
    }

    private RouteEntry Entry(VirtualRoute route) => new(route.Destination, IndexOf(route.Interface), route.Table, VirtualAddresses.Protocol)
    {
        Gateway = route.Gateway,
        Source = route.Source,
        Metric = route.Metric,
        Scope = (byte)route.Scope,
    };

    private static RuleEntry Entry(VirtualRule rule) => new(rule.Family, rule.Table, VirtualAddresses.Protocol)
    {
        From = rule.From,
        To = rule.To,
        IncomingInterface = rule.IncomingInterface,
        Mark = rule.Mark,
        Preference = rule.Preference,
    };

    private int IndexOf(string name) => name.Length == 0 ? Port.Index : world.Route.TryFindLink(name, out LinkRecord link) ? link.Index : 0;

    private static bool Has(VirtualRouterSpec spec, VirtualRoute wanted)
    {
        for (int i = 0; i < spec.Routes.Count; i++)
        {
            VirtualRoute route = spec.Routes[i];
            if (route.Destination == wanted.Destination && route.Gateway == wanted.Gateway && route.Source == wanted.Source
                && route.Table == wanted.Table && route.Metric == wanted.Metric && route.Scope == wanted.Scope
                && string.Equals(route.Interface, wanted.Interface, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    private static bool Has(VirtualRouterSpec spec, VirtualRule wanted)
    {
        for (int i = 0; i < spec.Rules.Count; i++)
        {
            VirtualRule rule = spec.Rules[i];
            if (rule.Family == wanted.Family && rule.Table == wanted.Table && rule.From == wanted.From && rule.To == wanted.To
                && rule.Mark == wanted.Mark && rule.Preference == wanted.Preference
                && string.Equals(rule.IncomingInterface, wanted.IncomingInterface, StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
