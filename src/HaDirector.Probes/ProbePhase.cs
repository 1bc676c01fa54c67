namespace HaDirector.Probes;

/// <summary>What a try is doing: says in its result where it ended.</summary>
internal enum ProbePhase : byte
{
    /// <summary>The connection is being opened.</summary>
    Connecting,

    /// <summary>TLS is being agreed on.</summary>
    TlsHandshake,

    /// <summary>Nothing of the answer has come.</summary>
    Waiting,

    /// <summary>A datagram is out: errors are those that ICMP brings.</summary>
    Datagram,

    /// <summary>Part of the answer has come.</summary>
    Answering,
}
