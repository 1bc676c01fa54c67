using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Engine.Applying;

/// <summary>Watches a new plan: whether servers or addresses were lost that the change does not explain.</summary>
/// <remarks>
/// A server that the change concerns and that went down is one too many. Of the others some may fail at any time, so that there a few are no reason to go
/// back: one, or <see cref="ChancePercent"/> of them.
/// </remarks>
public sealed class Guard
{
    /// <summary>Share of the servers the change does not concern that may fail meanwhile.</summary>
    public const int ChancePercent = 5;

    private static readonly TimeSpan WatchMin = TimeSpan.FromSeconds(3), WatchMax = TimeSpan.FromSeconds(30);

    private readonly Standing _before;
    private readonly Dictionary<(ServiceKey Service, IpEndpoint Server), string> _concerned = []; // those that were up, and how they are called
    private readonly HashSet<(ServiceKey Service, IpEndpoint Server)> _others = [];
    private readonly HashSet<string> _movable;

    /// <summary>A guard over the way from one plan to another.</summary>
    /// <param name="before">The plan that was in force.</param>
    /// <param name="after">The plan that is to be.</param>
    /// <param name="changes">What is different.</param>
    /// <param name="standing">How the director stood before.</param>
    public Guard(Plan before, Plan after, IReadOnlyList<PlanChange> changes, Standing standing)
    {
        _before = standing;
        Dictionary<ServiceKey, VirtualServiceSpec> was = [];
        foreach (VirtualServiceSpec service in before.Services) was.TryAdd(service.Key, service);
        foreach (VirtualServiceSpec service in after.Services)
        {
            if (was.TryGetValue(service.Key, out VirtualServiceSpec? old)) Sort(old, service);
        }
        _movable = Movable(before, after, changes);
    }

    /// <summary>How long it takes until the servers that the change concerns would be seen to fail, within bounds.</summary>
    public TimeSpan TimeToTell { get; private set; } = WatchMin;

    /// <summary>Why the plan of before had better come back; null when nothing was lost.</summary>
    public string? Trip(Standing now)
    {
        if (now.KernelRefuses && !_before.KernelRefuses) return "the kernel refuses changes of its table";
        foreach (string router in _before.Masters.Order(StringComparer.Ordinal))
        {
            if (now.Faults.Contains(router)) return $"router {router} was master and is in fault";
            if (!now.Masters.Contains(router) && !_movable.Contains(router)) return $"router {router} was master and is not, which the change does not explain";
        }
        (string Name, int Count) lost = ("", 0);
        int others = 0;
        foreach ((ServiceKey, IpEndpoint) server in now.Down)
        {
            if (_concerned.TryGetValue(server, out string? name)) lost = (lost.Count == 0 || string.CompareOrdinal(name, lost.Name) < 0 ? name : lost.Name, lost.Count + 1);
            else if (_others.Contains(server)) others++;
        }
        if (lost.Count > 0) return $"server {lost.Name} was up and is down{(lost.Count > 1 ? $", and {lost.Count - 1} more that the change concerns" : "")}";
        return others > Math.Max(1, _others.Count * ChancePercent / 100)
            ? $"{others} of {_others.Count} servers that were up are down, which the change does not explain" : null;
    }

    private void Sort(VirtualServiceSpec was, VirtualServiceSpec now)
    {
        bool all = was.Spec != now.Spec || was.Policy != now.Policy;
        Dictionary<IpEndpoint, RealServerSpec> servers = [];
        foreach (RealServerSpec server in was.Servers) servers.TryAdd(server.Address, server);
        foreach (RealServerSpec server in now.Servers)
        {
            if (!servers.TryGetValue(server.Address, out RealServerSpec? old) || !_before.Up.Contains((now.Key, server.Address))) continue;
            if (!all && old == server)
            {
                _others.Add((now.Key, server.Address));
                continue;
            }
            _concerned.TryAdd((now.Key, server.Address), $"{server.Address} of {now.Name}");
            foreach (CheckSpec check in server.Check?.Checks ?? []) TimeToTell = Longer(TimeToTell, (check.Interval * check.Fall) + check.Timeout);
        }
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => b > WatchMax ? WatchMax : a > b ? a : b;

    // Those that are gone, those the change may move, and those that share the fate of such a one.
    private static HashSet<string> Movable(Plan before, Plan after, IReadOnlyList<PlanChange> changes)
    {
        HashSet<string> names = [.. before.VirtualRouters.Select(router => router.Name).Except(after.VirtualRouters.Select(router => router.Name))];
        HashSet<string> subjects = [.. changes.Where(change => change.Disruption == Disruption.RoleChange).Select(change => change.Subject)];
        // What several follow: whoever it is.
        if (subjects.Any(subject => !subject.StartsWith("router ", StringComparison.Ordinal))) return [.. before.VirtualRouters.Select(router => router.Name)];
        foreach (VirtualRouterSpec router in after.VirtualRouters)
            if (subjects.Contains($"router {router.Name}")) names.Add(router.Name);
        foreach (SyncGroupSpec group in before.Groups)
        {
            string[] members = [.. group.Routers.Select(member => before.VirtualRouters[member].Name)];
            if (members.Any(names.Contains)) names.UnionWith(members);
        }
        return names;
    }
}
