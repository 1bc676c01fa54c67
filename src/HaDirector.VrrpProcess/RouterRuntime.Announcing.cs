using HaDirector.Model;

namespace HaDirector.VrrpProcess;

/// <content>Telling the network who has the addresses: in rounds over all of them, again a while later, now and then, and no faster than configured.</content>
internal sealed partial class RouterRuntime
{
    private readonly byte[] _frame = GC.AllocateArray<byte>(NeighbourAdvertisement.FrameLength, pinned: true);
    private int _roundsLeft;
    private int _nextAnnounced;
    private Instant _frameAt = Instant.Never;
    private Instant _announceAgainAt = Instant.Never;
    private Instant _refreshAt = Instant.Never;

    private Instant NextAnnouncement
    {
        get
        {
            Instant next = _frameAt < _announceAgainAt ? _frameAt : _announceAgainAt;
            return _refreshAt < next ? _refreshAt : next;
        }
    }

    // What an earlier one has still to send is in this one.
    private void Announce(Instant now)
    {
        TimeSpan again = Instance.Spec.Announce.Again, refresh = Instance.Spec.Announce.Refresh;
        _announceAgainAt = again > TimeSpan.Zero ? now + again : Instant.Never;
        _refreshAt = refresh > TimeSpan.Zero ? now + refresh : Instant.Never;
        BeginRounds(Instance.Spec.Announce.Repeat, now);
    }

    private void StopAnnouncing()
    {
        _roundsLeft = 0;
        (_frameAt, _announceAgainAt, _refreshAt) = (Instant.Never, Instant.Never, Instant.Never);
    }

    private void JudgeAnnouncements(Instant now)
    {
        if (now >= _announceAgainAt)
        {
            _announceAgainAt = Instant.Never;
            BeginRounds(Instance.Spec.Announce.Repeat, now);
        }

        if (now >= _refreshAt)
        {
            TimeSpan refresh = Instance.Spec.Announce.Refresh;
            _refreshAt = refresh > TimeSpan.Zero ? now + refresh : Instant.Never;
            BeginRounds(Math.Max(_roundsLeft, 1), now);
        }

        if (now >= _frameAt) SendFrames(now);
    }

    private void BeginRounds(int rounds, Instant now)
    {
        (_roundsLeft, _nextAnnounced) = (rounds, 0);
        SendFrames(now);
    }

    private void SendFrames(Instant now)
    {
        TimeSpan pace = Instance.Spec.Announce.Pace;
        while (_roundsLeft > 0)
        {
            if (_nextAnnounced >= AddressCount)
            {
                _nextAnnounced = 0;
                _roundsLeft--;
                continue;
            }

            InterfacePort holder = _holders[_nextAnnounced];
            if (!_there[_nextAnnounced])
            {
                _nextAnnounced++; // what cannot be answered for is not announced (RFC 9568 sections 8.1.2 and 8.2.2)
                continue;
            }

            if (now < holder.NextFrameAt || !world.TakeFrame())
            {
                _frameAt = now < holder.NextFrameAt ? holder.NextFrameAt : now; // the rest in the next turn, after the ears
                return;
            }

            if (SendFrame(holder, AddressAt(_nextAnnounced).Address) && pace > TimeSpan.Zero) holder.NextFrameAt = now + pace;
            _nextAnnounced++;
        }

        _frameAt = Instant.Never;
    }

    private bool SendFrame(InterfacePort holder, IpAddress address)
    {
        if (holder.Frames is not { } frames || !holder.HardwareAddress.IsSet) return false;
        int length = address.IsV4 ? GratuitousArp.FrameLength : NeighbourAdvertisement.FrameLength;
        if (address.IsV4) GratuitousArp.Write(_frame, holder.HardwareAddress, address);
        else NeighbourAdvertisement.Write(_frame, holder.HardwareAddress, address);
        return frames.Send(_frame.AsSpan(0, length));
    }
}
