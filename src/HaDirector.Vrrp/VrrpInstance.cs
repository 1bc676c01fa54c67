using HaDirector.Model;

namespace HaDirector.Vrrp;

/// <summary>
/// The state machine of one virtual router (RFC 9568 section 6.4, RFC 3768 section 6.4 for version 2). It does no I/O, reads no clock and
/// never allocates: the same state, event and time always give the same actions.
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
    private Instant _deadline = Instant.Never;
    private Instant _notBefore = new(long.MinValue);
    private bool _standsBack;

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

    /// <summary>Whether tracks (or its group) keep it in fault, whatever the interface is.</summary>
    public bool TracksDown { get; private set; }

    /// <summary>The last advert of the master this router follows; default when it follows none (Sender is not set).</summary>
    public Advert MasterHeard { get; private set; }

    /// <summary>When <see cref="Step"/> wants <see cref="VrrpEventKind.TimeReached"/> next: Adver_Timer or Active_Down_Timer.</summary>
    public Instant NextDeadline => State == VrrpState.Backup && _deadline < _notBefore ? _notBefore : _deadline;

    /// <summary>Skew_Time with the interval of the master it follows.</summary>
    public TimeSpan SkewTime => VrrpTimers.SkewTime(Spec.Version, Priority, _masterInterval);

    /// <summary>Active_Down_Interval with the interval of the master it follows.</summary>
    public TimeSpan MasterDownInterval => VrrpTimers.MasterDownInterval(Spec.Version, Priority, _masterInterval);

    private bool IsStrict => Spec.Profile == VrrpProfile.Strict;

    /// <summary>Whether <see cref="VrrpEventKind.Resume"/> would make it master at once: strict routers begin as the standard says.</summary>
    public bool CanResume => CanTakePart && !IsStrict;

    private bool CanTakePart => PrimaryAddress.IsSet && !TracksDown;

    /// <summary>Advances the machine by one event.</summary>
    /// <param name="happened">What happened.</param>
    /// <param name="now">The time of the step, not earlier than that of the step before.</param>
    /// <param name="actions">Holds exactly the actions of this step afterwards.</param>
    public void Step(in VrrpEvent happened, Instant now, VrrpActions actions)
    {
        actions.Clear();
        Advert advert = happened.Advert;
        switch (State, happened.Kind)
        {
            case (VrrpState.Backup, VrrpEventKind.TimeReached) when now >= NextDeadline:
                PresumeMasterDead(now, actions);
                break;
            case (VrrpState.Master, VrrpEventKind.TimeReached) when now >= NextDeadline:
                Advertise(now, actions);
                break;
            case (VrrpState.Backup, VrrpEventKind.Heard) when Concerns(advert):
                HearAsBackup(advert, now, actions);
                break;
            case (VrrpState.Master, VrrpEventKind.Heard) when Concerns(advert):
                HearAsMaster(advert, now, actions);
                break;
            case (VrrpState.Backup, VrrpEventKind.PeerLost) when advert.Sender.IsSet && advert.Sender == MasterHeard.Sender:
                LoseMaster(TransitionReason.PeerLost, now, actions);
                break;
            case (VrrpState.Backup, VrrpEventKind.GroupPromoted) when now >= _notBefore:
                BecomeMaster(TransitionReason.GroupPromoted, now, actions);
                break;
            case (VrrpState.Master, VrrpEventKind.GroupDemoted):
                GiveWay(TransitionReason.GroupDemoted, now, actions);
                break;
            case (VrrpState.Master, VrrpEventKind.Yield):
                GiveWay(TransitionReason.Yielded, now, actions);
                _standsBack = true; // it does not take the role back from another director, only from nobody
                break;
            case (VrrpState.Initialize, VrrpEventKind.Startup):
                _notBefore = now + Spec.StartupDelay;
                Begin(TransitionReason.Startup, now, actions);
                break;
            case (VrrpState.Initialize, VrrpEventKind.Resume):
                if (CanResume) BecomeMaster(TransitionReason.Resumed, now, actions);
                else Begin(TransitionReason.Startup, now, actions);
                break;
            case (not VrrpState.Initialize, VrrpEventKind.Shutdown):
                Leave(VrrpState.Initialize, TransitionReason.Shutdown, now, actions);
                break;
            case (_, VrrpEventKind.PriorityChanged):
                ChangePriority(advert.Priority, now, actions);
                break;
            default:
                StepHealth(happened, now, actions);
                break;
        }
    }

    // What keeps a router from taking part: its interface, and what it tracks.
    private void StepHealth(in VrrpEvent happened, Instant now, VrrpActions actions)
    {
        bool takesPart = State is VrrpState.Master or VrrpState.Backup;
        switch (happened.Kind)
        {
            case VrrpEventKind.InterfaceUsable when happened.Advert.Sender.IsSet:
                PrimaryAddress = happened.Advert.Sender;
                if (State == VrrpState.Fault && CanTakePart) Begin(TransitionReason.InterfaceUsable, now, actions);
                break;
            case VrrpEventKind.InterfaceUsable or VrrpEventKind.InterfaceUnusable:
                PrimaryAddress = default;
                if (takesPart) Leave(VrrpState.Fault, TransitionReason.InterfaceUnusable, now, actions);
                break;
            case VrrpEventKind.TrackDown:
                TracksDown = true;
                if (takesPart) Leave(VrrpState.Fault, TransitionReason.TrackDown, now, actions);
                break;
            case VrrpEventKind.TrackUp:
                TracksDown = false;
                if (State == VrrpState.Fault && CanTakePart) Begin(TransitionReason.TrackUp, now, actions);
                break;
        }
    }

    // Section 6.4.1.
    private void Begin(TransitionReason why, Instant now, VrrpActions actions)
    {
        _masterInterval = Spec.AdvertInterval;
        _standsBack = false;
        MasterHeard = default;
        if (!CanTakePart)
        {
            Enter(VrrpState.Fault, PrimaryAddress.IsSet ? TransitionReason.TrackDown : TransitionReason.InterfaceUnusable, Instant.Never, now, actions);
            return;
        }

        if (Spec.IsOwner && now >= _notBefore)
        {
            BecomeMaster(TransitionReason.AddressOwner, now, actions);
            return;
        }

        BecomeBackup(why, now, actions);
        if (Spec.IsOwner) _deadline = now; // only the startup delay holds it
    }

    // Higher priority wins; on a tie the numerically greater primary address.
    private bool Outranks(in Advert advert) =>
        advert.Priority > Priority || (advert.Priority == Priority && advert.Sender > PrimaryAddress);

    private bool Concerns(in Advert advert) => advert.VirtualRouterId == Spec.VirtualRouterId && advert.Sender != PrimaryAddress;

    // The running timer moves by what the change is worth, so that changes in a row do not put off a takeover.
    private void ChangePriority(byte priority, Instant now, VrrpActions actions)
    {
        if (Spec.IsOwner || priority == Priority || priority is 0 or VirtualRouterSpec.OwnerPriority) return;
        TimeSpan before = Patience;
        Priority = priority;
        if (State == VrrpState.Backup) _deadline += Patience - before;
        else if (State == VrrpState.Master) TryAnswer(now, actions);
    }

    // Shutdown of sections 6.4.2 and 6.4.3; fault is left to the peer in the same way, as far as the interface still sends.
    private void Leave(VrrpState to, TransitionReason why, Instant now, VrrpActions actions)
    {
        if (State == VrrpState.Master) Resign(actions);
        MasterHeard = default;
        Enter(to, why, Instant.Never, now, actions);
    }

    private void GiveWay(TransitionReason why, Instant now, VrrpActions actions)
    {
        Resign(actions);
        BecomeBackup(why, now, actions);
    }

    private static void Resign(VrrpActions actions)
    {
        actions.Add(new(VrrpActionKind.SendAdvert, Priority: 0));
        actions.Add(new(VrrpActionKind.DropAddresses));
    }

    private void Enter(VrrpState to, TransitionReason why, Instant deadline, Instant now, VrrpActions actions)
    {
        actions.Add(new(VrrpActionKind.Entered, From: State, To: to, Reason: why));
        (State, Since, Reason, _deadline) = (to, now, why, deadline);
    }
}
