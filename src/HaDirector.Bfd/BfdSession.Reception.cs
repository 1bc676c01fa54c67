using HaDirector.Bfd.Wire;
using HaDirector.Model;

namespace HaDirector.Bfd;

/// <content>Hearing the other end (RFC 5880 section 6.8.6).</content>
public sealed partial class BfdSession
{
    /// <summary>The check of a well-formed packet that needs the session it was found to mean.</summary>
    /// <param name="source">Who sent it.</param>
    /// <param name="hopLimit">Its TTL or hop limit on arrival; -1 when the kernel did not say.</param>
    /// <returns>Why it must be dropped, or none.</returns>
    public BfdDropReason Refuses(IpAddress source, int hopLimit)
    {
        if (source != Spec.Peer) return BfdDropReason.WrongSender;
        int least = Spec.MultiHop ? Spec.HopLimitMin : 255;
        return hopLimit < least ? BfdDropReason.HopLimit : BfdDropReason.None;
    }

    /// <summary>Hears a packet that is for this session.</summary>
    public BfdActions Hear(in BfdPacket packet, Instant now)
    {
        TimeSpan interval = TransmitInterval;
        bool sent = SendsPeriodically;
        RemoteDiscriminator = packet.MyDiscriminator;
        RemoteState = packet.State;
        _remoteTransmit = FromMicroseconds(packet.DesiredTransmit);
        _remoteReceive = FromMicroseconds(packet.RequiredReceive);
        _remoteMultiplier = packet.Multiplier;
        _remoteDemands = packet.Demand;
        if (packet.Final) HearFinal();
        if (State == BfdState.AdminDown) return BfdActions.None;

        BfdActions actions = Follow(packet.State, now);
        (LastHeard, _listenedAgain, _expireAt) = (now, false, now + DetectionTime);
        if (packet.Poll) _final = true;
        if (actions != BfdActions.None) Schedule(now, atOnce: false);
        else if (SendsPeriodically != sent || TransmitInterval < interval) Hasten(now);
        return packet.Poll ? actions | BfdActions.Send : actions;
    }

    // What changed is told at once, not with the next periodic packet (section 6.8.7).
    private BfdActions Follow(BfdState remote, Instant now)
    {
        (BfdState to, BfdDiagnostic why) = (State, remote) switch
        {
            (BfdState.Init or BfdState.Up, BfdState.AdminDown) => (BfdState.Down, BfdDiagnostic.NeighborSignaledDown),
            (BfdState.Down, BfdState.Down) => (BfdState.Init, BfdDiagnostic.None),
            (BfdState.Down, BfdState.Init) => (BfdState.Up, BfdDiagnostic.None),
            (BfdState.Init, BfdState.Init or BfdState.Up) => (BfdState.Up, BfdDiagnostic.None),
            (BfdState.Up, BfdState.Down) => (BfdState.Down, BfdDiagnostic.NeighborSignaledDown),
            _ => (State, Diagnostic),
        };
        if (to == State) return BfdActions.None;
        Enter(to, why, now);
        return BfdActions.Changed | BfdActions.Send;
    }

    // The new interval counts from now, unless the old one ends sooner.
    private void Hasten(Instant now)
    {
        Instant before = _sendAt;
        Schedule(now, atOnce: false);
        if (before < _sendAt && SendsPeriodically) _sendAt = before;
    }

    private static TimeSpan FromMicroseconds(uint interval) => new(interval * TimeSpan.TicksPerMicrosecond);
}
