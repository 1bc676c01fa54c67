using HaDirector.Bfd;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Tracking;

namespace HaDirector.Link;

/// <summary>What happens to the values of tracks that the director process looks at, when it is away for longer than <see cref="RealTimePlan.TrackHold"/>.</summary>
public enum LostTrackPolicy : byte
{
    /// <summary>They count as down.</summary>
    Fault,

    /// <summary>The last values hold.</summary>
    Keep,
}

/// <summary>All that the VRRP process is to do, complete and checked: what the director process hands over.</summary>
/// <param name="Epoch">Number by which the director process recognises the answer.</param>
/// <param name="Routers">Protocol instances in the order of the plan; one of each family for a virtual router with both.</param>
public sealed record RealTimePlan(uint Epoch, IReadOnlyList<VirtualRouterSpec> Routers)
{
    /// <summary>Most routers.</summary>
    public const int RoutersMax = 1024;

    /// <summary>Most tracked objects.</summary>
    public const int TracksMax = 256;

    /// <summary>Most sync groups.</summary>
    public const int GroupsMax = 256;

    /// <summary>How long the last values of tracks hold that the director process looks at, while it is away.</summary>
    public static readonly TimeSpan TrackHold = TimeSpan.FromSeconds(10);

    /// <summary>What routers track; they name them by position.</summary>
    public IReadOnlyList<TrackedObject> Tracks { get; init; } = [];

    /// <summary>Routers that share their fate.</summary>
    public IReadOnlyList<SyncGroupSpec> Groups { get; init; } = [];

    /// <summary>BFD sessions.</summary>
    public IReadOnlyList<BfdSpec> Sessions { get; init; } = [];

    /// <summary>The other directors; null when the configuration gives them no addresses.</summary>
    public PeerSpec? Peer { get; init; }

    /// <summary>After <see cref="TrackHold"/>.</summary>
    public LostTrackPolicy LostTracks { get; init; }

    /// <summary>How long a director that crashed must run before it takes addresses from another one again.</summary>
    public TimeSpan PreemptAfterCrash { get; init; } = TimeSpan.FromSeconds(60);
}
