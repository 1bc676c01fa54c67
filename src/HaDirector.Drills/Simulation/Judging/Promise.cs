namespace HaDirector.Drills.Simulation.Judging;

/// <summary>What must hold in every world at every time, seen from outside the directors.</summary>
public enum Promise : byte
{
    /// <summary>Nothing is broken.</summary>
    None,

    /// <summary>Addresses are never unowned for longer than the longest down interval while a healthy director could hold them.</summary>
    Owned,

    /// <summary>Two who hear each other never both hold for longer than an interval.</summary>
    OneHolder,

    /// <summary>A sleeping or dead director ceases to answer with its lease.</summary>
    OneAnswers,

    /// <summary>Nobody takes over from a master that it heard and may not preempt while that one still answers.</summary>
    NoUsurper,

    /// <summary>Who holds advertises.</summary>
    HolderAdvertises,

    /// <summary>Nobody advertises without holding.</summary>
    AdvertiserHolds,

    /// <summary>No storm: adverts in one interval are bounded.</summary>
    AdvertsBounded,

    /// <summary>Adverts carry the priority that configuration and tracks give.</summary>
    AdvertsTellTheTruth,

    /// <summary>Priority 0 is sent by those who leave, and by nobody else.</summary>
    ZeroOnlyWhenLeaving,

    /// <summary>Who announces holds.</summary>
    AnnouncerHolds,

    /// <summary>Who takes announces.</summary>
    TakerAnnounces,

    /// <summary>Who holds is master, and the other way round.</summary>
    HolderIsMaster,

    /// <summary>Who is faulted by a track or without an interface does not hold.</summary>
    FaultedHoldsNothing,

    /// <summary>The routers of a group are master together or not at all.</summary>
    OneFate,

    /// <summary>When all is well, one director holds.</summary>
    OneAtTheEnd,

    /// <summary>When all is well and all preempt, the best holds.</summary>
    BestAtTheEnd,

    /// <summary>When all is well, nothing changes.</summary>
    RestAtTheEnd,

    /// <summary>A world comes to its end.</summary>
    Ends,
}

/// <summary>A promise that was broken.</summary>
/// <param name="Promise">Which.</param>
/// <param name="At">When, from the world's beginning.</param>
/// <param name="What">By whom and how.</param>
public sealed record Violation(Promise Promise, TimeSpan At, string What);
