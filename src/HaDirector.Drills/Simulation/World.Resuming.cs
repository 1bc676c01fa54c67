using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Drills.Simulation;

/// <content>A restart without an election: as RouterRuntime does it in the VRRP process.</content>
public sealed partial class World
{
    // It listens for an interval, or for what is left until a backup could miss it.
    private bool Listens(SimulatedDirector director, SimulatedRouter router)
    {
        TimeSpan interval = router.Spec.AdvertInterval.ToTimeSpan();
        Instant last = router.UnmissedUntil - (interval / 4);
        if (!router.Holds || interval != router.AdvertisedInterval || Now >= last) return false;
        router.ResumeAt = Now + interval < last ? Now + interval : last;
        Later(director, HappeningKind.Resume, router.ResumeAt - Now);
        return true;
    }

    private void GoOn(SimulatedDirector director)
    {
        if (!director.Awake) return;
        for (int i = 0; i < director.Routers.Length; i++)
        {
            SimulatedRouter router = director.Routers[i];
            if (Now < router.ResumeAt) continue;
            if (Now >= router.UnmissedUntil || router.Machine is { CanResume: false })
            {
                BeginAnew(director, i);
                continue;
            }

            router.ResumeAt = Instant.Never;
            Step(director, i, new(VrrpEventKind.Resume));
        }
    }

    // Somebody else is master, or may be, or this director cannot be any more.
    private void BeginAnew(SimulatedDirector director, int index)
    {
        SimulatedRouter router = director.Routers[index];
        _judge.Before(index, Now);
        (router.ResumeAt, router.Holds) = (Instant.Never, false);
        _judge.After(index, Now);
        Note(director, router, "takes the addresses off that it had");
        Step(director, index, new(VrrpEventKind.Startup));
    }
}
