namespace HaDirector.Control;

/// <summary>Checks and what they conclude: the answer of GET /checks.</summary>
public sealed record CheckList
{
    /// <summary>Version of these shapes.</summary>
    public int Api { get; init; } = Snapshot.ApiVersion;

    /// <summary>When this was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Checks that were asked for, those beyond the limit included.</summary>
    public int Matching { get; init; }

    /// <summary>Checks in the order of the configuration, as far as they were asked for. Written as they are enumerated.</summary>
    public required IEnumerable<CheckDetail> Checks { get; init; }
}

/// <summary>How one check stands.</summary>
public sealed record CheckDetail
{
    /// <summary>"tcp", "http", ...</summary>
    public required string Kind { get; init; }

    /// <summary>Where it is tried.</summary>
    public required string Target { get; init; }

    /// <summary>"up", "down" or "unknown".</summary>
    public required string Verdict { get; init; }

    /// <summary>When it concluded that; null while unknown.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>What the last try gave, in one line; empty before the first.</summary>
    public string LastResult { get; init; } = "";

    /// <summary>The same in one word: "passed", "refused", "timed_out", ...; null before the first.</summary>
    public string? LastOutcome { get; init; }

    /// <summary>How long it took.</summary>
    public double? LastTookMs { get; init; }

    /// <summary>How long ago that was.</summary>
    public double? LastAgeSeconds { get; init; }

    /// <summary>Half of the last passed tries took no longer; null before the first.</summary>
    public double? LatencyP50Ms { get; init; }

    /// <summary>99 of 100 of them took no longer.</summary>
    public double? LatencyP99Ms { get; init; }

    /// <summary>In what time the next try is due; null while one is under way.</summary>
    public double? NextDueMs { get; init; }

    /// <summary>The last results that counted, oldest first: '+' passed, '-' failed.</summary>
    public string Recent { get; init; } = "";

    /// <summary>Tries started.</summary>
    public long Tries { get; init; }

    /// <summary>Failures that counted.</summary>
    public long Failures { get; init; }

    /// <summary>Results that did not count, being the director's own fault.</summary>
    public long Discarded { get; init; }

    /// <summary>Whether the verdict is from before a restart, and no result counted since.</summary>
    public bool Restored { get; init; }

    /// <summary>Whether it would be down, and one more try decides because a pool would be empty.</summary>
    public bool Confirming { get; init; }

    /// <summary>Services that use it, the first few.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>How many services use it.</summary>
    public int UsersTotal { get; init; }

    /// <summary>The last changes of the verdict, oldest first; null when they were not asked for.</summary>
    public IReadOnlyList<TransitionReport>? History { get; init; }
}

/// <summary>A change of a verdict that was.</summary>
/// <param name="At">When.</param>
/// <param name="From">What was concluded before.</param>
/// <param name="To">What was concluded then.</param>
/// <param name="Reason">The result that decided.</param>
public sealed record TransitionReport(DateTimeOffset At, string From, string To, string Reason);
