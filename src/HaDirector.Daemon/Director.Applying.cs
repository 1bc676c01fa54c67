using HaDirector.Daemon.Applying;
using HaDirector.Daemon.Loops;
using HaDirector.Engine;
using HaDirector.Engine.Applying;
using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Daemon;

/// <content>The plan in force: who is handed another one, who says that he follows it, and how the director stands meanwhile.</content>
internal sealed partial class Director : IPlanHolder
{
    Plan IPlanHolder.InForce => _plan!;

    uint IPlanHolder.Follow(Plan plan) => Follow(plan);

    void IPlanHolder.Kept(byte[] content)
    {
        Kept(content);
        _config.Forget(); // or its plan, which is over, would be kept in memory
    }

    Standing IPlanHolder.Stand()
    {
        (Plan plan, IReadOnlyList<ServerState> servers) = _services!.Servers();
        Dictionary<string, ServiceKey> keys = [];
        foreach (VirtualServiceSpec service in plan.Services) keys.TryAdd(service.Name, service.Key);
        HashSet<(ServiceKey, IpEndpoint)> up = [], down = [];
        foreach (ServerState server in servers)
        {
            if (server.Verdict == Verdict.Unknown || !keys.TryGetValue(server.Service, out ServiceKey key)) continue;
            (server.Verdict == Verdict.Up ? up : down).Add((key, server.Address));
        }
        return new Standing(up, down, In(VrrpState.Master), In(VrrpState.Fault), _conditions.Now.Any(condition => condition.Name == ConditionCatalogue.IpvsRefused));

        HashSet<string> In(VrrpState state) => [.. _plan!.VirtualRouters.Select(router => router.Name).Where(name => _vrrp.Router(name)?.State == state)];
    }

    /// <summary>Asks the main thread to do something; false when so much is asked that it cannot.</summary>
    private bool Ask(Action work) => _happenings.TryAdd(new Happening(HappeningKind.Asked, work));

    private uint Follow(Plan plan)
    {
        bool another = !ReferenceEquals(plan, _plan);
        uint epoch = InForce(plan);
        _state!.Plan = plan;
        if (another) _marks.Follow(plan);
        if (another) _ipvs.Follow(plan);
        if (another) _services!.Reload(plan);
        _sync.Follow(plan);
        PublishRoles();
        _services!.Ask(epoch);
        _sync.Ask(epoch);
        _tracks.Ask(epoch);
        return epoch;
    }

    // The kernel's table follows the services: asked only when these have given it what they want.
    private void ListenToFollowers(ServiceLoop services)
    {
        services.Followed = epoch =>
        {
            Reached(PlanFollowers.Services, epoch);
            _ipvs.Ask(epoch);
        };
        _ipvs.Followed = epoch => Reached(PlanFollowers.Ipvs, epoch);
        _sync.Followed = epoch => Reached(PlanFollowers.ConnectionSync, epoch);
    }

    private void Reached(PlanFollowers who, uint epoch)
    {
        _desk.Reached(who, epoch);
        _happenings.TryAdd(new Happening(HappeningKind.Followed)); // no room: then it turns anyway
    }

    private void Kept(byte[] content)
    {
        Keep(content);
        _conditions.Clear(ConditionCatalogue.ReloadRefused);
        _conditions.Clear(ConditionCatalogue.LastGoodConfig);
    }
}
