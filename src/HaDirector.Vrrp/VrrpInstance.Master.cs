using HaDirector.Model;

namespace HaDirector.Vrrp;

/// <content>Master (Active, RFC 9568 section 6.4.3): holds the addresses and advertises.</content>
public sealed partial class VrrpInstance
{
    // At most one advert outside the schedule in this time or in one interval, whichever is shorter, so that no flood and
    // no pair of routers that contradict each other can make a storm.
    private static readonly TimeSpan AnswerGapMax = TimeSpan.FromSeconds(1);

    private Instant _answerAllowed = new(long.MinValue);
    private Instant _stoodStillAt = new(long.MinValue); // by BFD

    /// <summary>How often it took the role from a master that was alive: it heard a greater one within a down interval of its own takeover.</summary>
    public long FalseTakeovers { get; private set; }

    // Sections 6.4.1 and 6.4.2: the advert first, then the announcements; they need the addresses to be there.
    private void BecomeMaster(TransitionReason why, Instant now, VrrpActions actions)
    {
        MasterHeard = default;
        _masterInterval = Spec.AdvertInterval;
        _standsBack = false;
        _atOldPace = 0;
        actions.Add(new(VrrpActionKind.TakeAddresses));
        actions.Add(new(VrrpActionKind.SendAdvert, Priority));
        actions.Add(new(VrrpActionKind.AnnounceAddresses));
        Enter(VrrpState.Master, why, now + Spec.AdvertInterval.ToTimeSpan(), now, actions);
    }

    // Preempt is not looked at here: the greater of two masters stays.
    private void HearAsMaster(in Advert advert, Instant now, VrrpActions actions)
    {
        if (advert.Priority == 0)
        {
            if (IsStrict) actions.Add(new(VrrpActionKind.SendAdvert, Priority));
            if (IsStrict || TryAnswer(now, actions)) _deadline = now + Spec.AdvertInterval.ToTimeSpan();
        }
        else if (Outranks(advert))
        {
            // One last advert: after a healed split the winner may not have heard us yet, and would not know that it has to
            // announce the addresses again.
            if (Reason == TransitionReason.MasterDown && now - Since < MasterDownInterval) FalseTakeovers++;
            if (!IsStrict && !StoodStill(now)) TryAnswer(now, actions);
            Follow(advert, now);
            actions.Add(new(VrrpActionKind.DropAddresses));
            BecomeBackup(TransitionReason.Outranked, now, actions);
        }
        else if (!IsStrict && !Spec.IsOwner && StoodStill(now))
        {
            // A weaker master that is in its right: it took over while we were silent. Speaking now would make two of us.
            Follow(advert, now);
            actions.Add(new(VrrpActionKind.DropAddresses));
            BecomeBackup(TransitionReason.Superseded, now, actions);
        }
        else
        {
            HearWeaker(now, actions);
        }
    }

    /// <summary>
    /// The host was stopped for longer than the detection time of BFD: the backup had to presume us dead, however young the last advert is. Said before what
    /// was missed meanwhile is heard, and true of what is heard at this instant.
    /// </summary>
    public void NoteStill(Instant now) => _stoodStillAt = now;

    // By BFD, or the last advert is three intervals old or more: every backup had to presume us dead, and our lease is over.
    private bool StoodStill(Instant now) => now == _stoodStillAt || now - _deadline >= Spec.AdvertInterval.ToTimeSpan() * 2;

    // New in RFC 9568: tell the weaker master at once; version 2 is silent. It announced the addresses as its own while we did not hear
    // each other, so neighbours and bridges must learn the right path again.
    private void HearWeaker(Instant now, VrrpActions actions)
    {
        bool announces = Spec.Version == 2 ? !IsStrict && MayAnswer(now) : TryAnswer(now, actions);
        if (announces) actions.Add(new(VrrpActionKind.AnnounceAddresses));
    }

    // The schedule is absolute: lateness of one advert does not move the next. Only who is late by a whole interval starts anew.
    private void Advertise(Instant now, VrrpActions actions)
    {
        actions.Add(new(VrrpActionKind.SendAdvert, Priority));
        TimeSpan interval = NextPace();
        Instant next = _deadline + interval;
        _deadline = next > now ? next : now + interval;
    }

    private bool TryAnswer(Instant now, VrrpActions actions)
    {
        if (!MayAnswer(now)) return false;
        actions.Add(new(VrrpActionKind.SendAdvert, Priority));
        return true;
    }

    private bool MayAnswer(Instant now)
    {
        if (now < _answerAllowed) return false;
        TimeSpan interval = Spec.AdvertInterval.ToTimeSpan();
        _answerAllowed = now + (interval < AnswerGapMax ? interval : AnswerGapMax);
        return true;
    }
}
