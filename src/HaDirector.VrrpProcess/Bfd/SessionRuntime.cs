using HaDirector.Bfd;
using HaDirector.Bfd.Wire;
using HaDirector.Link;
using HaDirector.Linux;
using HaDirector.Linux.Datagrams;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.VrrpProcess.Bfd;

/// <summary>
/// One BFD session at work: its machine, and the doing of what the machine asks. Made on a normal thread; from then on the real-time thread's
/// alone. Allocates nothing after construction.
/// </summary>
/// <param name="spec">What it is at first.</param>
/// <param name="discriminator">Our name for it.</param>
/// <param name="socket">Sends from a port of its own (RFC 5881 section 4).</param>
/// <param name="world">What it acts with.</param>
internal sealed class SessionRuntime(BfdSpec spec, uint discriminator, DatagramSocket socket, RealTimeWorld world) : IDisposable
{
    // One packet may be lost, and nobody is there afterwards to send another.
    private const int Farewells = 3;

    private readonly byte[] _packet = GC.AllocateArray<byte>(BfdPacket.Size, pinned: true);
    private readonly LogWindow _log = new(1, world.Settings.LogWindow);
    private long _sent, _received, _sendErrors, _cameUp, _lost;
    private long _bearsTicks;

    public BfdSession Session { get; } = new(spec, discriminator, seed: discriminator);

    /// <summary>Position in the plan.</summary>
    public uint Index { get; set; }

    /// <summary>Why the port it is heard on is not open, as an error number; 0 when it is.</summary>
    public int Refused { get; set; }

    /// <summary>
    /// How fast the other end can bear our packets, as it said last, also when it has gone since. The supervisor reads it, because the lease in the kernel
    /// follows it.
    /// </summary>
    public TimeSpan Bears => new(Volatile.Read(ref _bearsTicks));

    /// <summary>Index of its interface now; 0 while that is missing, and always of a multihop session.</summary>
    public int InterfaceIndex { get; private set; }

    /// <summary>Looks for its interface, which may have come back with another index.</summary>
    public void FindInterface()
    {
        if (!Session.Spec.MultiHop) InterfaceIndex = InterfaceName.IndexOf(Session.Spec.Interface);
    }

    /// <summary>Whether a packet that does not yet name its session can only mean this one.</summary>
    public bool IsWith(in DatagramOrigin origin, bool multiHop) =>
        Session.Spec.MultiHop == multiHop && Session.Spec.Peer == origin.Source && CameThrough(origin);

    /// <summary>Hears a packet that means this session.</summary>
    /// <returns>Why it was dropped, or none.</returns>
    public BfdDropReason Hear(in BfdPacket packet, in DatagramOrigin origin, bool multiHop, Instant now)
    {
        if (Session.Spec.MultiHop != multiHop || !CameThrough(origin)) return BfdDropReason.WrongSender;
        BfdDropReason reason = Session.Refuses(origin.Source, origin.HopLimit);
        if (reason != BfdDropReason.None) return reason;
        _received++;
        Do(Session.Hear(packet, now), now);
        if (Session.RemoteReceiveInterval.Ticks is var bears && bears != _bearsTicks)
        {
            Volatile.Write(ref _bearsTicks, bears);
            world.Nets.LookAgain();
        }

        return BfdDropReason.None;
    }

    /// <summary>Does what is due.</summary>
    /// <returns>Whether the session is lost: it was up, and nothing came for the detection time. What a living peer says is no loss.</returns>
    public bool Judge(Instant now)
    {
        if (now < Session.NextDeadline) return false;
        long before = _lost;
        Do(Session.Judge(now), now);
        return _lost > before;
    }

    /// <summary>Goes on under the spec of a new plan, or begins.</summary>
    public void Adopt(BfdSpec next, Instant now)
    {
        FindInterface();
        Do(Session.Adopt(next, now), now);
        Session.Start(now);
    }

    /// <summary>Takes the session down on purpose, so that the other end does not think that we died.</summary>
    public void Stop(Instant now)
    {
        BfdActions actions = Session.Stop(now);
        Do(actions, now);
        for (int i = 1; i < Farewells && actions != BfdActions.None; i++) Send(now);
    }

    /// <summary>Sends how the session is.</summary>
    public void Report()
    {
        LinkMessage message = Begin(LinkMessageKind.SessionStatus);
        message.Code = (byte)Session.Diagnostic;
        message.Count = (uint)Refused;
        message.Epoch = world.Epoch;
        message.At = Session.Since;
        message[SessionField.States] = (byte)Session.State | ((byte)Session.RemoteState << 8);
        message[SessionField.Sent] = _sent;
        message[SessionField.Received] = _received;
        message[SessionField.SendErrors] = _sendErrors;
        message[SessionField.CameUp] = _cameUp;
        message[SessionField.Lost] = _lost;
        message[SessionField.TransmitMicroseconds] = Session.TransmitInterval.Ticks / TimeSpan.TicksPerMicrosecond;
        message[SessionField.DetectionMicroseconds] = Session.DetectionTime.Ticks / TimeSpan.TicksPerMicrosecond;
        world.Reporter.Send();
    }

    public void Dispose() => socket.Dispose();

    private bool CameThrough(in DatagramOrigin origin) => Session.Spec.MultiHop || (InterfaceIndex != 0 && origin.InterfaceIndex == InterfaceIndex);

    private void Do(BfdActions actions, Instant now)
    {
        if ((actions & BfdActions.Send) != 0) Send(now);
        if ((actions & BfdActions.Changed) == 0) return;
        if (Session.State == BfdState.Up) _cameUp++;
        if (Session.Before == BfdState.Up && Session.Diagnostic == BfdDiagnostic.DetectionTimeExpired) _lost++;
        LinkMessage message = Begin(LinkMessageKind.Log);
        message.Code = (byte)VrrpLogCode.SessionChanged;
        message.At = now;
        message[0] = (long)Session.Diagnostic;
        message[1] = (long)Session.Before;
        message[2] = (long)Session.State;
        world.Reporter.Send();
        Report();
    }

    private void Send(Instant now)
    {
        const int noDevice = 19; // ENODEV
        BfdSpec spec = Session.Spec;
        Session.Write(_packet);
        ushort port = spec.MultiHop ? BfdPacket.MultiHopPort : BfdPacket.SingleHopPort;
        int error = !spec.MultiHop && InterfaceIndex == 0 ? noDevice : socket.Send(_packet, spec.Peer, port, spec.Local, InterfaceIndex);
        if (error == 0)
        {
            _sent++;
            return;
        }

        _sendErrors++;
        if (!_log.Opens(0, now)) return;
        LinkMessage message = Begin(LinkMessageKind.Log);
        message.Code = (byte)VrrpLogCode.SessionSendFailed;
        message.At = now;
        message[0] = error;
        world.Reporter.Send();
    }

    private LinkMessage Begin(LinkMessageKind kind)
    {
        LinkMessage message = world.Reporter.Begin(kind);
        message.Name = Session.Spec.Name;
        message.Interface = Session.Spec.Interface;
        message.Address = Session.Spec.Peer;
        message.Index = Index;
        return message;
    }
}
