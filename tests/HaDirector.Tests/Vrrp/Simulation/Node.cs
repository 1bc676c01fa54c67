using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Tests.Vrrp.Simulation;

/// <summary>One director: the production machine, its cable, and what it holds.</summary>
internal sealed class Node(int index, VirtualRouterSpec spec)
{
    /// <summary>What a receive buffer keeps for a process that does not read.</summary>
    public const int InboxMax = 64;

    public int Index { get; } = index;

    public IpAddress Address { get; } = IpAddress.FromV4(0xC000020A + (uint)index);

    public VirtualRouterSpec Spec { get; set; } = spec;

    public VrrpInstance? Instance { get; set; }

    public bool Holds { get; set; }

    public bool Cut { get; set; }

    public bool Deaf { get; set; }

    public bool LinkUp { get; set; } = true;

    public Instant StalledUntil { get; set; } = new(0);

    public Queue<Advert> Inbox { get; } = new();

    /// <summary>The deadline it armed its timer for, and when that timer fires.</summary>
    public Instant Armed { get; private set; } = Instant.Never;

    public Instant WakesAt { get; private set; } = Instant.Never;

    /// <summary>When it sent adverts that only its schedule or an answer explain, within its last interval.</summary>
    public Queue<Instant> Adverts { get; } = new();

    /// <summary>Running, plugged in and awake: it can be asked to keep the promises.</summary>
    public bool Able(Instant now) => Instance is { State: VrrpState.Backup or VrrpState.Master } && LinkUp && StalledUntil <= now;

    public bool Hears(Node other) => other == this || !(Cut || Deaf || other.Cut);

    public void Arm(Random random, TimeSpan lateness)
    {
        Instant deadline = Instance?.NextDeadline ?? Instant.Never;
        if (deadline == Armed) return;
        Armed = deadline;
        WakesAt = deadline == Instant.Never ? deadline : deadline + (random.NextDouble() * lateness);
    }
}
