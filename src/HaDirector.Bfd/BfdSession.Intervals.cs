using HaDirector.Model;

namespace HaDirector.Bfd;

/// <content>
/// What both ends agree on. A change of ours is announced by a poll and, where the other end must know of it first, comes into force with the
/// final that answers it (RFC 5880 sections 6.5 and 6.8.3).
/// </content>
public sealed partial class BfdSession
{
    private static readonly TimeSpan Shortest = new(TimeSpan.TicksPerMicrosecond);

    private TimeSpan _transmitInForce = SlowInterval;
    private TimeSpan _receiveInForce = spec.ReceiveInterval;
    private TimeSpan _remoteTransmit = SlowInterval;
    private TimeSpan _remoteReceive = Shortest; // bfd.RemoteMinRxInterval begins with 1 microsecond
    private byte _remoteMultiplier = 1;
    private bool _remoteDemands;
    private bool _polling;
    private bool _pollAgain; // a change came while a poll was out: its final may answer the older packet

    /// <summary>The interval of our periodic packets before jitter; the other end's wish counts too (section 6.8.2).</summary>
    public TimeSpan TransmitInterval => Longer(_transmitInForce, _remoteReceive);

    /// <summary>How long we believe in the other end after its last packet (section 6.8.4).</summary>
    public TimeSpan DetectionTime => Longer(_receiveInForce, _remoteTransmit) * _remoteMultiplier;

    /// <summary>How fast the other end can bear our packets (bfd.RemoteMinRxInterval).</summary>
    public TimeSpan RemoteReceiveInterval => _remoteReceive;

    /// <summary>Whether a poll of ours waits for its final.</summary>
    public bool IsPolling => _polling;

    // bfd.DesiredMinTxInterval: what we announce.
    private TimeSpan DesiredTransmit => State == BfdState.Up ? Spec.TransmitInterval : Longer(Spec.TransmitInterval, SlowInterval);

    // Section 6.8.7.
    private bool SendsPeriodically =>
        State != BfdState.AdminDown
        && !(Spec.Passive && RemoteDiscriminator == 0)
        && _remoteReceive > TimeSpan.Zero
        && !(_remoteDemands && State == BfdState.Up && RemoteState == BfdState.Up && !_polling);

    /// <summary>Goes on under other intervals, another multiplier or role of the same session, without going down.</summary>
    /// <returns>What to do; nothing and no change when <paramref name="next"/> is another session.</returns>
    public BfdActions Adopt(BfdSpec next, Instant now)
    {
        if (!Spec.IsSessionOf(next)) return BfdActions.None;
        bool tells = next.TransmitInterval != Spec.TransmitInterval || next.ReceiveInterval != Spec.ReceiveInterval
            || next.Multiplier != Spec.Multiplier || next.Passive != Spec.Passive;
        if (!tells) return BfdActions.None;
        Spec = next;
        AdvertiseIntervals();
        Schedule(now, atOnce: false);
        return SendsPeriodically ? BfdActions.Send : BfdActions.None;
    }

    // Called whenever what we announce may be something else. While down nobody depends on it. Else the more careful of old and new holds until
    // the other end knows the new: sending slower and expecting more must wait.
    private void AdvertiseIntervals()
    {
        if (State != BfdState.Up)
        {
            (_transmitInForce, _receiveInForce) = (DesiredTransmit, Spec.ReceiveInterval);
            (_polling, _pollAgain) = (false, false);
            return;
        }

        if (_transmitInForce == DesiredTransmit && _receiveInForce == Spec.ReceiveInterval && !_polling) return;
        if (DesiredTransmit < _transmitInForce) _transmitInForce = DesiredTransmit;
        _receiveInForce = Longer(_receiveInForce, Spec.ReceiveInterval);
        (_polling, _pollAgain) = (true, _polling);
    }

    private void HearFinal()
    {
        if (!_polling) return;
        (_polling, _pollAgain) = (_pollAgain, false);
        if (!_polling) (_transmitInForce, _receiveInForce) = (DesiredTransmit, Spec.ReceiveInterval);
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static uint Microseconds(TimeSpan interval) => (uint)Math.Clamp(interval.Ticks / TimeSpan.TicksPerMicrosecond, 1, uint.MaxValue);
}
