namespace HaDirector.Control;

/// <summary>What became of a file that was to be applied: the answer of POST /apply, /confirm and /rollback.</summary>
public sealed record ApplyReport
{
    /// <summary>Version of these shapes.</summary>
    public int Api { get; init; } = Snapshot.ApiVersion;

    /// <summary>When this was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>One of <see cref="ApplyOutcome"/>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Why, in words; empty when there is nothing to add.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Its number in the journal; 0 when nothing was begun.</summary>
    public long Number { get; init; }

    /// <summary>Number of the plan that is in force now, the same in every loop.</summary>
    public long Epoch { get; init; }

    /// <summary>In what time it goes back unless it is confirmed; null when it does not wait for that.</summary>
    public double? ConfirmSeconds { get; init; }

    /// <summary>Where the file was written; null when it was not.</summary>
    public string? Written { get; init; }

    /// <summary>What the file changes; null where no file was given.</summary>
    public PlanReport? Plan { get; init; }
}

/// <summary>Words for what became of a file.</summary>
public static class ApplyOutcome
{
    /// <summary>In force and written.</summary>
    public const string Applied = "applied";

    /// <summary>In force, not written, and waits for its confirmation.</summary>
    public const string Unconfirmed = "unconfirmed";

    /// <summary>The plan of before is in force again.</summary>
    public const string RolledBack = "rolled_back";

    /// <summary>The file has errors, or cannot be kept: nothing was changed.</summary>
    public const string Refused = "refused";

    /// <summary>Another file is being applied, or there is none to confirm: nothing was changed.</summary>
    public const string Busy = "busy";

    /// <summary>A reload came in between.</summary>
    public const string Superseded = "superseded";
}
