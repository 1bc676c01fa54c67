using HaDirector.Model;

namespace HaDirector.Vrrp;

/// <summary>
/// The state machine of one virtual router (RFC 9568 section 6.4). It does no I/O, reads no clock and never allocates:
/// the same state, event and time always give the same actions.
/// </summary>
/// <remarks>
/// Duties of the host:
/// <list type="bullet">
/// <item>Ears before clocks: hand over every packet that waits in the sockets before any <see cref="VrrpEventKind.TimeReached"/>. A process
/// that was stopped or starved must hear the peer before it may presume it dead.</item>
/// <item>Execute the actions of a step in order, before the next step.</item>
/// <item>Tell of the interface (<see cref="VrrpEventKind.InterfaceUsable"/> with its primary address) before or after
/// <see cref="VrrpEventKind.Startup"/>; a router without an address is in fault.</item>
/// </list>
/// </remarks>
public sealed partial class VrrpInstance(VirtualRouterSpec spec)
{
    private bool IsStrict => Spec.Profile == VrrpProfile.Strict;

    // At most one advert outside the schedule in this time or in one interval, whichever is shorter, so that no flood and
    // no pair of routers that contradict each other can make a storm.
    private static readonly TimeSpan AnswerGapMax = TimeSpan.FromSeconds(1);

    private Centiseconds _masterInterval = spec.AdvertInterval;
    private bool _masterResigned;
    private bool _listenedAgain;
    private Instant _answerAllowed = new(long.MinValue);

    /// <summary>What it is configured to be.</summary>
    public VirtualRouterSpec Spec { get; private set; } = spec;

    /// <summary>The priority in use: that of the spec, moved by tracks.</summary>
    public byte Priority { get; private set; } = spec.Priority;

    /// <summary>Its state.</summary>
    public VrrpState State { get; private set; }

    /// <summary>When it entered <see cref="State"/>.</summary>
    public Instant Since { get; private set; }

    /// <summary>Why it entered <see cref="State"/>.</summary>
    public TransitionReason Reason { get; private set; }

    /// <summary>Primary address of its interface; not set while the interface is not usable.</summary>
    public IpAddress PrimaryAddress { get; private set; }

    /// <summary>The last advert of the master this router follows; default when it follows none (Sender is not set).</summary>
    public Advert MasterHeard { get; private set; }

    /// <summary>When <see cref="Step"/> wants <see cref="VrrpEventKind.TimeReached"/> next: Adver_Timer or Active_Down_Timer.</summary>
    public Instant NextDeadline { get; private set; } = Instant.Never;

    /// <summary>Skew_Time with the interval of the master it follows.</summary>
    public TimeSpan SkewTime => VrrpTimers.SkewTime(Spec.Priority, _masterInterval);

    /// <summary>Active_Down_Interval with the interval of the master it follows.</summary>
    public TimeSpan MasterDownInterval => VrrpTimers.MasterDownInterval(Spec.Priority, _masterInterval);

    /// <summary>Advances the machine by one event.</summary>
    /// <param name="happened">What happened.</param>
    /// <param name="now">The time of the step, not earlier than that of the step before.</param>
    /// <param name="actions">Holds exactly the actions of this step afterwards.</param>
    public void Step(in VrrpEvent happened, Instant now, VrrpActions actions)
    {
        actions.Clear();
        switch (State, happened.Kind)
        {
            case (VrrpState.Initialize, VrrpEventKind.Startup):
                Begin(TransitionReason.Startup, now, actions);
                break;
            case (_, VrrpEventKind.InterfaceUsable) when happened.Advert.Sender.IsSet:
                PrimaryAddress = happened.Advert.Sender;
                if (State == VrrpState.Fault) Begin(TransitionReason.InterfaceUsable, now, actions);
                break;
            case (_, VrrpEventKind.InterfaceUsable or VrrpEventKind.InterfaceUnusable):
                PrimaryAddress = default;
                if (State is VrrpState.Master or VrrpState.Backup) Leave(VrrpState.Fault, TransitionReason.InterfaceUnusable, now, actions);
                break;
            case (not VrrpState.Initialize, VrrpEventKind.Shutdown):
                Leave(VrrpState.Initialize, TransitionReason.Shutdown, now, actions);
                break;
            case (VrrpState.Backup, VrrpEventKind.TimeReached) when now >= NextDeadline:
                PresumeMasterDead(now, actions);
                break;
            case (VrrpState.Master, VrrpEventKind.TimeReached) when now >= NextDeadline:
                Advertise(now, actions);
                break;
            case (VrrpState.Backup, VrrpEventKind.Heard) when Concerns(happened.Advert):
                HearAsBackup(happened.Advert, now);
                break;
            case (VrrpState.Master, VrrpEventKind.Heard) when Concerns(happened.Advert):
                HearAsMaster(happened.Advert, now, actions);
                break;
        }
    }

    // Section 6.4.1.
    private void Begin(TransitionReason why, Instant now, VrrpActions actions)
    {
        _masterInterval = Spec.AdvertInterval;
        MasterHeard = default;
        if (!PrimaryAddress.IsSet) Enter(VrrpState.Fault, TransitionReason.InterfaceUnusable, Instant.Never, now, actions);
        else if (Spec.IsOwner) BecomeMaster(TransitionReason.AddressOwner, now, actions);
        else BecomeBackup(why, now, actions);
    }

    // Section 6.4.2, priority 0 and the preempt rule. A tie goes to the master that is there: no address is compared here.
    private void HearAsBackup(in Advert advert, Instant now)
    {
        if (advert.Priority == 0)
        {
            _masterResigned = true;
            NextDeadline = now + SkewTime;
        }
        else if (!Spec.Preempts || advert.Priority >= Spec.Priority)
        {
            Follow(advert);
            NextDeadline = now + MasterDownInterval;
        }
    }

    // Section 6.4.3. Preempt is not looked at here: the greater of two masters stays.
    private void HearAsMaster(in Advert advert, Instant now, VrrpActions actions)
    {
        if (advert.Priority == 0)
        {
            if (TryAnswer(now, actions)) NextDeadline = now + Spec.AdvertInterval.ToTimeSpan();
        }
        else if (Outranks(advert))
        {
            // One last advert: after a healed split the winner may not have heard us yet, and would not know that it has to
            // announce the addresses again.
            TryAnswer(now, actions);
            Follow(advert);
            actions.Add(new(VrrpActionKind.DropAddresses));
            BecomeBackup(TransitionReason.Outranked, now, actions);
        }
        else
        {
            // New in RFC 9568: tell the weaker master at once. It announced the addresses as its own while we did not hear each
            // other, so neighbours and bridges must learn the right path again.
            if (TryAnswer(now, actions)) actions.Add(new(VrrpActionKind.AnnounceAddresses));
        }
    }

    // Higher priority wins; on a tie the numerically greater primary address.
    private bool Outranks(in Advert advert) =>
        advert.Priority > Spec.Priority || (advert.Priority == Spec.Priority && advert.Sender > PrimaryAddress);

    private bool Concerns(in Advert advert) => advert.VirtualRouterId == Spec.VirtualRouterId && advert.Sender != PrimaryAddress;

    private void Follow(in Advert advert)
    {
        _masterInterval = advert.Interval;
        _masterResigned = false;
        _listenedAgain = false;
        MasterHeard = advert;
    }

    private void PresumeMasterDead(Instant now, VrrpActions actions)
    {
        // So late means that this host was stopped: nobody was heard because nobody listened. Listen for one more interval,
        // but only once in a row, so that a host that is always late still takes over.
        if (!_listenedAgain && now - NextDeadline > MasterDownInterval)
        {
            _listenedAgain = true;
            NextDeadline = now + _masterInterval.ToTimeSpan() + SkewTime;
            return;
        }

        BecomeMaster(_masterResigned ? TransitionReason.MasterResigned : TransitionReason.MasterDown, now, actions);
    }

    // Sections 6.4.1 and 6.4.2: the advert first, then the announcements; they need the addresses to be there.
    private void BecomeMaster(TransitionReason why, Instant now, VrrpActions actions)
    {
        MasterHeard = default;
        _atOldPace = 0;
        actions.Add(new(VrrpActionKind.TakeAddresses));
        actions.Add(new(VrrpActionKind.SendAdvert, Spec.Priority));
        actions.Add(new(VrrpActionKind.AnnounceAddresses));
        Enter(VrrpState.Master, why, now + Spec.AdvertInterval.ToTimeSpan(), now, actions);
    }

    private void BecomeBackup(TransitionReason why, Instant now, VrrpActions actions)
    {
        _masterResigned = false;
        _listenedAgain = false;
        Enter(VrrpState.Backup, why, now + MasterDownInterval, now, actions);
    }

    // Shutdown of sections 6.4.2 and 6.4.3; fault is left to the peer in the same way, as far as the interface still sends.
    private void Leave(VrrpState to, TransitionReason why, Instant now, VrrpActions actions)
    {
        if (State == VrrpState.Master)
        {
            actions.Add(new(VrrpActionKind.SendAdvert, Priority: 0));
            actions.Add(new(VrrpActionKind.DropAddresses));
        }

        MasterHeard = default;
        Enter(to, why, Instant.Never, now, actions);
    }

    // The schedule is absolute: lateness of one advert does not move the next. Only who is late by a whole interval starts anew.
    private void Advertise(Instant now, VrrpActions actions)
    {
        actions.Add(new(VrrpActionKind.SendAdvert, Spec.Priority));
        TimeSpan interval = NextPace();
        Instant next = NextDeadline + interval;
        NextDeadline = next > now ? next : now + interval;
    }

    private bool TryAnswer(Instant now, VrrpActions actions)
    {
        if (now < _answerAllowed) return false;
        TimeSpan interval = Spec.AdvertInterval.ToTimeSpan();
        _answerAllowed = now + (interval < AnswerGapMax ? interval : AnswerGapMax);
        actions.Add(new(VrrpActionKind.SendAdvert, Spec.Priority));
        return true;
    }

    private void Enter(VrrpState to, TransitionReason why, Instant deadline, Instant now, VrrpActions actions)
    {
        actions.Add(new(VrrpActionKind.Entered, From: State, To: to, Reason: why));
        (State, Since, Reason, NextDeadline) = (to, now, why, deadline);
    }
}
