using HaDirector.Vrrp;

namespace HaDirector.Drills.Simulation;

/// <content>Sync groups, and what tracks do: as SharedFate does it in the VRRP process.</content>
public sealed partial class World
{
    private static SimulatedFate[] Fates(WorldSpec spec, int routers)
    {
        var fates = new SimulatedFate[routers];
        foreach (SyncGroupSpec group in spec.Groups)
        {
            var shared = new SimulatedFate([.. group.Routers]);
            foreach (int router in group.Routers) fates[router] = shared;
        }

        for (int i = 0; i < routers; i++) fates[i] ??= new SimulatedFate([i]);
        return fates;
    }

    // A new process or a new plan makes the groups anew.
    private void Regroup(SimulatedDirector director)
    {
        for (int i = 0; i < director.Fates.Length; i++)
        {
            SimulatedFate fate = director.Fates[i];
            if (fate.Routers[0] != i) continue;
            fate.Group = new SyncGroup([.. fate.Routers.Select(r => director.Routers[r].Machine!)]);
            TellTracks(director, i, begins: true);
        }
    }

    private void TellTracks(SimulatedDirector director, int index, bool begins = false)
    {
        SimulatedFate fate = director.Fates[index];
        if (!director.Awake || fate.Group is not { } group) return;
        for (int i = 0; i < fate.Routers.Length; i++)
        {
            SimulatedRouter router = director.Routers[fate.Routers[i]];
            router.ToldFaulted = router.Faulted;
            group.SetTracks(i, router.OwnPriority, router.Faulted);
        }

        if (begins) group.Begin();
        Settle(director, fate);
    }

    private void Settle(SimulatedDirector director, SimulatedFate fate)
    {
        if (fate.Settling || fate.Group is not { } group) return;
        fate.Settling = true;
        group.Observe();
        for (int orders = 0; orders < group.OrdersMax && group.TryNext(director.Local(Now), out int member, out VrrpEvent order); orders++)
        {
            Step(director, fate.Routers[member], order);
            group.Observe();
        }

        fate.Settling = false;
        _judge.Settled(director.Index, fate, Now);
    }
}
