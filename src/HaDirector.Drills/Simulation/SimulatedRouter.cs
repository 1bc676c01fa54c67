using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Drills.Simulation;

/// <summary>A virtual router on one director: the production machine, and what the kernel of its host holds.</summary>
internal sealed class SimulatedRouter(VirtualRouterSpec spec, int segment)
{
    // The time-out of a set element ends up to a jiffy late.
    private static readonly TimeSpan Jiffy = TimeSpan.FromMilliseconds(4);

    /// <summary>What the configuration says now.</summary>
    public VirtualRouterSpec Spec { get; set; } = spec;

    /// <summary>Family of its adverts.</summary>
    public IpFamily Family { get; } = spec.Family;

    /// <summary>Where its interface is.</summary>
    public int Segment { get; } = segment;

    /// <summary>The machine; null while the VRRP process does not run.</summary>
    public VrrpInstance? Machine { get; set; }

    /// <summary>What writes its adverts: the machine, or the last one when the director process resigns for it.</summary>
    public VrrpInstance? Writer { get; set; }

    /// <summary>What was said last about what it hears.</summary>
    public string? Remarked { get; set; }

    /// <summary>Whether the addresses are on the interface.</summary>
    public bool Holds { get; set; }

    /// <summary>Until when the fence lets the host answer for them.</summary>
    public Instant LeaseUntil => Unfenced ? Instant.Never : LapsesAt;

    /// <summary>When the lease lapses that the last advert renewed.</summary>
    public Instant LapsesAt { get; set; }

    /// <summary>Whether the kernel was told that the director is alone, so that the lease does not matter.</summary>
    public bool Unfenced { get; set; }

    /// <summary>Since when it holds.</summary>
    public Instant TakenAt { get; set; }

    /// <summary>When its last advert of a priority above 0 left the interface.</summary>
    public Instant AdvertisedAt { get; set; }

    /// <summary>The priority of that.</summary>
    public byte AdvertisedPriority { get; set; }

    /// <summary>Its interval then.</summary>
    public TimeSpan AdvertisedInterval { get; set; }

    /// <summary>When it goes on as the master that the process before was, if it hears nobody until then; else never.</summary>
    public Instant ResumeAt { get; set; } = Instant.Never;

    /// <summary>Whether it listens before that.</summary>
    public bool IsListening => ResumeAt != Instant.Never;

    /// <summary>Until when no backup can have missed its last advert.</summary>
    public Instant UnmissedUntil => AdvertisedAt + (3 * AdvertisedInterval);

    /// <summary>When its process started or its configuration changed last.</summary>
    public Instant ChangedAt { get; set; }

    /// <summary>Shortest and longest interval of it lately: after a reload the old pace goes on for some adverts.</summary>
    public (TimeSpan Least, TimeSpan Most) Pace { get; set; } = (spec.AdvertInterval.ToTimeSpan(), spec.AdvertInterval.ToTimeSpan());

    /// <summary>Whether it gave way and does not preempt until it was master again.</summary>
    public bool StandsBack { get; set; }

    /// <summary>Whether a track of weight 0 is down.</summary>
    public bool Faulted { get; set; }

    /// <summary>What tracks add to the priority.</summary>
    public int Weight { get; set; }

    /// <summary>Whether the machine was told that the interface can be used.</summary>
    public bool ToldUsable { get; set; }

    /// <summary>Whether the machine was told of a track of weight 0 that is down.</summary>
    public bool ToldFaulted { get; set; }

    /// <summary>What configuration and tracks make of its priority.</summary>
    public byte OwnPriority => Spec.IsOwner ? Spec.Priority : (byte)Math.Clamp(Spec.Priority + Weight, 1, VirtualRouterSpec.OwnerPriority - 1);

    /// <summary>How long one advert renews the right to answer: less than the patience of every backup.</summary>
    public TimeSpan Lease
    {
        get
        {
            TimeSpan interval = Spec.AdvertInterval.ToTimeSpan();
            return (3 * interval) - (interval / 2 < Jiffy ? interval / 2 : Jiffy);
        }
    }

    /// <summary>Whether the machine takes part.</summary>
    public bool TakesPart => Machine is { State: VrrpState.Backup or VrrpState.Master };
}
