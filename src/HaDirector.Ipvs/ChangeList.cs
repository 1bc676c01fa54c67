using HaDirector.Model;

namespace HaDirector.Ipvs;

/// <summary>Collects what has to change of services and puts it into the order of safety.</summary>
/// <remarks>
/// The kernel has no transaction: packets are scheduled between any two changes, and a list may end in its middle. So the order is
/// <list type="number">
/// <item>new services, each followed at once by its servers in their desired order, so that it is empty for no longer than one message;</item>
/// <item>what gives more to a service that is there: servers it does not have, weights that rise, and edits that take nothing (forwarding method,
/// tunnel, wider thresholds);</item>
/// <item>what a service does (scheduler, flags, persistence), in place: by now every server it will have is there;</item>
/// <item>what takes: weights that fall, narrower thresholds, and weight 0 for every server that is about to leave;</item>
/// <item>servers leave, all of them at weight 0 by now, so that no connection is given to one between the decision and its removal;</item>
/// <item>services leave. One that got another address, port, transport or mark is another service to the kernel: the new one is complete before the
/// old one goes.</item>
/// </list>
/// Until step 4 nothing is taken from a service, and from there on every server of the goal has its weight: if the goal has a server with a weight, the
/// service has one at every moment. Nothing is removed to be made again: scheduler, forwarding method, tunnel and thresholds are edited, which keeps
/// connections; those of before go on by the forwarding method they began with.
/// </remarks>
public sealed class ChangeList
{
    private readonly List<IpvsChange> _make = [], _give = [], _behave = [], _take = [], _removeServers = [], _removeServices = [];

    /// <summary>Adds what turns one service into another.</summary>
    /// <param name="key">The service.</param>
    /// <param name="want">As it should be.</param>
    /// <param name="have">As it is; null when there is none.</param>
    public void Compare(ServiceKey key, VirtualService want, VirtualService? have)
    {
        ServiceSpec spec = want.Spec.Normal(key.Family);
        if (have is null)
        {
            _make.Add(new IpvsChange.AddService(key, spec));
            foreach ((IpEndpoint server, DestinationSpec wanted) in want.Destinations) _make.Add(new IpvsChange.AddDestination(key, server, wanted));
            return;
        }

        if (have.Spec.Normal(key.Family) != spec) _behave.Add(new IpvsChange.EditService(key, spec));
        foreach ((IpEndpoint server, DestinationSpec wanted) in want.Destinations)
        {
            if (!have.Destinations.TryGetValue(server, out DestinationSpec held)) _give.Add(new IpvsChange.AddDestination(key, server, wanted));
            else if (!IsMet(wanted, held)) (Takes(held, wanted) ? _take : _give).Add(new IpvsChange.EditDestination(key, server, wanted));
        }

        foreach ((IpEndpoint server, DestinationSpec held) in have.Destinations)
        {
            if (want.Destinations.ContainsKey(server)) continue;
            if (held.Weight != 0) _take.Add(new IpvsChange.EditDestination(key, server, held with { Weight = 0 }));
            _removeServers.Add(new IpvsChange.RemoveDestination(key, server));
        }
    }

    /// <summary>Adds the removal of a whole service.</summary>
    public void Remove(ServiceKey key) => _removeServices.Add(new IpvsChange.RemoveService(key));

    /// <summary>All that was added, in the order of safety.</summary>
    public IReadOnlyList<IpvsChange> InOrder() => [.. _make, .. _give, .. _behave, .. _take, .. _removeServers, .. _removeServices];

    /// <summary>Whether a service is as it should be. The order of its servers is not compared.</summary>
    public static bool IsMet(ServiceKey key, VirtualService want, VirtualService have)
    {
        if (ReferenceEquals(want, have)) return true;
        if (want.Destinations.Count != have.Destinations.Count || want.Spec.Normal(key.Family) != have.Spec.Normal(key.Family)) return false;
        foreach ((IpEndpoint server, DestinationSpec wanted) in want.Destinations)
            if (!have.Destinations.TryGetValue(server, out DestinationSpec held) || !IsMet(wanted, held)) return false;
        return true;
    }

    // Where the address is one of this host the kernel may write its own word for the forwarding method.
    private static bool IsMet(DestinationSpec want, DestinationSpec have) =>
        have == (have.Forwarding == Forwarding.Local ? want with { Forwarding = Forwarding.Local, Tunnel = have.Tunnel } : want);

    private static bool Takes(DestinationSpec before, DestinationSpec after) =>
        after.Weight < before.Weight || (after.Weight == before.Weight && Limit(after) < Limit(before));

    private static uint Limit(DestinationSpec server) => server.UpperThreshold == 0 ? uint.MaxValue : server.UpperThreshold;
}
