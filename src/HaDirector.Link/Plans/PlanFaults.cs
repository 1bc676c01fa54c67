using HaDirector.Bfd;
using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Tracking;

namespace HaDirector.Link.Plans;

/// <summary>What makes a plan unsound that no single field shows. The configuration refuses all of it earlier and in better words; here nothing is believed.</summary>
internal static class PlanFaults
{
    /// <summary>The first fault; null when there is none.</summary>
    public static string? First(RealTimePlan plan)
    {
        HashSet<string> names = [];
        HashSet<(string Interface, byte Id, IpFamily Family)> ids = [];
        foreach (VirtualRouterSpec router in plan.Routers)
        {
            string? fault = Of(router, plan);
            if (fault is null && !names.Add(router.Name)) fault = "is there twice";
            if (fault is null && !ids.Add((router.Interface, router.VirtualRouterId, router.Family)))
                fault = $"virtual router id {router.VirtualRouterId} is on {router.Interface} already";
            if (fault is not null) return $"router {router.Name}: {fault}";
        }

        HashSet<int> grouped = [];
        foreach (SyncGroupSpec group in plan.Groups)
        {
            if (group.Routers.Count < 2) return $"sync group {group.Name}: {group.Routers.Count} routers";
            foreach (int position in group.Routers)
            {
                if (position >= plan.Routers.Count) return $"sync group {group.Name}: router {position} of {plan.Routers.Count}";
                if (!grouped.Add(position)) return $"sync group {group.Name}: router {plan.Routers[position].Name} is in a group already";
            }
        }

        HashSet<string> sessions = [];
        foreach (BfdSpec session in plan.Sessions)
        {
            string? fault =
                !sessions.Add(session.Name) ? "is there twice"
                : !session.Peer.IsSet ? "no peer"
                : session.Local.IsSet && session.Local.Family != session.Peer.Family ? "two families"
                : session.TransmitInterval < BfdSpec.IntervalMin || session.ReceiveInterval < BfdSpec.IntervalMin ? "interval too short"
                : session.TransmitInterval > BfdSpec.IntervalMax || session.ReceiveInterval > BfdSpec.IntervalMax ? "interval too long"
                : !session.MultiHop && session.Interface.Length == 0 ? "no interface"
                : null;
            if (fault is not null) return $"BFD session {session.Name}: {fault}";
        }

        foreach (TrackedObject track in plan.Tracks)
        {
            if (track is BfdTrack bfd && !sessions.Contains(bfd.Session)) return $"track {track.Name}: no session {bfd.Session}";
            if (track is RouterTrack other && !names.Contains(other.Router)) return $"track {track.Name}: no router {other.Router}";
        }

        foreach (VirtualRouterSpec router in plan.Routers)
        {
            if (router.PeerSession.Length > 0 && !sessions.Contains(router.PeerSession)) return $"router {router.Name}: no session {router.PeerSession}";
        }

        return plan.Peer is { } peer && (peer.Directors.Count == 0 || peer.Directors.Any(address => !address.IsSet)) ? "peer: an address is missing" : null;
    }

    private static string? Of(VirtualRouterSpec router, RealTimePlan plan)
    {
        if (router.Addresses.Count == 0) return "no address";
        if (router.Version == 2 && router.Family != IpFamily.V4) return "version 2 with IPv6";
        if (router.Version == 3 ? router.AdvertInterval.Value > Centiseconds.Largest : router.AdvertInterval.Value % 100 != 0)
            return $"interval {router.AdvertInterval.Value} with version {router.Version}";
        HashSet<IpAddress> addresses = [];
        foreach (VirtualAddress address in router.Addresses)
        {
            if (address.Address.Family != router.Family) return $"address {address} is of another family";
            if (!CanBeHeld(address) || !addresses.Add(address.Address)) return $"address {address}, or twice";
        }
        foreach (VirtualAddress address in router.Excluded)
        {
            if (!CanBeHeld(address) || !addresses.Add(address.Address)) return $"excluded address {address}, or twice";
        }
        foreach (UnicastPeer peer in router.Peers)
        {
            if (peer.Address.Family != router.Family || peer.Address.IsMulticast) return $"unicast peer {peer.Address}";
            if (peer.HopLimitMin > peer.HopLimitMax) return $"unicast peer {peer.Address}: hop limits {peer.HopLimitMin}-{peer.HopLimitMax}";
        }
        if (router.Source.IsSet && router.Source.Family != router.Family) return $"source {router.Source}";
        if (router.Hmac is { } hmac && hmac.Mode != HmacMode.Off && !hmac.Keys.Any(key => key.Id == hmac.ActiveKey)) return $"no HMAC key {hmac.ActiveKey}";
        foreach (VirtualRoute route in router.Routes)
        {
            if (!route.Destination.Address.IsSet) return "a route without destination";
        }
        foreach (TrackUse use in router.Tracks)
        {
            if (use.Track >= plan.Tracks.Count) return $"track {use.Track} of {plan.Tracks.Count}";
        }
        return router.Interface.AsSpan().ContainsAny('/', ' ') ? $"interface name '{router.Interface}'" : null;
    }

    private static bool CanBeHeld(VirtualAddress address) => address.Address is { IsSet: true, IsAny: false, IsMulticast: false };
}
