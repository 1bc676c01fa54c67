namespace HaDirector.Control;

/// <summary>One applying of a configuration, as the journal keeps it: one line of JSON. A later line of the same number says more and counts instead.</summary>
public sealed record JournalEntry
{
    /// <summary>Changes an entry lists; the rest is counted.</summary>
    public const int ChangesMax = 100;

    /// <summary>Number, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>When its outcome was known; null while it is not.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Who asked.</summary>
    public required JournalAuthor By { get; init; }

    /// <summary>Who confirmed it or took it back; null when nobody did.</summary>
    public JournalAuthor? EndedBy { get; init; }

    /// <summary>Name of the file.</summary>
    public required string File { get; init; }

    /// <summary>SHA-256 of the configuration before.</summary>
    public required string BeforeHash { get; init; }

    /// <summary>SHA-256 of the file; null when it was refused.</summary>
    public string? AfterHash { get; init; }

    /// <summary>One of <see cref="ApplyOutcome"/>, or "pending" while it is not known.</summary>
    public required string Outcome { get; init; }

    /// <summary>Why, in words; empty when there is nothing to add.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Changes by class.</summary>
    public ChangeCounts Counts { get; init; } = new(0, 0, 0, 0);

    /// <summary>The changes, those that disturb most first.</summary>
    public IReadOnlyList<ChangeReport> Changes { get; init; } = [];

    /// <summary>Changes that are not listed.</summary>
    public int ChangesOmitted { get; init; }

    /// <summary>Outcome of an entry that has not ended.</summary>
    public const string Pending = "pending";
}

/// <summary>Who asked for something.</summary>
/// <param name="Via">"socket" or "signal".</param>
/// <param name="Uid">User id of the process at the other end of the socket, as the kernel says; null for a signal.</param>
/// <param name="User">Name of that user; null when it has none.</param>
/// <param name="Pid">Id of that process.</param>
/// <param name="Name">The name it gave; null when it gave none.</param>
public sealed record JournalAuthor(string Via, uint? Uid, string? User, int? Pid, string? Name)
{
    /// <summary>How a reload came.</summary>
    public const string Signal = "signal";

    /// <summary>For people: "root (uid 0) for anna".</summary>
    public override string ToString() =>
        Via == Signal ? Signal : $"{User ?? "?"} (uid {Uid}){(Name is null ? "" : $" for {Name}")}";
}

/// <summary>The journal: the answer of GET /journal.</summary>
public sealed record JournalList
{
    /// <summary>Version of these shapes.</summary>
    public int Api { get; init; } = Snapshot.ApiVersion;

    /// <summary>Entries, the newest last.</summary>
    public required IReadOnlyList<JournalEntry> Entries { get; init; }
}
