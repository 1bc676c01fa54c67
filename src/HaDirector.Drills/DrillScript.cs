namespace HaDirector.Drills;

/// <summary>One fault of a drill, injected once.</summary>
/// <param name="Fault">What is done.</param>
/// <param name="Repetition">1 for the first time.</param>
public readonly record struct Act(Fault Fault, int Repetition);

/// <summary>How a drill goes: its acts in order and how long each part of an act lasts.</summary>
/// <param name="Faults">Faults of one round.</param>
/// <param name="Repeat">How many rounds.</param>
public sealed record DrillScript(IReadOnlyList<Fault> Faults, int Repeat)
{
    /// <summary>The port of the drill's TCP service, where the configuration has it.</summary>
    public const ushort TcpPort = 7000;

    /// <summary>The port of the drill's UDP service, where the configuration has it.</summary>
    public const ushort UdpPort = 7001;

    /// <summary>Held connections.</summary>
    public const int HeldConnections = 50;

    /// <summary>Probe to probe.</summary>
    public static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(1);

    /// <summary>Byte to byte on each held connection.</summary>
    public static readonly TimeSpan ExchangeInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>New connection to new connection.</summary>
    public static readonly TimeSpan NewConnectionInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>A new connection not answered by now was given to a dead server: before its SYN is sent again, at 1 s.</summary>
    public static readonly TimeSpan NewConnectionPatience = TimeSpan.FromMilliseconds(900);

    /// <summary>A probe answered later than this counts as lost: a datagram that waits in a queue for a neighbour is no service.</summary>
    public static readonly TimeSpan ProbePatience = TimeSpan.FromMilliseconds(100);

    /// <summary>How long all connections exchange before a fault, so that connection sync has sent every one of them.</summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);

    /// <summary>How long after the fault a held connection may take to speak again.</summary>
    public static readonly TimeSpan ConnectionPatience = TimeSpan.FromSeconds(7);

    /// <summary>How long the pair is watched after the master is back.</summary>
    public static readonly TimeSpan FailbackWatch = TimeSpan.FromSeconds(2);

    /// <summary>How long the other director may take to come back before the drill is given up.</summary>
    public static readonly TimeSpan RestorePatience = TimeSpan.FromSeconds(60);

    // Addresses of a killed director live for at most this long in its kernel.
    private static readonly TimeSpan AddressLifetime = TimeSpan.FromSeconds(2);

    /// <summary>Every act, round by round.</summary>
    public IEnumerable<Act> Acts() =>
        from repetition in Enumerable.Range(1, Repeat)
        from fault in Faults
        select new Act(fault, repetition);

    /// <summary>How long the pair is watched after the fault, at least; then every held connection is waited for.</summary>
    public static TimeSpan Watch(Fault fault, DrillSubject subject) => fault switch
    {
        Fault.ServerDown => (subject.DeadServerBound ?? TimeSpan.FromSeconds(2)) + TimeSpan.FromSeconds(2),
        Fault.KillDirector => subject.BackupDownInterval + TimeSpan.FromSeconds(3),
        _ => subject.BackupDownInterval + AddressLifetime + TimeSpan.FromSeconds(1),
    };
}
