namespace HaDirector.Health;

/// <summary>How a try ended, in the few words that metrics count by.</summary>
public enum ProbeOutcome : byte
{
    /// <summary>As wanted.</summary>
    Passed,

    /// <summary>Refused at once: nobody listens.</summary>
    Refused,

    /// <summary>No route, host or network unreachable.</summary>
    Unreachable,

    /// <summary>The time-out passed before the exchange was over.</summary>
    TimedOut,

    /// <summary>The connection was reset or closed before the answer was whole.</summary>
    Broken,

    /// <summary>An answer came, another one than wanted.</summary>
    WrongAnswer,

    /// <summary>What came is not the protocol, or more than any check needs.</summary>
    Malformed,

    /// <summary>TLS could not be agreed on, or the certificate is not good.</summary>
    Tls,

    /// <summary>A program could not be run, or said no.</summary>
    Script,

    /// <summary>This host could not try.</summary>
    Local,
}
