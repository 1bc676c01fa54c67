using HaDirector.Model;

namespace HaDirector.Drills.Simulation.Judging;

/// <summary>
/// Looks at a world from outside and compares it with what is promised. Between two events nothing changes but by time: the state before an event
/// held until it (<see cref="Before"/>), the state after it holds from then on (<see cref="After"/>).
/// </summary>
internal sealed partial class WorldJudge
{
    private readonly WorldSpec _spec;
    private readonly Instant _begin, _settledAt;
    private readonly SimulatedDirector[] _directors;
    private readonly Network _network;
    private readonly int _count;
    private readonly bool[] _mixedIntervals;
    private readonly TimeSpan _longest, _unownedMax, _twoHoldersMax, _twoAnswerMax;

    public WorldJudge(WorldSpec spec, Instant begin, SimulatedDirector[] directors, Network network)
    {
        (_spec, _begin, _directors, _network, _count) = (spec, begin, directors, network, directors.Length);
        _settledAt = begin + spec.SettledAt;
        (_longest, _unownedMax, _twoHoldersMax, _twoAnswerMax) = (spec.Longest, spec.UnownedMax, spec.TwoHoldersMax, spec.TwoAnswerMax);
        int routers = directors[0].Routers.Length;
        _servedAt = new Instant[routers * _count];
        _twoHoldSince = new Instant[routers * _count * _count];
        _twoAnswerSince = new Instant[routers * _count * _count];
        _adverts = new Instant[routers * _count * AdvertsInOneInterval];
        // Until it hears the master, a backup is as patient as its own interval says: where they differ that is not enough, and everybody is told so.
        _mixedIntervals = [.. Enumerable.Range(0, routers).Select(r => spec.Routers.Any(d => d[r].AdvertInterval != spec.Routers[0][r].AdvertInterval))];
        Array.Fill(_servedAt, begin);
        Array.Fill(_twoHoldSince, Instant.Never);
        Array.Fill(_twoAnswerSince, Instant.Never);
        Array.Fill(_adverts, new Instant(0));
    }

    /// <summary>The first promise that was broken.</summary>
    public Violation? Violation { get; private set; }

    /// <summary>What was true of a router until now.</summary>
    public void Before(int router, Instant now)
    {
        for (int i = 0; i < _count; i++)
        {
            JudgeOwned(i, router, now);
            JudgeSilence(i, router, now);
            for (int j = 0; j < i; j++) JudgePair(i, j, router, now);
        }
    }

    /// <summary>What is true of a router from now on.</summary>
    public void After(int router, Instant now)
    {
        for (int i = 0; i < _count; i++)
        {
            if (IsServedUntil(i, router, now) > now) _servedAt[(router * _count) + i] = now;
            for (int j = 0; j < i; j++) NotePair(i, j, router, now);
        }
    }

    /// <summary>The same of all routers.</summary>
    public void BeforeAll(Instant now)
    {
        for (int router = 0; router < _directors[0].Routers.Length; router++) Before(router, now);
    }

    /// <summary>The same of all routers.</summary>
    public void AfterAll(Instant now)
    {
        for (int router = 0; router < _directors[0].Routers.Length; router++) After(router, now);
    }

    /// <summary>It is over.</summary>
    public void End(Instant now)
    {
        if (Violation is not null || _begin + _spec.HealAt > now) return;
        BeforeAll(now);
        for (int router = 0; router < _directors[0].Routers.Length; router++) JudgeTheEnd(router, now);
    }

    /// <summary>Says that a promise is broken; the first counts.</summary>
    public void Break(Promise promise, Instant now, string what) => Violation ??= new(promise, now - _begin, what);

    private void Break(Promise promise, int director, int router, Instant now, string what) =>
        Break(promise, now, $"{WorldNames.Director(director)} {_directors[director].Routers[router].Spec.Name}: {what}");

    private bool IsGrouped(int router) => _directors[0].Fates[router].Routers.Length > 1;

    private void JudgeTheEnd(int router, Instant now)
    {
        int holders = 0, last = 0, best = 0;
        bool allPreempt = true;
        for (int i = 0; i < _count; i++)
        {
            SimulatedRouter its = _directors[i].Routers[router];
            if (its.Holds) (holders, last) = (holders + 1, i);
            if (_directors[i].PriorityOf(router) is var priority && priority > best) best = priority;
            foreach (int member in _directors[i].Fates[router].Routers) allPreempt &= _directors[i].Routers[member] is { Spec.Preempts: true, StandsBack: false };
        }

        if (holders != 1) Break(Promise.OneAtTheEnd, last, router, now, $"{holders} hold at the end");
        else if (allPreempt && _directors[last].PriorityOf(router) != best) Break(Promise.BestAtTheEnd, last, router, now, $"holds at the end, but {best} is the best priority");
    }
}
