using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Drills.Simulation.Judging;

/// <content>Who holds, who answers, and who might.</content>
internal sealed partial class WorldJudge
{
    private readonly Instant[] _servedAt;
    private readonly Instant[] _twoHoldSince, _twoAnswerSince;

    private bool IsLossy => _spec.Loss > 0;

    /// <summary>A state was entered.</summary>
    public void Entered(int director, int router, in VrrpAction action, Instant now)
    {
        SimulatedRouter its = _directors[director].Routers[router];
        its.StandsBack = action.To != VrrpState.Master && (its.StandsBack || action.Reason is TransitionReason.Yielded or TransitionReason.GroupDemoted);
        if (now > _settledAt) Break(Promise.RestAtTheEnd, director, router, now, $"{action.From} to {action.To} ({action.Reason}) though all is well");
        if (action is { To: VrrpState.Master, Reason: TransitionReason.MasterDown or TransitionReason.PeerLost }) JudgeTakeover(director, router, now);
    }

    /// <summary>A group was brought together.</summary>
    public void Settled(int director, SimulatedFate fate, Instant now)
    {
        int masters = 0;
        foreach (int router in fate.Routers)
        {
            SimulatedRouter its = _directors[director].Routers[router];
            if (its.IsListening) return; // what it will be is not known yet
            masters += its.Machine?.State == VrrpState.Master ? 1 : 0;
        }

        if (masters != 0 && masters != fate.Routers.Length) Break(Promise.OneFate, director, fate.Routers[0], now, $"is master of {masters} of {fate.Routers.Length} in its group");
    }

    private void JudgeOwned(int director, int router, Instant now)
    {
        ref Instant served = ref _servedAt[(router * _count) + director];
        Instant until = IsServedUntil(director, router, now);
        if (until > now) until = now;
        if (until > served) served = until;
        if (now - served > _unownedMax) Break(Promise.Owned, director, router, now, $"could have taken over for {(now - served).TotalMilliseconds} ms");
    }

    // Somebody it can hear holds the addresses and advertises, or it cannot be asked to.
    private Instant IsServedUntil(int director, int router, Instant now)
    {
        Instant until = _begin;
        foreach (int member in _directors[director].Fates[router].Routers)
        {
            if (MemberIsServedUntil(director, member, now) is var its && its > until) until = its;
        }

        return until;
    }

    // None of a group takes over as long as one member hears a master or cannot take part.
    private Instant MemberIsServedUntil(int director, int router, Instant now)
    {
        SimulatedDirector asked = _directors[director];
        SimulatedRouter its = asked.Routers[router];
        if (!asked.Able(router) || its.Holds) return Instant.Never;
        Instant clog = _network.ClogUntil[its.Segment] + _spec.DelayMax;
        Instant until = its.Spec.StartupDelay > default(TimeSpan) ? asked.AwakeSince + its.Spec.StartupDelay : clog;
        if (clog > until) until = clog;
        if (_network.StragglersUntil(its.Segment, director) is var last && last > until) until = last;
        for (int i = 0; i < _count; i++)
        {
            SimulatedRouter other = _directors[i].Routers[router];
            if (!other.Holds || !_network.Open(its.Segment, i, director)) continue;
            Instant alive = other.AdvertisedAt + (3 * other.Pace.Most);
            if (alive > until) until = alive;
        }

        return until;
    }

    private void JudgePair(int i, int j, int router, Instant now)
    {
        int pair = (((router * _count) + i) * _count) + j;
        if (_twoHoldSince[pair] is var held && held != Instant.Never && now - held > _twoHoldersMax)
            Break(Promise.OneHolder, i, router, now, $"holds together with {WorldNames.Director(j)} for {(now - held).TotalMilliseconds} ms");
        ref Instant since = ref _twoAnswerSince[pair];
        if (since == Instant.Never) return;
        Instant until = now;
        if (_directors[i].AnswersUntil(router, since) is var mine && mine < until) until = mine;
        if (_directors[j].AnswersUntil(router, since) is var its && its < until) until = its;
        if (until - since > _twoAnswerMax)
            Break(Promise.OneAnswers, i, router, now, $"answers together with {WorldNames.Director(j)} for {(until - since).TotalMilliseconds} ms");
        if (until < now) since = Instant.Never;
    }

    private void NotePair(int i, int j, int router, Instant now)
    {
        if (IsLossy) return;
        int pair = (((router * _count) + i) * _count) + j;
        (SimulatedDirector a, SimulatedDirector b) = (_directors[i], _directors[j]);
        bool connected = AreConnected(i, j, a.Routers[router].Segment, now);
        bool bothHold = connected && a.Routers[router].Holds && b.Routers[router].Holds && a.Able(router) && b.Able(router);
        Note(ref _twoHoldSince[pair], bothHold, now);
        Note(ref _twoAnswerSince[pair], connected && a.Answers(router, now) && b.Answers(router, now) && IsFenced(a, router, now) && IsFenced(b, router, now), now);
    }

    private static void Note(ref Instant since, bool holds, Instant now)
    {
        if (!holds) since = Instant.Never;
        else if (since == Instant.Never) since = now;
    }

    private bool AreConnected(int i, int j, int segment, Instant now) =>
        _network.Open(segment, i, j) && _network.Open(segment, j, i) && _network.ClogUntil[segment] + _spec.DelayMax <= now
        && _directors[i].LinkUp[segment] && _directors[j].LinkUp[segment];

    // A clock that stood still keeps a lease alive for others' eyes; and who was alone has a lease without end until it sees a peer, for ever when it fell asleep or died alone.
    private bool IsFenced(SimulatedDirector director, int router, Instant now)
    {
        if (director.Routers[router].Spec.Fence == FencePolicy.Never || now - director.PausedUntil < 5 * _longest) return false;
        return director.Routers[router].LeaseUntil != Instant.Never;
    }

    // It heard all that the other sent for longer than any patience, and the other may stay.
    private void JudgeTakeover(int director, int router, Instant now)
    {
        if (IsLossy) return;
        SimulatedDirector taker = _directors[director];
        SimulatedRouter its = taker.Routers[router];
        Instant lately = now - (6 * _longest);
        if (_mixedIntervals[router] || taker.AwakeSince > lately || its.ChangedAt > lately || _network.ClogUntil[its.Segment] > lately) return;
        for (int i = 0; i < _count; i++)
        {
            SimulatedDirector other = _directors[i];
            SimulatedRouter master = other.Routers[router];
            if (i == director || !other.Answers(router, now) || !IsFenced(other, router, now)) continue;
            bool preempted = its.Spec.Preempts && taker.PriorityOf(router) > master.AdvertisedPriority;
            if (preempted || master.TakenAt > lately || master.ChangedAt > lately || other.AwakeSince > lately) continue;
            if (!_network.Open(its.Segment, i, director) || _network.Since(its.Segment, i, director) > lately) continue;
            Break(Promise.NoUsurper, director, router, now, $"takes over while {WorldNames.Director(i)} still answers");
        }
    }
}
