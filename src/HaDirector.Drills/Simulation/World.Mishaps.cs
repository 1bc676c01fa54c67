using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Drills.Simulation;

/// <content>What is done to the directors.</content>
public sealed partial class World
{
    // How long the director process needs to see that the VRRP process died, and the service manager to start it again.
    private static readonly TimeSpan LastResortDelay = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1);

    // Where there is no fence, the kernel takes addresses off that nobody renewed.
    private static readonly TimeSpan AddressLifetime = TimeSpan.FromSeconds(3);

    private void Obey(in Mishap mishap)
    {
        if (mishap.Kind == MishapKind.Look)
        {
            Looks?.Invoke(mishap.Value);
            return;
        }

        SimulatedDirector director = _directors[mishap.Director];
        SimulatedRouter router = director.Routers[mishap.Router];
        if (_trace is not null) Note(director, null, $"! {mishap.Kind}{(mishap.Value == 0 ? "" : $" {mishap.Value}")}{(mishap.Router == 0 ? "" : $" ({router.Spec.Name})")}");
        _judge.BeforeAll(Now);
        Befall(mishap, director, router);
        _judge.AfterAll(Now);
    }

    private void Befall(in Mishap mishap, SimulatedDirector director, SimulatedRouter router)
    {
        int segment = router.Segment;
        if (Now < director.PausedUntil && !IsOfTheNetwork(mishap.Kind)) return;
        TimeSpan duration = TimeSpan.FromMilliseconds(mishap.Value);
        switch (mishap.Kind)
        {
            case MishapKind.Start or MishapKind.Resume: Start(director, resumes: mishap.Kind == MishapKind.Resume); break;
            case MishapKind.Stop: Stop(director); break;
            case MishapKind.KillVrrp when director.Running:
                Die(director);
                Later(director, HappeningKind.LastResort, LastResortDelay);
                Later(director, HappeningKind.Restart, RestartDelay);
                break;
            case MishapKind.KillAll when director.Running:
                Die(director);
                if (router.Spec.Fence == FencePolicy.Never) Later(director, HappeningKind.Lifetime, AddressLifetime);
                break;
            case MishapKind.PowerOff when director.Powered:
                Die(director);
                director.Powered = false;
                foreach (SimulatedRouter its in director.Routers) its.Holds = false;
                break;
            case MishapKind.Stall: Sleep(director, duration); break;
            case MishapKind.Pause:
                Sleep(director, duration);
                Pause(director, duration);
                break;
            case MishapKind.ClockStep: director.WallOffset += TimeSpan.FromSeconds(mishap.Value); break;
            case MishapKind.Cut: _network.SetAll(segment, director.Index, hears: false, heard: false, Now); break;
            case MishapKind.Deafen: _network.SetAll(segment, director.Index, hears: false, heard: null, Now); break;
            case MishapKind.Mute: _network.SetAll(segment, director.Index, hears: null, heard: false, Now); break;
            case MishapKind.Heal: _network.SetAll(segment, director.Index, hears: true, heard: true, Now); break;
            case MishapKind.Partition: Part(segment, mishap.Value); break;
            case MishapKind.Clog: _network.ClogUntil[segment] = Now + duration; break;
            case MishapKind.LinkDown or MishapKind.LinkUp:
                director.LinkUp[segment] = mishap.Kind == MishapKind.LinkUp;
                TellInterfaces(director);
                break;
            default: Change(mishap, director, router); break;
        }
    }

    // A machine that stands still cannot be asked for anything.
    private static bool IsOfTheNetwork(MishapKind kind) => kind is >= MishapKind.Cut and <= MishapKind.LinkUp or MishapKind.ChangeInterval;

    private void Start(SimulatedDirector director, bool resumes = false)
    {
        if (director.Running) return;
        (director.Running, director.Powered, director.AwakeSince, director.Asleep, director.PeerSeenAt, director.Alone) = (true, true, Now, false, Now, false);
        director.Generation++;
        Note(director, null, "starts");
        for (int i = 0; i < director.Routers.Length; i++)
        {
            SimulatedRouter router = director.Routers[i];
            _judge.Before(i, Now);
            if (!resumes || !Listens(director, router)) router.Holds = false;
            (router.ChangedAt, router.ToldUsable, router.ToldFaulted) = (Now, false, false);
            router.Writer = router.Machine = new VrrpInstance(_mutation?.Configures(director.Index, router.Spec) ?? router.Spec);
        }

        TellInterfaces(director);
        for (int i = 0; i < director.Routers.Length; i++)
        {
            if (!director.Routers[i].IsListening) Step(director, i, new(VrrpEventKind.Startup));
        }

        Regroup(director);

        if (_directors.Length > 1) Later(director, HappeningKind.Hello, TimeSpan.FromMilliseconds(1));
    }

    // Asleep, it cannot be stopped gracefully.
    private void Stop(SimulatedDirector director)
    {
        if (!director.Awake) return;
        for (int i = 0; i < director.Routers.Length; i++)
        {
            if (director.Routers[i].IsListening) director.Routers[i].Holds = false;
            Step(director, i, new(VrrpEventKind.Shutdown));
        }

        Die(director);
    }

    private void Die(SimulatedDirector director)
    {
        (director.Running, director.Deadline, director.FiresAt, director.Scheduled) = (false, Instant.Never, Instant.Never, Instant.Never);
        director.Generation++;
        while (director.Inbox.TryDequeue(out Happening kept)) _packets.Release(kept.Number);
        foreach (SimulatedRouter router in director.Routers) (router.Machine, router.ResumeAt) = (null, Instant.Never);
        foreach (SimulatedFate fate in director.Fates) fate.Group = null;
    }

    private void CleanUp(SimulatedDirector director, bool resigns)
    {
        _judge.BeforeAll(Now);
        for (int i = 0; i < director.Routers.Length; i++)
        {
            SimulatedRouter router = director.Routers[i];
            if (!router.Holds) continue;
            router.Holds = false;
            Note(director, router, "the addresses are taken off");
            if (resigns) Send(director, i, 0);
        }

        _judge.AfterAll(Now);
    }

    private void Sleep(SimulatedDirector director, TimeSpan duration)
    {
        if (!director.Running || (director.Asleep && director.AsleepUntil > Now + duration)) return;
        (director.Asleep, director.AsleepUntil) = (true, Now + duration);
        Later(director, HappeningKind.Wake, duration);
    }

    // Its kernel and its leases stand still with its clock.
    private void Pause(SimulatedDirector director, TimeSpan duration)
    {
        if (!director.Running || director.PausedUntil > Now) return;
        director.PausedUntil = Now;
        Shift(director, duration);
    }

    private void Shift(SimulatedDirector director, TimeSpan duration)
    {
        director.PausedUntil += duration;
        director.LoseTime(duration);
        if (director.FiresAt != Instant.Never) director.FiresAt += duration;
        foreach (SimulatedRouter router in director.Routers)
        {
            if (router.LapsesAt > Now) router.LapsesAt += duration;
        }
    }

    private void Part(int segment, int mask)
    {
        for (int from = 0; from < _directors.Length; from++)
        {
            for (int to = 0; to < _directors.Length; to++) _network.Set(segment, from, to, ((mask >> from) & 1) == ((mask >> to) & 1), Now);
        }
    }

    private void TellInterfaces(SimulatedDirector director)
    {
        if (!director.Awake) return;
        for (int i = 0; i < director.Routers.Length; i++)
        {
            SimulatedRouter router = director.Routers[i];
            bool usable = director.LinkUp[router.Segment];
            if (router.Machine is null || router.ToldUsable == usable) continue;
            router.ToldUsable = usable;
            Step(director, i, usable
                ? new(VrrpEventKind.InterfaceUsable, new(0, 0, default, WorldNames.Address(router.Segment, director.Index, router.Family)))
                : new(VrrpEventKind.InterfaceUnusable));
        }
    }

    private void HealEverything()
    {
        _quiet = true;
        if (_trace is not null) _trace.Note(Now, -1, null, "everything is healed");
        _judge.BeforeAll(Now);
        for (int segment = 0; segment < _network.ClogUntil.Length; segment++)
        {
            Part(segment, 0);
            if (_network.ClogUntil[segment] > Now) _network.ClogUntil[segment] = Now;
        }

        foreach (SimulatedDirector director in _directors)
        {
            Array.Fill(director.LinkUp, true);
            if (director.Asleep) Later(director, HappeningKind.Wake, default);
            director.AsleepUntil = Now;
            if (director.PausedUntil > Now) Shift(director, Now - director.PausedUntil);
            TellInterfaces(director);
            for (int i = 0; i < director.Routers.Length; i++)
            {
                (director.Routers[i].Faulted, director.Routers[i].Weight) = (false, 0);
                TellTracks(director, i);
            }

            Start(director);
        }

        _judge.AfterAll(Now);
    }

    private void Later(SimulatedDirector director, HappeningKind kind, TimeSpan delay) =>
        _events.Add(Now + delay, new(kind, (byte)director.Index, 0, 0, director.Generation));
}
