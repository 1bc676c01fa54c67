namespace HaDirector.Drills;

/// <summary>A director as a drill sees it; as flags, a set of them.</summary>
[Flags]
public enum Seat : byte
{
    /// <summary>Nobody, or not known.</summary>
    None = 0,

    /// <summary>The director of higher priority, which the faults hit.</summary>
    Master = 1,

    /// <summary>The other director.</summary>
    Backup = 2,

    /// <summary>Somebody who is neither.</summary>
    Stranger = 4,
}

/// <summary>Everything that was seen in one act. Times count from the fault; what came before it is negative.</summary>
/// <param name="Act">The fault.</param>
/// <param name="Watched">When the watch after the fault was over: a held connection that still exchanges after it is kept.</param>
/// <param name="Healed">When what was broken began to be mended.</param>
/// <param name="Ended">When the act was over, the master back in its seat.</param>
public sealed record ActRecord(Act Act, TimeSpan Watched, TimeSpan Healed, TimeSpan Ended)
{
    /// <summary>Probes by the time they were sent.</summary>
    public IReadOnlyList<ProbeSample> Probes { get; init; } = [];

    /// <summary>Held connections some time after the watch, when all have exchanged again or their patience is over.</summary>
    public IReadOnlyList<HeldConnection> Held { get; init; } = [];

    /// <summary>How many of the kept ones were lost between the healing and the end.</summary>
    public int LostAtFailback { get; init; }

    /// <summary>New connections by the time they were tried.</summary>
    public IReadOnlyList<NewConnection> New { get; init; } = [];

    /// <summary>Adverts and ARP of the directors in order.</summary>
    public IReadOnlyList<LinkEvent> Link { get; init; } = [];

    /// <summary>Who answered ARP for the virtual address at the end of the watch.</summary>
    public Seat ArpAnswers { get; init; }

    /// <summary>Whether the pair came back: the master in its seat, all servers up.</summary>
    public bool Restored { get; init; }

    /// <summary>How often a director ended that nobody had ended.</summary>
    public int UnexpectedEnds { get; init; }

    /// <summary>Longest time between two probes: what the prober itself missed.</summary>
    public TimeSpan ProberStall { get; init; }
}

/// <summary>A probe.</summary>
/// <param name="Sent">When it was sent.</param>
/// <param name="RoundTrip">How long the answer took; null when none came in time.</param>
/// <param name="Via">The director it went through, by the link address it was sent to.</param>
/// <param name="Server">Number of the server that answered, 0 for none.</param>
public readonly record struct ProbeSample(TimeSpan Sent, TimeSpan? RoundTrip, Seat Via, byte Server);

/// <summary>A held connection.</summary>
/// <param name="Server">Number of the server it was given to.</param>
/// <param name="LastExchange">When the last byte came back.</param>
/// <param name="SilentFrom">Begin of its longest silence after the fault.</param>
/// <param name="SilentTo">End of that silence.</param>
/// <param name="Broken">When it was reset or closed; null while it stands.</param>
public readonly record struct HeldConnection(byte Server, TimeSpan LastExchange, TimeSpan SilentFrom, TimeSpan SilentTo, TimeSpan? Broken);

/// <summary>An attempt at a new connection.</summary>
/// <param name="Started">When it was tried.</param>
/// <param name="Took">How long until the server had answered; null when it did not in <see cref="DrillScript.NewConnectionPatience"/>.</param>
/// <param name="Server">Number of the server that answered, 0 for none.</param>
public readonly record struct NewConnection(TimeSpan Started, TimeSpan? Took, byte Server);

/// <summary>Kinds of events on the client's link.</summary>
public enum LinkEventKind : byte
{
    /// <summary>An advert of a master.</summary>
    Advert,

    /// <summary>An advert of priority 0: the master resigns.</summary>
    Resignation,

    /// <summary>A gratuitous ARP for the virtual address.</summary>
    GratuitousArp,

    /// <summary>An answer to somebody who asked for the virtual address.</summary>
    ArpAnswer,
}

/// <summary>A director was heard on the client's link.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Kind">What.</param>
public readonly record struct LinkEvent(TimeSpan At, Seat By, LinkEventKind Kind);
