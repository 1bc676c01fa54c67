namespace HaDirector.Vrrp;

/// <summary>Things of the VRRP process worth a log line; the texts are the director process's.</summary>
public enum VrrpLogCode : byte
{
    /// <summary>A router changed its state (State = new state, Code of the transition in number 0, old state in number 1).</summary>
    StateChanged = 1,

    /// <summary>A packet was dropped; once per reason and window (number 0 = DropReason, number 1 = count in the window).</summary>
    PacketDropped,

    /// <summary>An advert could not be sent (number 0 = errno).</summary>
    SendFailed,

    /// <summary>An address could not be set or removed (number 0 = errno).</summary>
    AddressFailed,

    /// <summary>SCHED_FIFO was refused (number 0 = errno).</summary>
    RealTimeRefused,

    /// <summary>Locking memory was refused (number 0 = errno).</summary>
    MemoryLockRefused,

    /// <summary>The loop woke later than half an advert interval (number 0 = nanoseconds late).</summary>
    Late,

    /// <summary>An advert's interval differs from ours (RFC 9568 section 7.1; number 0 = theirs in centiseconds).</summary>
    IntervalDiffers,

    /// <summary>An advert's addresses differ from ours (RFC 9568 section 7.1).</summary>
    AddressListDiffers,

    /// <summary>A sender with our own priority was heard (RFC 9568 section 8.3.2).</summary>
    EqualPriority,

    /// <summary>The interface went away, down, or lost its address (number 0 = 0 missing, 1 down, 2 no address).</summary>
    InterfaceUnusable,

    /// <summary>A route or rule could not be set or removed (number 0 = errno, number 1 = 1 when it should be set).</summary>
    RouteFailed,

    /// <summary>Somebody else took off an address of ours (number 0 = 1 when it was put back, 0 when the router yields).</summary>
    AddressTaken,

    /// <summary>Another director claims to own the addresses as we do (RFC 9568 section 8.3.2, erratum 8298).</summary>
    SecondOwner,

    /// <summary>We are master and heard another one (number 0 = its interval in centiseconds, number 1 = its priority).</summary>
    SecondMaster,

    /// <summary>An advert without a right HMAC trailer was believed, because the mode is permissive.</summary>
    NotSigned,

    /// <summary>We took the role from a master that was alive (RFC 9568 section 2.5; number 0 = how often since the start).</summary>
    FalseTakeover,

    /// <summary>A BFD session changed its state (numbers: BfdDiagnostic, old state, new state; Name and Address are the session's).</summary>
    SessionChanged,

    /// <summary>A BFD packet could not be sent (number 0 = errno).</summary>
    SessionSendFailed,

    /// <summary>A BFD packet was dropped; once per reason and window (number 0 = BfdDropReason, number 1 = count in the window).</summary>
    SessionPacketDropped,

    /// <summary>A hello of a director was not believed; once per reason and window (number 0 = HelloDrop, number 1 = count in the window).</summary>
    HelloDropped,
}
