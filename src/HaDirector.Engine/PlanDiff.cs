using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using HaDirector.Ipvs;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Engine;

/// <summary>Tells what is different between two plans, for the log of a reload and for people who want to know before they apply one.</summary>
/// <remarks>Routers, tracks, groups and sessions are the same by name, services by what the kernel knows them by, servers by address. Order alone is no difference.</remarks>
public static partial class PlanDiff
{
    /// <summary>The differences, routers first, then services with their servers, then the rest; empty when nothing is different.</summary>
    public static IReadOnlyList<PlanChange> Between(Plan before, Plan after)
    {
        if (ReferenceEquals(before, after)) return [];
        List<PlanChange> changes = [];
        Routers(before, after, changes);
        Pair(before.Services, after.Services, service => service.Key, (was, now) => Service(was, now, changes));
        Rest(before, after, changes);
        return changes;
    }

    // Says so when there is only one of the two; else they are to be compared.
    private static bool CameOrWent<T>(
        List<PlanChange> changes, string subject, [NotNullWhen(false)] T? was, [NotNullWhen(false)] T? now, Disruption removal)
        where T : class
    {
        if (was is null) changes.Add(new PlanChange(subject, "added", Disruption.None));
        else if (now is null) changes.Add(new PlanChange(subject, "removed", removal));
        return was is null || now is null;
    }

    private static void Service(VirtualServiceSpec? was, VirtualServiceSpec? now, List<PlanChange> changes)
    {
        string name = (now ?? was!).Name;
        string subject = $"service {name}";
        if (CameOrWent(changes, subject, was, now, Disruption.Drain)) return;

        Compare(changes, subject, "name", was.Name, now.Name, Disruption.None);
        if (!was.Others.SequenceEqual(now.Others)) changes.Add(new PlanChange(subject, Others(was, now), was.Others.Except(now.Others).Any() ? Disruption.Drain : Disruption.None));
        if (!was.Packets.SequenceEqual(now.Packets)) changes.Add(new PlanChange(subject, Packets(was, now), was.Packets.Except(now.Packets).Any() ? Disruption.Drain : Disruption.None));
        Compare(changes, subject, "masquerade", was.Masquerade, now.Masquerade, Disruption.None); // connections stay as they began
        Compare(changes, subject, "scheduler", was.Spec.Scheduler, now.Spec.Scheduler, Disruption.None);
        Compare(changes, subject, "flags", was.Spec.Flags, now.Spec.Flags, Disruption.None);
        Compare(changes, subject, "persistence timeout", was.Spec.PersistenceSeconds, now.Spec.PersistenceSeconds, Disruption.None);
        Compare(changes, subject, "persistence prefix", was.Spec.PersistencePrefixLength, now.Spec.PersistencePrefixLength, Disruption.None);
        Compare(changes, subject, "persistence engine", was.Spec.PersistenceEngine, now.Spec.PersistenceEngine, Disruption.None);
        Policy(was.Policy, now.Policy, name, changes);
        Pair(was.Servers, now.Servers, server => server.Address, (a, b) => Server(name, a, b, changes));
    }

    private static void Server(string service, RealServerSpec? was, RealServerSpec? now, List<PlanChange> changes)
    {
        if (was is not null && was == now) return; // most of a hundred thousand: no name is made for those
        string subject = $"server {service} {(now ?? was!).Address}";
        if (CameOrWent(changes, subject, was, now, Disruption.Drain)) return;

        DestinationSpec a = was.Destination, b = now.Destination;
        Compare(changes, subject, "forwarding", a.Forwarding, b.Forwarding, Disruption.None);
        Compare(changes, subject, "tunnel", Text(a.Tunnel), Text(b.Tunnel), Disruption.Drain); // at once for the connections it has, too
        Compare(changes, subject, "weight", a.Weight, b.Weight, b.Weight == 0 ? Disruption.Drain : Disruption.None);
        Compare(changes, subject, "upper_threshold", a.UpperThreshold, b.UpperThreshold, Disruption.None);
        Compare(changes, subject, "lower_threshold", a.LowerThreshold, b.LowerThreshold, Disruption.None);
        Compare(changes, subject, "port", Port(was), Port(now), Disruption.None);
        Compare(changes, subject, "backup", was.Backup, now.Backup, Disruption.None);
        if (was.Check != now.Check) changes.Add(new PlanChange(subject, Check(was.Check, now.Check), Disruption.None));
    }

    private static void Rest(Plan before, Plan after, List<PlanChange> changes)
    {
        Compare(changes, "director", "name", before.Director, after.Director, Disruption.Restart);
        if (!before.Directors.SequenceEqual(after.Directors)) changes.Add(new PlanChange("directors", "changed", Disruption.None));
        if (!Same(before.Peer, after.Peer)) changes.Add(new PlanChange("pair", "changed", Disruption.None));
        if (!before.ForeignRouters.SequenceEqual(after.ForeignRouters)) changes.Add(new PlanChange("foreign_virtual_routers", "changed", Disruption.None));
        Compare(changes, "tracks", "stale", Stale(before), Stale(after), Disruption.None);
        Compare(changes, "restart", "preempt_after_crash", before.PreemptAfterCrash, after.PreemptAfterCrash, Disruption.None);
        MassFailure(before.MassFailure, after.MassFailure, changes);
        Compare(changes, "maintenance_folder", "path", before.MaintenanceFolder, after.MaintenanceFolder, Disruption.None);
        Compare(changes, "connection_sync", "interface", before.ConnectionSync?.Interface, after.ConnectionSync?.Interface, Disruption.None);
        Compare(changes, "connection_sync", "sync_id", before.ConnectionSync?.SyncId, after.ConnectionSync?.SyncId, Disruption.None);
        Compare(changes, "ipvs", "required", before.Ipvs.Required, after.Ipvs.Required, Disruption.Restart);
        Ipvs(before.Ipvs, after.Ipvs, changes);
        Compare(changes, "ipvs", "on_stop", OnStop(before), OnStop(after), Disruption.None);
        Compare(changes, "control", "socket", before.Control.Socket, after.Control.Socket, Disruption.Restart);
        Compare(changes, "control", "metrics", before.Control.MetricsListen, after.Control.MetricsListen, Disruption.Restart);
    }

    private static bool Same(PeerSpec? was, PeerSpec? now) =>
        ReferenceEquals(was, now)
        || (was is not null && now is not null && was.Local == now.Local && was.Port == now.Port && was.Directors.SequenceEqual(now.Directors)
            && was.Key.Span.SequenceEqual(now.Key.Span));

    private static string Stale(Plan plan) => plan.LostTracksFault ? "fault" : "keep";

    private static string OnStop(Plan plan) => plan.Ipvs.RemoveOnStop ? "remove" : "keep";

    private static void Compare<T>(List<PlanChange> changes, string subject, string what, T was, T now, Disruption disruption)
    {
        if (EqualityComparer<T>.Default.Equals(was, now)) return;
        changes.Add(new PlanChange(subject, $"{what} {Text(was)} → {Text(now)}", disruption));
    }

    private static string Text<T>(T value) => value switch
    {
        null => "none",
        string text => text,
        TimeSpan time => DurationText.Format(time),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!.ToLowerInvariant(),
    };

    /// <summary>Visits what is in both or only before, in the old order, then what is only after, in the new order.</summary>
    private static void Pair<T, TKey>(IReadOnlyList<T> before, IReadOnlyList<T> after, Func<T, TKey> key, Action<T?, T?> visit)
        where T : class
        where TKey : notnull
    {
        Dictionary<TKey, T> unmatched = new(after.Count);
        foreach (T item in after) unmatched.TryAdd(key(item), item);
        foreach (T item in before)
        {
            unmatched.Remove(key(item), out T? partner);
            visit(item, partner);
        }
        foreach (T item in after)
            if (unmatched.Remove(key(item))) visit(null, item);
    }
}
