using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Drills.Simulation;

/// <content>Reloads and tracks.</content>
public sealed partial class World
{
    private void Change(in Mishap mishap, SimulatedDirector director, SimulatedRouter router)
    {
        switch (mishap.Kind)
        {
            case MishapKind.Reprioritise when !router.Spec.IsOwner:
                Reload(director, mishap.Router, router.Spec with { Priority = (byte)Math.Clamp(mishap.Value, 1, 254) });
                break;
            case MishapKind.ChangePreempt:
                Reload(director, mishap.Router, router.Spec with { Preempt = mishap.Value != 0 });
                break;
            case MishapKind.ChangeInterval:
                foreach (SimulatedDirector every in _directors)
                    Reload(every, mishap.Router, every.Routers[mishap.Router].Spec with { AdvertInterval = new Centiseconds(mishap.Value) });
                break;
            case MishapKind.ChangeAddresses:
                Reload(director, mishap.Router, router.Spec with { Addresses = mishap.Addresses ?? Toggled(router.Spec.Addresses) });
                break;
            case MishapKind.Yield when router.Holds && director.Awake:
                router.Holds = false;
                Step(director, mishap.Router, new(VrrpEventKind.Yield));
                break;
            case MishapKind.PeerLost when director.Awake && director.Fates[mishap.Router].Group is { } group:
                group.SetPeerLost(director.Fates[mishap.Router].MemberOf(mishap.Router), WorldNames.Address(router.Segment, mishap.Value, router.Family));
                Settle(director, director.Fates[mishap.Router]);
                break;
            case MishapKind.TrackWeight or MishapKind.TrackDown or MishapKind.TrackUp:
                (router.Faulted, router.Weight) = mishap.Kind switch
                {
                    MishapKind.TrackWeight => (router.Faulted, mishap.Value),
                    MishapKind.TrackDown => (true, router.Weight),
                    _ => (false, 0),
                };
                router.ChangedAt = Now;
                TellTracks(director, mishap.Router);
                break;
        }
    }

    // A sleeping process does not read its configuration; it has the new one when it wakes, which here is never different in effect from a reload that comes later.
    private void Reload(SimulatedDirector director, int index, VirtualRouterSpec next)
    {
        SimulatedRouter router = director.Routers[index];
        if (director.Running && !director.Awake) return;
        TimeSpan before = router.Spec.AdvertInterval.ToTimeSpan(), after = next.AdvertInterval.ToTimeSpan();
        if (before != after) router.Pace = before < after ? (before, after) : (after, before);
        (router.Spec, router.ChangedAt) = (next, Now);
        if (router.Machine is not { } machine) return;
        machine.TryAdopt(_mutation?.Configures(director.Index, next) ?? next, director.Local(Now), _actions);
        Execute(director, index, explained: true, reloaded: true);
        Regroup(director);
    }

    private static readonly VirtualAddress MoreV6 = new(new IpPrefix(IpAddress.Parse("2001:db8::100"), 128));

    private static VirtualAddress[] Toggled(IReadOnlyList<VirtualAddress> addresses) => addresses.Count > 1
        ? [.. addresses.Take(addresses.Count - 1)]
        : [.. addresses, addresses[0].Address.IsV4 ? new(new IpPrefix(IpAddress.FromV4(addresses[0].Address.V4Bits + 100), 32)) : MoreV6];
}
