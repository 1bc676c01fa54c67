namespace HaDirector.Health;

/// <summary>What one try gave.</summary>
/// <param name="Passed">Whether the answer was as wanted.</param>
/// <param name="Took">Time of the exchange.</param>
/// <param name="Detail">One line for people: "connected", "status 503, wanted 200-299", "timed out after 500ms".</param>
public readonly record struct ProbeResult(bool Passed, TimeSpan Took, string Detail)
{
    /// <summary>Whose fault a failure is; a failure of our own says nothing about the server.</summary>
    public Fault Fault { get; init; }

    /// <summary>The same in one word of a few, for counting.</summary>
    public ProbeOutcome Outcome { get; init; }

    /// <summary>What the server says of itself besides (agent, script); null when it says nothing.</summary>
    public ServerAdvice? Advice { get; init; }
}

/// <summary>Whose fault a failed try is.</summary>
public enum Fault : byte
{
    /// <summary>The server's (or the network's on the way to it): it counts.</summary>
    Server,

    /// <summary>We looked too late: the time-out fired late, or an answer lay unread when it fired. The try is repeated at once.</summary>
    Late,

    /// <summary>This host could not try: no descriptor, port or buffer was left. The try does not count.</summary>
    Local,
}
