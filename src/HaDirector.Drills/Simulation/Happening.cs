namespace HaDirector.Drills.Simulation;

/// <summary>What can be due in a world. Of what is due at the same instant the smaller goes first: ears before clocks.</summary>
internal enum HappeningKind : byte
{
    /// <summary>An advert arrives.</summary>
    Arrival,

    /// <summary>A director wakes from a stall.</summary>
    Wake,

    /// <summary>A director's timer fires.</summary>
    Timer,

    /// <summary>A director says hello.</summary>
    Hello,

    /// <summary>What a dead VRRP process left behind is cleaned up by its director process.</summary>
    LastResort,

    /// <summary>The service manager starts what died.</summary>
    Restart,

    /// <summary>A router that was started again has listened long enough.</summary>
    Resume,

    /// <summary>The kernel takes addresses off that nobody renewed.</summary>
    Lifetime,
}

/// <summary>One thing that is due.</summary>
/// <param name="Kind">What.</param>
/// <param name="Director">Whom it concerns.</param>
/// <param name="Router">Which router; 0 where it concerns the director.</param>
/// <param name="From">Who sent an advert.</param>
/// <param name="Number">Which packet arrives; of everything else, in which life of the director it happens: nothing of a former one does.</param>
internal readonly record struct Happening(HappeningKind Kind, byte Director, byte Router, byte From, int Number);
