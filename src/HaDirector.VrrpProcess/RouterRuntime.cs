using HaDirector.Link;
using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Wire;

namespace HaDirector.VrrpProcess;

/// <summary>
/// One virtual router at work: its machine, and the doing of what the machine asks. Made on a normal thread; from then on the
/// real-time thread's alone. Allocates nothing after construction.
/// </summary>
/// <param name="spec">What it is at first.</param>
/// <param name="port">Its interface.</param>
/// <param name="holders">The ports that hold its addresses, advertised and excluded, in this order.</param>
/// <param name="world">What it acts with.</param>
internal sealed partial class RouterRuntime(VirtualRouterSpec spec, InterfacePort port, InterfacePort[] holders, RealTimeWorld world)
{
    private static readonly int LogKinds = Enum.GetValues<VrrpLogCode>().Length + 1;

    private readonly VrrpActions _actions = new();
    private readonly LogWindow _log = new(LogKinds, world.Settings.LogWindow);
    private readonly byte[] _message = GC.AllocateArray<byte>(VrrpPacket.MessageMax, pinned: true);
    private long _advertsSent, _advertsReceived, _becameMaster, _zeroSent, _zeroReceived, _sendErrors;

    public InterfacePort Port { get; } = port;

    public VrrpInstance Instance { get; } = new(spec);

    /// <summary>Position in the plan.</summary>
    public uint Index { get; set; }

    /// <summary>The routers it shares its fate with, at least itself; null when it is on its way out.</summary>
    public SharedFate? Fate { get; set; }

    /// <summary>Its position among them.</summary>
    public int Member { get; set; }

    /// <summary>When something of this router is due next.</summary>
    public Instant NextDeadline
    {
        get
        {
            Instant next = MachineDeadline;
            if (_renewAt < next) next = _renewAt;
            if (_resumeAt < next) next = _resumeAt;
            if (_keepRoutesAt < next) next = _keepRoutesAt;
            return NextAnnouncement < next ? NextAnnouncement : next;
        }
    }

    private Instant MachineDeadline => Fate?.DeadlineOf(Member) ?? Instance.NextDeadline;

    /// <summary>Ends: resigns, and leaves nothing.</summary>
    public void Stop(Instant now)
    {
        if (IsListening) DropLeftAddresses(now);
        _resumeAt = Instant.Never;
        Fate = null; // who stops does not pull the others down
        Step(new VrrpEvent(VrrpEventKind.Shutdown), now);
    }

    /// <summary>Goes on under the spec of a new plan, whose ports were looked at.</summary>
    public void Adopt(VirtualRouterSpec next, Instant now)
    {
        if (Instance.TryAdopt(next, now, _actions)) Execute(now);
        TellPorts(now);
        if (Instance.State != VrrpState.Master) return;
        TakeRoutes(now);
        if (HoldsWhatItShould) return;
        TakeAddresses(now); // they are to be on another interface
        Announce(now);
    }

    /// <summary>Hears a packet that is sound and for this router.</summary>
    public void Hear(in VrrpPacket packet, Instant now)
    {
        _advertsReceived++;
        if (packet.Advert.Priority == 0) _zeroReceived++;
        else if (IsListening) Begin(now);
        HearWhileLeaving(packet.Advert, now);
        Remark(packet, now);
        Step(new VrrpEvent(VrrpEventKind.Heard, packet.Advert), now);
        RemarkFalseTakeover(now);
    }

    /// <summary>Does what is due.</summary>
    /// <returns>How late the machine's own timer was judged; zero when it was not due.</returns>
    public TimeSpan Judge(Instant now)
    {
        TimeSpan late = TimeSpan.Zero;
        if (now >= _resumeAt) GoOn(now);
        if (_suspects) LookForStolen(now);
        if (now >= MachineDeadline)
        {
            late = now - Instance.NextDeadline;
            TimeSpan interval = Instance.Spec.AdvertInterval.ToTimeSpan();
            if (late > interval / 2 && _log.Opens((int)VrrpLogCode.Late, now)) Log(VrrpLogCode.Late, late.Ticks * 100, 0, default);
            Step(new VrrpEvent(VrrpEventKind.TimeReached), now);
        }

        if (now >= _renewAt) Renew(now);
        JudgeAnnouncements(now);
        if (now >= _keepRoutesAt) KeepRoutes(now);
        return late;
    }

    /// <summary>Sends how the router is.</summary>
    public void Report()
    {
        LinkMessage message = world.Reporter.Begin(LinkMessageKind.RouterStatus);
        Describe(ref message);
        message.Address = Instance.MasterHeard.Sender;
        message.MasterPriority = Instance.MasterHeard.Priority;
        message.IntervalCentiseconds = (uint)(Instance.MasterHeard.Sender.IsSet ? Instance.MasterHeard.Interval : Instance.Spec.AdvertInterval).Value;
        message.Code = (byte)Instance.Reason;
        message.Epoch = world.Epoch;
        message.At = Instance.Since;
        message.Deadline = Instance.NextDeadline;
        message[RouterField.AdvertsSent] = _advertsSent;
        message[RouterField.AdvertsReceived] = _advertsReceived;
        message[RouterField.BecameMaster] = _becameMaster;
        message[RouterField.PriorityZeroSent] = _zeroSent;
        message[RouterField.PriorityZeroReceived] = _zeroReceived;
        message[RouterField.SendErrors] = _sendErrors;
        message[RouterField.HoldsAddresses] = HoldsAddresses ? 1 : 0;
        world.Reporter.Send();
        ReportDisagreements();
    }

    /// <summary>Lets the machine hear of something, does what it asks, and lets those hear of it who share its fate.</summary>
    public void Step(in VrrpEvent happened, Instant now)
    {
        Instance.Step(happened, now, _actions);
        Execute(now);
        Fate?.Settle(now);
    }

    private void Execute(Instant now)
    {
        for (int i = 0; i < _actions.Count; i++)
        {
            ref readonly VrrpAction action = ref _actions[i];
            switch (action.Kind)
            {
                case VrrpActionKind.SendAdvert:
                    Advertise(action.Priority, now);
                    break;
                case VrrpActionKind.TakeAddresses:
                    TakeAddresses(now);
                    TakeRoutes(now);
                    break;
                case VrrpActionKind.DropAddresses:
                    if (!_leavesGently) DropRoutes(now);
                    DropAddresses(now);
                    break;
                case VrrpActionKind.AnnounceAddresses:
                    Announce(now);
                    break;
                case VrrpActionKind.Entered:
                    if (action.To == VrrpState.Master) _becameMaster++;
                    if (action.From == VrrpState.Master) NoteResigned(now);
                    Log(VrrpLogCode.StateChanged, (long)action.Reason, (long)action.From, Instance.MasterHeard.Sender);
                    break;
            }
        }

        if (_actions.Count == 0 || !EntersState()) return;
        world.Nets.LookAgain();
        Report();
    }

    private bool EntersState()
    {
        for (int i = 0; i < _actions.Count; i++)
        {
            if (_actions[i].Kind == VrrpActionKind.Entered) return true;
        }

        return false;
    }

    private void Advertise(byte priority, Instant now)
    {
        int error = Send(priority);
        if (error == 0)
        {
            _advertsSent++;
            if (priority == 0) _zeroSent++;
            else Volatile.Write(ref _advertisedAt, now.Nanoseconds);
        }
        else
        {
            _sendErrors++;
            // Leaving because the interface is gone, it cannot be sent; that is said already.
            if (priority != 0 && _log.Opens((int)VrrpLogCode.SendFailed, now)) Log(VrrpLogCode.SendFailed, error, 0, default);
        }

        // Renewing takes the kernel's lock of all network configuration: right after an advert there is time to wait for it.
        TimeSpan ahead = Instance.Spec.AdvertInterval.ToTimeSpan();
        if (_renewAt <= now + (ahead < world.Settings.RenewEvery / 2 ? ahead : world.Settings.RenewEvery / 2)) Renew(now);
    }

    // Each peer gets an advert of its own: the checksum covers where it goes. One that cannot be reached does not keep it from the others.
    private int Send(byte priority)
    {
        IReadOnlyList<UnicastPeer> peers = Instance.Spec.Peers;
        if (peers.Count == 0) return Send(priority, VrrpPacket.MulticastGroup(Port.Family));
        int first = 0;
        for (int i = 0; i < peers.Count; i++)
        {
            int error = Send(priority, peers[i].Address);
            if (first == 0) first = error;
        }

        return first;
    }

    private int Send(byte priority, IpAddress destination)
    {
        int length = Instance.WriteAdvert(_message, priority, _source, destination, RealTimeWorld.UnixTime);
        ReadOnlySpan<byte> message = _message.AsSpan(0, length);
        return Instance.Spec.VirtualMac is null || !destination.IsMulticast ? Port.Send(message, _source, destination) : SendFromVirtualMac(message);
    }

    private void Log(VrrpLogCode code, long first, long second, IpAddress address)
    {
        LinkMessage message = world.Reporter.Begin(LinkMessageKind.Log);
        Describe(ref message);
        message.Code = (byte)code;
        message.Address = address;
        message[0] = first;
        message[1] = second;
        world.Reporter.Send();
    }

    private void Describe(ref LinkMessage message)
    {
        VirtualRouterSpec spec = Instance.Spec;
        message.Name = spec.Name;
        message.Interface = spec.Interface;
        message.VirtualRouterId = spec.VirtualRouterId;
        message.Priority = Instance.Priority;
        message.State = Instance.State;
        message.Index = Index;
        message.At = world.Now;
    }
}
