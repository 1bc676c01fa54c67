using HaDirector.Bfd.Wire;
using HaDirector.Model;

namespace HaDirector.Bfd;

/// <summary>
/// One end of a BFD session in asynchronous mode (RFC 5880 section 6). It does no I/O, reads no clock and never allocates: the same spec, seed,
/// events and times always give the same actions.
/// </summary>
/// <remarks>Ears before clocks: the host hands over every packet that waits before it calls <see cref="Judge"/>.</remarks>
/// <param name="spec">What it is at first.</param>
/// <param name="discriminator">Our name for it, unique on this host and not 0 (bfd.LocalDiscr).</param>
/// <param name="seed">Of the jitter.</param>
public sealed partial class BfdSession(BfdSpec spec, uint discriminator, uint seed)
{
    // As long as a session is not up it must not load the path (section 6.8.3).
    private static readonly TimeSpan SlowInterval = TimeSpan.FromSeconds(1);

    private BfdJitter _jitter = new(seed);
    private Instant _sendAt = Instant.Never;
    private Instant _expireAt = Instant.Never;
    private bool _final;
    private bool _listenedAgain;

    /// <summary>What it is configured to be.</summary>
    public BfdSpec Spec { get; private set; } = spec;

    /// <summary>Our name for it.</summary>
    public uint Discriminator { get; } = discriminator;

    /// <summary>Its state (bfd.SessionState).</summary>
    public BfdState State { get; private set; } = BfdState.AdminDown;

    /// <summary>The state before the last change.</summary>
    public BfdState Before { get; private set; } = BfdState.AdminDown;

    /// <summary>Why it left the last state (bfd.LocalDiag).</summary>
    public BfdDiagnostic Diagnostic { get; private set; }

    /// <summary>When it entered <see cref="State"/>.</summary>
    public Instant Since { get; private set; }

    /// <summary>When a packet of the other end was last believed; <see cref="Instant.Never"/> before the first.</summary>
    public Instant LastHeard { get; private set; } = Instant.Never;

    /// <summary>State of the other end (bfd.RemoteSessionState).</summary>
    public BfdState RemoteState { get; private set; } = BfdState.Down;

    /// <summary>The other end's name for it (bfd.RemoteDiscr); 0 while not known.</summary>
    public uint RemoteDiscriminator { get; private set; }

    /// <summary>When <see cref="Judge"/> has something to do.</summary>
    public Instant NextDeadline => _sendAt < _expireAt ? _sendAt : _expireAt;

    /// <summary>Whether this end is so late with a packet that the other had to presume it dead.</summary>
    public bool StoodStill(Instant now) =>
        State == BfdState.Up && now > _sendAt && now - _sendAt >= TransmitInterval * Math.Max(Spec.Multiplier - 1, 1);

    /// <summary>Begins to look for the other end.</summary>
    public void Start(Instant now)
    {
        if (State != BfdState.AdminDown) return;
        Enter(BfdState.Down, BfdDiagnostic.None, now);
        Schedule(now, atOnce: true);
    }

    /// <summary>Takes the session down on purpose: the other end hears it and takes it for no fault.</summary>
    public BfdActions Stop(Instant now)
    {
        if (State == BfdState.AdminDown) return BfdActions.None;
        Enter(BfdState.AdminDown, BfdDiagnostic.AdministrativelyDown, now);
        (_sendAt, _expireAt) = (Instant.Never, Instant.Never);
        return BfdActions.Changed | BfdActions.Send;
    }

    /// <summary>Does what is due.</summary>
    public BfdActions Judge(Instant now)
    {
        BfdActions actions = now >= _expireAt ? Expire(now) : BfdActions.None;
        if (now < _sendAt) return actions;
        // The schedule is absolute: lateness of one packet does not move the next.
        Instant next = _sendAt + NextInterval();
        _sendAt = next > now ? next : now + NextInterval();
        return actions | BfdActions.Send;
    }

    /// <summary>Writes the packet that a step asked for; once for each <see cref="BfdActions.Send"/>.</summary>
    /// <param name="destination">At least <see cref="BfdPacket.Size"/> bytes.</param>
    public void Write(Span<byte> destination)
    {
        BfdPacket packet = new()
        {
            State = State,
            Diagnostic = Diagnostic,
            Poll = _polling && !_final, // never both (section 6.5)
            Final = _final,
            Multiplier = Spec.Multiplier,
            MyDiscriminator = Discriminator,
            YourDiscriminator = RemoteDiscriminator,
            DesiredTransmit = Microseconds(DesiredTransmit),
            RequiredReceive = Microseconds(Spec.ReceiveInterval),
        };
        _final = false;
        packet.Write(destination);
    }

    // Section 6.8.4.
    private BfdActions Expire(Instant now)
    {
        // So late means that this host was stopped: nothing was heard because nobody listened. Listen for one more detection time, but only
        // once in a row, so that a host that is always late still notices.
        if (State >= BfdState.Init && !_listenedAgain && now - _expireAt > DetectionTime / _remoteMultiplier)
        {
            _listenedAgain = true;
            _expireAt = now + DetectionTime;
            return BfdActions.None;
        }

        Forget();
        if (State < BfdState.Init) return BfdActions.None;
        Enter(BfdState.Down, BfdDiagnostic.DetectionTimeExpired, now);
        Schedule(now, atOnce: false);
        return BfdActions.Changed | BfdActions.Send;
    }

    // What the other end said is worth nothing any more (section 6.8.1).
    private void Forget()
    {
        _expireAt = Instant.Never;
        (RemoteDiscriminator, RemoteState) = (0, BfdState.Down);
        (_remoteTransmit, _remoteReceive, _remoteMultiplier, _remoteDemands) = (SlowInterval, Shortest, 1, false);
    }

    private void Enter(BfdState to, BfdDiagnostic why, Instant now)
    {
        (Before, State, Diagnostic, Since) = (State, to, why, now);
        AdvertiseIntervals();
    }

    private void Schedule(Instant now, bool atOnce) => _sendAt = !SendsPeriodically ? Instant.Never : atOnce ? now : now + NextInterval();

    private TimeSpan NextInterval() => _jitter.Shorten(TransmitInterval, Spec.Multiplier);
}
