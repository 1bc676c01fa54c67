namespace HaDirector.Control;

/// <summary>The VRRP process as its pulse tells.</summary>
public sealed record VrrpProcessReport
{
    /// <summary>Process id.</summary>
    public required int ProcessId { get; init; }

    /// <summary>How long ago the last pulse came.</summary>
    public required double PulseAgeMs { get; init; }

    /// <summary>How long without a pulse makes a stall.</summary>
    public required double StallLimitMs { get; init; }

    /// <summary>Turns of the real-time loop.</summary>
    public required long Turns { get; init; }

    /// <summary>Largest lateness of a timer between the last two pulses.</summary>
    public required double LatenessMs { get; init; }

    /// <summary>Largest lateness of a timer this director process has heard of.</summary>
    public required double LatenessMaxMs { get; init; }

    /// <summary>Bytes allocated on the real-time thread in its steady state: 0 is the promise.</summary>
    public required long AllocatedBytes { get; init; }

    /// <summary>Garbage collections in its steady state: 0 is the promise.</summary>
    public required long Collections { get; init; }

    /// <summary>Messages it could not give us because we did not read.</summary>
    public required long LinkDrops { get; init; }

    /// <summary>Whether the thread runs under SCHED_FIFO.</summary>
    public required bool RealTime { get; init; }

    /// <summary>Whether its memory is locked.</summary>
    public required bool MemoryLocked { get; init; }

    /// <summary>Number of the plan in force there.</summary>
    public required long PlanEpoch { get; init; }

    /// <summary>Packets dropped since it started, by reason; reasons never met are left out.</summary>
    public IReadOnlyDictionary<string, long> Dropped { get; init; } = new SortedDictionary<string, long>();

    /// <summary>BFD packets dropped since it started, by reason; reasons never met are left out.</summary>
    public IReadOnlyDictionary<string, long> BfdDropped { get; init; } = new SortedDictionary<string, long>();
}
