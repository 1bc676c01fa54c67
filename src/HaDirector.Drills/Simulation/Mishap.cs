namespace HaDirector.Drills.Simulation;

/// <summary>What can be done to a director, its host or its network.</summary>
public enum MishapKind : byte
{
    /// <summary>The service is started; nothing when it runs.</summary>
    Start,

    /// <summary>The service is stopped gracefully.</summary>
    Stop,

    /// <summary>The VRRP process is killed: the director process takes the addresses off and resigns, and the service is started again.</summary>
    KillVrrp,

    /// <summary>Every process is killed; the kernel lives on.</summary>
    KillAll,

    /// <summary>The host is gone at once.</summary>
    PowerOff,

    /// <summary>The processes stop for Value milliseconds (collection, SIGSTOP, starvation); what arrives waits.</summary>
    Stall,

    /// <summary>The virtual machine stops for Value milliseconds with its clock and its kernel; what arrives is lost.</summary>
    Pause,

    /// <summary>Wall time jumps by Value seconds.</summary>
    ClockStep,

    /// <summary>Nothing passes the director's switch ports; the carrier stays.</summary>
    Cut,

    /// <summary>It hears nobody, but is heard.</summary>
    Deafen,

    /// <summary>Nobody hears it, but it hears.</summary>
    Mute,

    /// <summary>Directors whose bit is set in Value and the others do not hear each other.</summary>
    Partition,

    /// <summary>The director's switch ports pass everything again, as do those of all after a partition.</summary>
    Heal,

    /// <summary>What is sent on the segment of Value % segments waits for Value milliseconds and arrives at once.</summary>
    Clog,

    /// <summary>Carrier loss on the interface of segment Value.</summary>
    LinkDown,

    /// <summary>The carrier of segment Value is back.</summary>
    LinkUp,

    /// <summary>A reload gives the router priority Value.</summary>
    Reprioritise,

    /// <summary>A reload gives the router, everywhere, the interval of Value centiseconds.</summary>
    ChangeInterval,

    /// <summary>A reload gives the router one address more or fewer.</summary>
    ChangeAddresses,

    /// <summary>A reload turns preemption on (Value 1) or off (0).</summary>
    ChangePreempt,

    /// <summary>Tracks move the priority of the router by Value, kept within 1-254.</summary>
    TrackWeight,

    /// <summary>A track of weight 0 goes down.</summary>
    TrackDown,

    /// <summary>All tracks are up, none moves the priority.</summary>
    TrackUp,

    /// <summary>Somebody removes an address, and the router shall yield.</summary>
    Yield,

    /// <summary>BFD says that director Value is gone.</summary>
    PeerLost,

    /// <summary>The service is started and goes on as master of what its host still holds.</summary>
    Resume,

    /// <summary>Somebody looks; nothing changes.</summary>
    Look,
}

/// <summary>Something that is done to a world.</summary>
/// <param name="At">When, from the world's beginning.</param>
/// <param name="Director">To whom; where a mishap concerns all it does not matter.</param>
/// <param name="Kind">What.</param>
/// <param name="Router">To which of its routers, where it concerns one.</param>
/// <param name="Value">How much, as the kind says.</param>
public readonly record struct Mishap(TimeSpan At, int Director, MishapKind Kind, int Router = 0, int Value = 0)
{
    /// <summary>Addresses of a reload; null keeps them or, of <see cref="MishapKind.ChangeAddresses"/>, toggles a last one.</summary>
    public IReadOnlyList<Vrrp.VirtualAddress>? Addresses { get; init; }
}
