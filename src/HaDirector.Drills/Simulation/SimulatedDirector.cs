using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Drills.Simulation;

/// <summary>A director: its host, its processes and its routers.</summary>
internal sealed class SimulatedDirector(int index, SimulatedRouter[] routers, SimulatedFate[] fates, int segments, TimeSpan boot)
{
    // What a receive buffer keeps for a process that does not read.
    private const int InboxMax = 256;

    private static readonly TimeSpan PeerTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Which.</summary>
    public int Index { get; } = index;

    /// <summary>Its routers.</summary>
    public SimulatedRouter[] Routers { get; } = routers;

    /// <summary>The fate of each router.</summary>
    public SimulatedFate[] Fates { get; } = fates;

    /// <summary>The priority that a router should advertise: all of a group advertise the least of theirs, and one that yields one point less.</summary>
    public byte PriorityOf(int router)
    {
        byte least = VirtualRouterSpec.OwnerPriority;
        foreach (int member in Fates[router].Routers) least = Math.Min(least, Routers[member].OwnPriority);
        return Routers[router].Spec.IsOwner ? VirtualRouterSpec.OwnerPriority : least;
    }

    /// <summary>Whether the interface of each segment has carrier.</summary>
    public bool[] LinkUp { get; } = [.. Enumerable.Repeat(true, segments)];

    /// <summary>Whether the host has power.</summary>
    public bool Powered { get; set; } = true;

    /// <summary>Whether the VRRP process runs (it may be stopped).</summary>
    public bool Running { get; set; }

    /// <summary>Which life of the service this is.</summary>
    public int Generation { get; set; }

    /// <summary>Whether its processes are stopped.</summary>
    public bool Asleep { get; set; }

    /// <summary>When they go on.</summary>
    public Instant AsleepUntil { get; set; } = new(0);

    /// <summary>The whole machine does not run before this.</summary>
    public Instant PausedUntil { get; set; } = new(0);

    /// <summary>When it woke last, or started.</summary>
    public Instant AwakeSince { get; set; } = new(0);

    /// <summary>When a peer's hello arrived last.</summary>
    public Instant PeerSeenAt { get; set; } = new(0);

    /// <summary>Whether no peer was seen for long: leases have no end then.</summary>
    public bool Alone { get; set; }

    /// <summary>How much wall time is off. Nothing may care.</summary>
    public TimeSpan WallOffset { get; set; }

    /// <summary>What the socket keeps while the process does not read.</summary>
    public Queue<Happening> Inbox { get; } = new();

    /// <summary>What its timer is armed for, in its own time; and when it fires, in the world's.</summary>
    public Instant Deadline { get; set; } = Instant.Never;

    /// <summary>When the timer fires.</summary>
    public Instant FiresAt { get; set; } = Instant.Never;

    /// <summary>The first timer event of it in the heap.</summary>
    public Instant Scheduled { get; set; } = Instant.Never;

    private TimeSpan _ahead = boot;

    /// <summary>What its monotonic clock says: hosts boot at different times, and a paused one loses some.</summary>
    public Instant Local(Instant world) => world + _ahead;

    /// <summary>The same the other way.</summary>
    public Instant World(Instant local) => local == Instant.Never ? local : local - _ahead;

    /// <summary>The clock stood still.</summary>
    public void LoseTime(TimeSpan duration) => _ahead -= duration;

    /// <summary>Whether its processes run.</summary>
    public bool Awake => Running && !Asleep;

    /// <summary>Whether it can be asked to keep the promises of a router.</summary>
    public bool Able(int router) => Awake && LinkUp[Routers[router].Segment] && Routers[router].TakesPart;

    /// <summary>Whether its host answers ARP or neighbour solicitations for the addresses of a router.</summary>
    public bool Answers(int router, Instant now) => now < AnswersUntil(router, now);

    /// <summary>Until when it answers if nothing happens; <paramref name="now"/> or earlier when it does not.</summary>
    public Instant AnswersUntil(int router, Instant now)
    {
        SimulatedRouter it = Routers[router];
        if (!it.Holds || !Powered || !LinkUp[it.Segment] || now < PausedUntil) return now;
        return it.Spec.Fence == FencePolicy.Never ? Instant.Never : it.LeaseUntil;
    }

    /// <summary>Keeps what arrives while it sleeps, as far as the buffer reaches.</summary>
    public bool Keeps(in Happening arrival)
    {
        if (Inbox.Count >= InboxMax) return false;
        Inbox.Enqueue(arrival);
        return true;
    }

    /// <summary>Looks whether a peer is there.</summary>
    /// <returns>Whether that changed.</returns>
    public bool LooksAround(Instant now)
    {
        bool alone = now - PeerSeenAt > PeerTimeout;
        if (alone == Alone) return false;
        Alone = alone;
        return true;
    }
}
