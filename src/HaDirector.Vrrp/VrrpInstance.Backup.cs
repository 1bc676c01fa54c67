using HaDirector.Model;

namespace HaDirector.Vrrp;

/// <content>Backup (RFC 9568 section 6.4.2): watches the master.</content>
public sealed partial class VrrpInstance
{
    private Centiseconds _masterInterval = spec.AdvertInterval;
    private TransitionReason _expects = TransitionReason.MasterDown; // why it will be master when the timer ends
    private Instant _preemptAt = Instant.Never;
    private Instant _heardAt; // the last advert that was followed
    private bool _listenedAgain;

    /// <summary>How long the running timer is in all: a master that said good-bye is not waited for.</summary>
    private TimeSpan Patience => _expects == TransitionReason.MasterDown ? MasterDownInterval : SkewTime;

    private void BecomeBackup(TransitionReason why, Instant now, VrrpActions actions)
    {
        _expects = TransitionReason.MasterDown;
        _preemptAt = Instant.Never;
        _listenedAgain = false;
        Enter(VrrpState.Backup, why, now + MasterDownInterval, now, actions);
    }

    // Priority 0 and the preempt rule. A tie goes to the master that is there: no address is compared here.
    private void HearAsBackup(in Advert advert, Instant now, VrrpActions actions)
    {
        if (advert.Priority == 0)
        {
            // Who leaves need not be the master: a third director's good-bye must not cut the master's time short without the skew.
            if (!MasterHeard.Sender.IsSet || MasterHeard.Sender == advert.Sender) LoseMaster(TransitionReason.MasterResigned, now, actions);
            else (_expects, _deadline) = (TransitionReason.MasterResigned, now + SkewTime);
        }
        else if (advert.Priority >= Priority || !Preempts(now))
        {
            if (advert.Priority >= Priority) _preemptAt = Instant.Never;
            if (IsOnItsWayOut(advert, now)) return;
            Follow(advert, now);
            _deadline = now + MasterDownInterval;
        }
    }

    // The skew time makes the best of several backups first. Where there is no other, nobody is waited for.
    private void LoseMaster(TransitionReason how, Instant now, VrrpActions actions)
    {
        (_expects, _deadline) = (how, now + SkewTime);
        if (Spec.OnlyBackup && !IsStrict && now >= _notBefore) BecomeMaster(how, now, actions);
    }

    // About a master of lower priority. The delay begins with the first advert of it.
    private bool Preempts(Instant now)
    {
        if (Spec.IsOwner) return true;
        if (!Spec.Preempt || _standsBack) return false;
        if (Spec.PreemptDelay > TimeSpan.Zero && _preemptAt == Instant.Never) _preemptAt = now + Spec.PreemptDelay;
        return Spec.PreemptDelay == TimeSpan.Zero || now >= _preemptAt;
    }

    // Of two masters the greater stays, and the other one says so once more. Where their intervals differ, whoever learned the loser's would
    // not wait long enough for the winner's next advert, and three directors would never come to rest.
    private bool IsOnItsWayOut(in Advert advert, Instant now) =>
        !IsStrict && _expects == TransitionReason.MasterDown
        && MasterHeard.Sender.IsSet && MasterHeard.Sender != advert.Sender && now - _heardAt <= _masterInterval.ToTimeSpan()
        && (advert.Priority < MasterHeard.Priority || (advert.Priority == MasterHeard.Priority && advert.Sender < MasterHeard.Sender));

    // Version 2 has one interval for all; one that differs is not believed (RFC 3768 section 7.1).
    private void Follow(in Advert advert, Instant now)
    {
        _heardAt = now;
        _masterInterval = Spec.Version == 2 ? Spec.AdvertInterval : advert.Interval;
        _expects = TransitionReason.MasterDown;
        _listenedAgain = false;
        MasterHeard = advert;
    }

    private void PresumeMasterDead(Instant now, VrrpActions actions)
    {
        // So late means that this host was stopped: nobody was heard because nobody listened. Listen for one more interval,
        // but only once in a row, so that a host that is always late still takes over.
        if (!IsStrict && !_listenedAgain && now - NextDeadline > MasterDownInterval)
        {
            _listenedAgain = true;
            _deadline = now + _masterInterval.ToTimeSpan() + SkewTime;
            return;
        }

        BecomeMaster(_expects, now, actions);
    }
}
