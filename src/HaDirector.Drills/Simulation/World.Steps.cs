using HaDirector.Vrrp;

namespace HaDirector.Drills.Simulation;

/// <content>What the real-time loop does: step the machine, do what it asks, in order.</content>
public sealed partial class World
{
    private static readonly TimeSpan HelloInterval = TimeSpan.FromSeconds(1);

    private void Step(SimulatedDirector director, int index, VrrpEvent happened)
    {
        SimulatedRouter router = director.Routers[index];
        if (router.Machine is not { } machine || _mutation?.Lets(director.Index, ref happened) == false) return;
        VrrpState before = machine.State;
        coverage.Count(before, happened.Kind);
        _judge.Before(index, Now);
        machine.Step(happened, director.Local(Now), _actions);
        Execute(director, index, explained: machine.State != before);
        Settle(director, director.Fates[index]);
    }

    private void Execute(SimulatedDirector director, int index, bool explained, bool reloaded = false)
    {
        bool took = false, announced = false;
        for (int i = 0; i < _actions.Count; i++)
        {
            VrrpAction action = _actions[i];
            Mix(director.Index, index, action);
            for (int times = _mutation?.Times(director.Index, ref action) ?? 1; times > 0; times--)
            {
                took |= action.Kind == VrrpActionKind.TakeAddresses;
                announced |= action.Kind == VrrpActionKind.AnnounceAddresses;
                Do(director, index, action, explained, reloaded);
            }
        }

        _judge.Stepped(director.Index, index, Now, took && !announced);
        _judge.After(index, Now);
        Arm(director);
    }

    private void Do(SimulatedDirector director, int index, in VrrpAction action, bool explained, bool reloaded)
    {
        SimulatedRouter router = director.Routers[index];
        switch (action.Kind)
        {
            case VrrpActionKind.TakeAddresses:
                if (!router.Holds) router.TakenAt = Now;
                router.Holds = true;
                Note(director, router, "takes the addresses");
                break;
            case VrrpActionKind.DropAddresses:
                router.Holds = false;
                Note(director, router, "drops the addresses");
                break;
            case VrrpActionKind.AnnounceAddresses:
                _judge.Announced(director.Index, index, Now);
                Note(director, router, "announces");
                break;
            case VrrpActionKind.SendAdvert:
                _judge.Advertised(director.Index, index, action.Priority, Now, explained, reloaded);
                Send(director, index, action.Priority);
                break;
            case VrrpActionKind.Entered:
                coverage.Count(action.From, action.To, action.Reason);
                _judge.Entered(director.Index, index, action, Now);
                if (_trace is not null) Note(director, router, $"{action.From} to {action.To} ({action.Reason})");
                break;
        }
    }

    // A backup is silent in VRRP; directors show each other by hellos that they live.
    private void SayHello(SimulatedDirector director)
    {
        _events.Add(Now + HelloInterval, new(HappeningKind.Hello, (byte)director.Index, 0, 0, director.Generation));
        if (!director.Awake) return;
        LookAround(director);
        if (!director.LinkUp[0]) return;
        foreach (SimulatedDirector other in _directors)
        {
            if (other == director || !other.Running || !other.LinkUp[0] || !_network.Open(0, director.Index, other.Index)) continue;
            other.PeerSeenAt = Now;
            if (other.Awake) LookAround(other);
        }
    }

    // Turning alone makes a lease timeless before it can lapse; who sees a peer again is fenced again.
    private void LookAround(SimulatedDirector director)
    {
        if (!director.LooksAround(Now)) return;
        _judge.BeforeAll(Now);
        foreach (SimulatedRouter router in director.Routers)
        {
            if (!router.Holds || router.Spec.Fence != FencePolicy.Auto || !router.TakesPart) continue;
            router.Unfenced = director.Alone;
        }

        _judge.AfterAll(Now);
        Note(director, null, director.Alone ? "is alone" : "sees a peer");
    }

    private void Mix(int director, int router, in VrrpAction action)
    {
        ulong word = (ulong)Now.Nanoseconds ^ ((ulong)director << 56) ^ ((ulong)router << 48) ^ ((ulong)action.Kind << 40)
            ^ ((ulong)action.Priority << 32) ^ ((ulong)action.To << 24) ^ ((ulong)action.Reason << 16);
        Fingerprint = new Prng(Fingerprint ^ word).Next();
    }
}
