using System.Globalization;
using HaDirector.Bfd;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Tracking;

namespace HaDirector.Engine;

/// <content>Virtual routers, and what they follow. Secrets are compared and never told.</content>
public static partial class PlanDiff
{
    private static void Routers(Plan before, Plan after, List<PlanChange> changes)
    {
        Pair(before.VirtualRouters, after.VirtualRouters, router => router.Name, (was, now) =>
        {
            string subject = $"router {(now ?? was!).Name}";
            if (CameOrWent(changes, subject, was, now, Disruption.RoleChange)) return;
            Election(was, now, subject, changes);
            Adverts(was, now, subject, changes);
            Holding(was, now, subject, changes);
            Set(changes, subject, "track", Uses(before, was), Uses(after, now), Disruption.RoleChange, Disruption.RoleChange);
        });
        Pair(before.Tracks, after.Tracks, track => track.Name, (was, now) =>
        {
            string subject = $"track {(now ?? was!).Name}";
            if (was is null) changes.Add(new PlanChange(subject, "added", MovesSomebody(before, after, now!.Name) ? Disruption.RoleChange : Disruption.None));
            else if (!CameOrWent(changes, subject, was, now, Disruption.None) && !Same(was, now)) changes.Add(new PlanChange(subject, "changed", Disruption.RoleChange));
        });
        Pair(before.Groups, after.Groups, group => group.Name, (was, now) =>
        {
            string subject = $"sync group {(now ?? was!).Name}";
            if (!CameOrWent(changes, subject, was, now, Disruption.None))
                Compare(changes, subject, "routers", Members(before, was), Members(after, now), Disruption.RoleChange);
        });
        Pair(before.Sessions, after.Sessions, session => session.Name, (was, now) => Session(was, now, changes));
    }

    private static void Election(VirtualRouterSpec was, VirtualRouterSpec now, string subject, List<PlanChange> changes)
    {
        Compare(changes, subject, "interface", was.Interface, now.Interface, Disruption.RoleChange);
        Compare(changes, subject, "virtual_router_id", was.VirtualRouterId, now.VirtualRouterId, Disruption.RoleChange);
        Compare(changes, subject, "version", was.Version, now.Version, Disruption.RoleChange);
        Compare(changes, subject, "priority", was.Priority, now.Priority, Disruption.RoleChange);
        Compare(changes, subject, "advert_interval", was.AdvertInterval, now.AdvertInterval, Disruption.None);
        Compare(changes, subject, "preempt", was.Preempt, now.Preempt, now.Preempt ? Disruption.RoleChange : Disruption.None);
        Compare(changes, subject, "preempt_delay", was.PreemptDelay, now.PreemptDelay, Disruption.None);
        Compare(changes, subject, "startup_delay", was.StartupDelay, now.StartupDelay, Disruption.None);
        Compare(changes, subject, "profile", was.Profile, now.Profile, Disruption.RoleChange);
        Compare(changes, subject, "only backup", was.OnlyBackup, now.OnlyBackup, Disruption.None);
        Compare(changes, subject, "bfd", was.PeerSession, now.PeerSession, Disruption.None);
    }

    // Until the other director has the same, it may not believe the adverts.
    private static void Adverts(VirtualRouterSpec was, VirtualRouterSpec now, string subject, List<PlanChange> changes)
    {
        Compare(changes, subject, "checksum", was.Checksum, now.Checksum, Disruption.None);
        Set(changes, subject, "peer", Texts(was.Peers), Texts(now.Peers), Disruption.RoleChange, Disruption.RoleChange);
        Compare(changes, subject, "source", was.Source, now.Source, Disruption.RoleChange);
        Compare(changes, subject, "check_source", was.CheckSource, now.CheckSource, Disruption.None);
        if (was.Password != now.Password) changes.Add(new PlanChange(subject, "password changed", Disruption.RoleChange));
        if (!Same(was.Hmac, now.Hmac)) changes.Add(new PlanChange(subject, "hmac changed", Disruption.RoleChange));
    }

    private static void Holding(VirtualRouterSpec was, VirtualRouterSpec now, string subject, List<PlanChange> changes)
    {
        Set(changes, subject, "address", Texts(was.Addresses), Texts(now.Addresses), Disruption.Drain, Disruption.None);
        Set(changes, subject, "excluded address", Texts(was.Excluded), Texts(now.Excluded), Disruption.Drain, Disruption.None);
        foreach (VirtualAddress address in now.Addresses.Concat(now.Excluded))
        {
            if (was.Addresses.Concat(was.Excluded).Any(other => other.Prefix == address.Prefix && !other.Equals(address)))
                changes.Add(new PlanChange(subject, $"address {address} changed", Disruption.Drain));
        }
        Set(changes, subject, "route", Texts(was.Routes), Texts(now.Routes), Disruption.Drain, Disruption.None);
        Set(changes, subject, "rule", Texts(was.Rules), Texts(now.Rules), Disruption.Drain, Disruption.None);
        Compare(changes, subject, "accept", was.Accept, now.Accept, now.Accept ? Disruption.None : Disruption.Drain);
        Compare(changes, subject, "fence", was.Fence, now.Fence, Disruption.None);
        Compare(changes, subject, "virtual_mac", was.VirtualMac?.Interface, now.VirtualMac?.Interface, Disruption.RoleChange);
        if (was.Announce != now.Announce) changes.Add(new PlanChange(subject, "announce changed", Disruption.None));
        Compare(changes, subject, "on_address_removed", Removed(was), Removed(now), Disruption.None);

        static string Removed(VirtualRouterSpec router) => router.PutBack ? "put_back" : "yield";
    }

    private static void Session(BfdSpec? was, BfdSpec? now, List<PlanChange> changes)
    {
        string subject = $"bfd {(now ?? was!).Name}";
        if (CameOrWent(changes, subject, was, now, Disruption.None) || was == now) return;
        changes.Add(now.IsSessionOf(was) ? new PlanChange(subject, "timing changed, it stays up", Disruption.None) : new PlanChange(subject, "changed, it begins anew", Disruption.RoleChange));
    }

    private static void Set(
        List<PlanChange> changes, string subject, string what, IReadOnlyList<string> was, IReadOnlyList<string> now, Disruption removal, Disruption addition)
    {
        foreach (string gone in was.Except(now)) changes.Add(new PlanChange(subject, $"{what} {gone} removed", removal));
        foreach (string come in now.Except(was)) changes.Add(new PlanChange(subject, $"{what} {come} added", addition));
    }

    private static bool Same(TrackedObject was, TrackedObject now) => (was, now) switch
    {
        (ScriptTrack a, ScriptTrack b) => a.Command.SequenceEqual(b.Command) && a with { Command = b.Command } == b,
        _ => was == now,
    };

    private static bool Same(HmacSpec? was, HmacSpec? now) =>
        ReferenceEquals(was, now)
        || (was is not null && now is not null && was.Mode == now.Mode && was.ActiveKey == now.ActiveKey && was.Window == now.Window
            && was.Keys.Select(Key).SequenceEqual(now.Keys.Select(Key)));

    private static string Key(HmacKey key) => $"{key.Id} {Convert.ToHexString(key.Secret.Span)}";

    // What nobody has looked at yet counts as down where it is of weight 0, and nobody knows what it will be: a router that is there already may leave its role.
    private static bool MovesSomebody(Plan before, Plan after, string track) => after.VirtualRouters.Any(router =>
        before.VirtualRouters.Any(was => was.Name == router.Name) && router.Tracks.Any(use => after.Tracks[use.Track].Name == track));

    // Positions are those of one plan; names are the same in both.
    private static string[] Uses(Plan plan, VirtualRouterSpec router) => [.. router.Tracks.Select(use => string.Create(
        CultureInfo.InvariantCulture,
        $"{plan.Tracks[use.Track].Name} (weight {use.Weight}{(use.Reverse ? ", reverse" : "")}{(use.Weight == 0 ? $": fault while {(use.Reverse ? "up" : "down")}" : "")})"))];

    private static string Members(Plan plan, SyncGroupSpec group) => string.Join(", ", group.Routers.Select(member => plan.VirtualRouters[member].Name));

    private static string[] Texts(IReadOnlyList<VirtualAddress> addresses) => [.. addresses.Select(address => address.ToString())];

    private static string[] Texts(IReadOnlyList<UnicastPeer> peers) =>
        [.. peers.Select(peer => (peer.HopLimitMin, peer.HopLimitMax) switch
        {
            (byte.MaxValue, byte.MaxValue) => $"{peer.Address}",
            (_, byte.MaxValue) => $"{peer.Address} (hop limit {peer.HopLimitMin})",
            _ => $"{peer.Address} (hop limit {peer.HopLimitMin}-{peer.HopLimitMax})",
        })];

    private static string[] Texts(IReadOnlyList<VirtualRoute> routes) => [.. routes.Select(route => string.Create(
        CultureInfo.InvariantCulture,
        $"{route.Destination}{Word("via", route.Gateway)}{Word("dev", route.Interface)}{Word("src", route.Source)} table {route.Table} metric {route.Metric} scope {route.Scope}"))];

    private static string[] Texts(IReadOnlyList<VirtualRule> rules) => [.. rules.Select(rule => string.Create(
        CultureInfo.InvariantCulture,
        $"{rule.Family}{Word("from", rule.From.Address.IsSet ? rule.From : null)}{Word("to", rule.To.Address.IsSet ? rule.To : null)}{Word("iif", rule.IncomingInterface)} mark {rule.Mark} table {rule.Table} preference {rule.Preference}"))];

    private static string Word(string name, object? value) => value?.ToString() is null or "" or "none" ? "" : $" {name} {value}";
}
