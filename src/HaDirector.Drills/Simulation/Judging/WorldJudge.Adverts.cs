using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Drills.Simulation.Judging;

/// <content>What is sent, and what may be sent.</content>
internal sealed partial class WorldJudge
{
    // Its schedule and one answer; and one more for a timer that fired late before one that fired in time.
    private const int AdvertsInOneInterval = 3;

    private readonly Instant[] _adverts;

    /// <summary>An advert is about to be sent.</summary>
    /// <param name="director">By whom.</param>
    /// <param name="router">For which router.</param>
    /// <param name="priority">With which priority.</param>
    /// <param name="now">When.</param>
    /// <param name="explained">Whether the state or the configuration changed in the same step.</param>
    /// <param name="reloaded">Whether the machine just took over another spec: it is told only afterwards what its tracks make of that.</param>
    public void Advertised(int director, int router, byte priority, Instant now, bool explained, bool reloaded)
    {
        SimulatedRouter its = _directors[director].Routers[router];
        if (priority == 0 && its.Machine is { State: VrrpState.Master }) Break(Promise.ZeroOnlyWhenLeaving, director, router, now, "resigns and stays master");
        if (priority != 0 && !its.Holds) Break(Promise.AdvertiserHolds, director, router, now, $"sends {priority} without holding");
        if (priority != 0 && !reloaded && !IsTrue(director, router, priority))
            Break(Promise.AdvertsTellTheTruth, director, router, now, $"sends {priority}, its priority is {_directors[director].PriorityOf(router)}");
        if (!explained) CountAdvert(director, router, its.Pace.Least, now);
    }

    /// <summary>Addresses are about to be announced.</summary>
    public void Announced(int director, int router, Instant now)
    {
        if (!_directors[director].Routers[router].Holds) Break(Promise.AnnouncerHolds, director, router, now, "announces what it does not hold");
    }

    /// <summary>All that a step asked for is done.</summary>
    public void Stepped(int director, int router, Instant now, bool tookInSilence)
    {
        SimulatedRouter its = _directors[director].Routers[router];
        if (tookInSilence) Break(Promise.TakerAnnounces, director, router, now, "takes and does not announce");
        if (its.Machine is not { } machine) return;
        bool isMaster = machine.State == VrrpState.Master, resumes = its.IsListening;
        if (resumes) return; // it listens whether it may go on
        if (its.Holds != isMaster) Break(Promise.HolderIsMaster, director, router, now, $"{(its.Holds ? "holds" : "does not hold")} as {machine.State}");
        if (its.Holds && (its.ToldFaulted || !its.ToldUsable)) Break(Promise.FaultedHoldsNothing, director, router, now, "holds though it is faulted");
    }

    // One of a group may yield one point.
    private bool IsTrue(int director, int router, byte priority)
    {
        byte right = _directors[director].PriorityOf(router);
        return priority == right || (IsGrouped(router) && priority == right - 1);
    }

    // A ring of the last few that only its schedule or an answer explain.
    private void CountAdvert(int director, int router, TimeSpan interval, Instant now)
    {
        Span<Instant> last = _adverts.AsSpan(((router * _count) + director) * AdvertsInOneInterval, AdvertsInOneInterval);
        if (now - last[0] < interval) Break(Promise.AdvertsBounded, director, router, now, $"more than {AdvertsInOneInterval} adverts in {interval.TotalMilliseconds} ms");
        last[1..].CopyTo(last);
        last[^1] = now;
    }

    // An awake holder is late by its timer's lateness at most; half an interval is for what woke it or was healed in between.
    private void JudgeSilence(int director, int router, Instant now)
    {
        SimulatedDirector holder = _directors[director];
        SimulatedRouter its = holder.Routers[router];
        if (!its.Holds || !holder.Able(router)) return;
        Instant since = its.AdvertisedAt;
        if (holder.AwakeSince > since) since = holder.AwakeSince;
        if (now - since > (1.5 * its.Pace.Most) + _spec.Lateness)
            Break(Promise.HolderAdvertises, director, router, now, $"holds and was silent for {(now - since).TotalMilliseconds} ms");
    }
}
