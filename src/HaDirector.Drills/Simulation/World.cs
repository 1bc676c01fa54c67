using HaDirector.Drills.Simulation.Judging;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Drills.Simulation;

/// <summary>
/// Some directors on bad networks, one virtual time, one seed. The machines in it are the production machines. An object lives one world after another
/// and keeps its arrays; it belongs to one thread.
/// </summary>
/// <param name="coverage">Counts what the machines go through, over all its worlds.</param>
public sealed partial class World(Coverage coverage)
{
    // Five directors with three routers each at 10 ms, all of them masters, stay well below it.
    private const long StepsMaxPerSecond = 50_000;

    // Leaves room below for what is subtracted.
    internal static readonly Instant Begin = new(1_000_000_000);

    private readonly EventHeap _events = new();
    private readonly VrrpActions _actions = new();
    private WorldSpec _spec = null!;
    private SimulatedDirector[] _directors = [];
    private Network _network = null!;
    private WorldJudge _judge = null!;
    private Mutation? _mutation;
    private WorldTrace? _trace;
    private Prng _random;
    private bool _quiet;

    /// <summary>A number that two runs share only when they went the same way.</summary>
    public ulong Fingerprint { get; private set; }

    /// <summary>Events of the last world.</summary>
    public long Steps { get; private set; }

    /// <summary>Is told the value of each <see cref="MishapKind.Look"/>.</summary>
    internal Action<int>? Looks { get; set; }

    /// <summary>Time of the world.</summary>
    internal Instant Now { get; private set; }

    /// <summary>Lives a whole world.</summary>
    /// <param name="spec">The world.</param>
    /// <param name="trace">Is told what happens; null is nobody.</param>
    /// <returns>The first promise that was broken, or null.</returns>
    public Violation? Run(WorldSpec spec, WorldTrace? trace = null) => Run(spec, trace, mutation: null);

    /// <summary>The same with a director that is broken on purpose.</summary>
    internal Violation? Run(WorldSpec spec, WorldTrace? trace, Mutation? mutation)
    {
        Prepare(spec, trace, mutation);
        int next = 0;
        Instant end = Begin + spec.End, heals = Begin + spec.HealAt;
        while (_judge.Violation is null || spec.GoesOnWhenBroken)
        {
            Instant mishap = !_quiet && next < spec.Mishaps.Count ? Begin + spec.Mishaps[next].At : Instant.Never;
            Instant at = _events.NextAt < mishap ? _events.NextAt : mishap;
            if (!_quiet && heals <= at && heals <= end)
            {
                Now = heals;
                HealEverything();
            }
            else if (at > end) break;
            else if (++Steps > StepsMaxPerSecond * spec.End.TotalSeconds)
            {
                _judge.Break(Promise.Ends, at, "it does not rest");
                break;
            }
            else if (mishap <= _events.NextAt)
            {
                Now = mishap;
                Obey(spec.Mishaps[next++]);
            }
            else
            {
                Now = at;
                Happen(_events.Take());
            }
        }

        Now = end;
        _judge.End(end);
        if (_judge.Violation is { } broken) _trace?.Note(Begin + broken.At, -1, null, $"BROKEN {broken.Promise}: {broken.What}");
        return _judge.Violation;
    }

    /// <summary>How many directors there are.</summary>
    internal int Directors => _directors.Length;

    /// <summary>A director, for those who look on.</summary>
    internal SimulatedDirector Director(int index) => _directors[index];

    private void Prepare(WorldSpec spec, WorldTrace? trace, Mutation? mutation)
    {
        (_spec, _trace, _mutation, _random, _quiet) = (spec, trace, mutation, new Prng(spec.Seed), false);
        (Now, Steps, Fingerprint) = (Begin, 0, spec.Seed);
        _events.Clear();
        _packets.Clear();
        IReadOnlyList<string> segments = spec.Segments;
        _network = new Network(segments.Count, spec.Directors);
        _directors = new SimulatedDirector[spec.Directors];
        for (int i = 0; i < spec.Directors; i++)
        {
            SimulatedRouter[] routers = [.. spec.Routers[i].Select(r => new SimulatedRouter(r, SegmentOf(segments, r.Interface)))];
            _directors[i] = new SimulatedDirector(i, routers, Fates(spec, routers.Length), segments.Count, boot: TimeSpan.FromMinutes(7 * i));
        }

        _judge = new WorldJudge(spec, Begin, _directors, _network);
    }

    private static int SegmentOf(IReadOnlyList<string> segments, string name)
    {
        int segment = 0;
        while (segments[segment] != name) segment++;
        return segment;
    }

    private void Happen(in Happening happening)
    {
        SimulatedDirector director = _directors[happening.Director];
        if (happening.Kind == HappeningKind.Arrival) Arrive(director, happening);
        else if (happening.Number != director.Generation) return;
        else
        {
            switch (happening.Kind)
            {
                case HappeningKind.Timer: Fire(director); break;
                case HappeningKind.Wake: Wake(director); break;
                case HappeningKind.Hello: SayHello(director); break;
                case HappeningKind.LastResort: CleanUp(director, resigns: true); break;
                case HappeningKind.Restart: Start(director); break;
                case HappeningKind.Resume: GoOn(director); break;
                case HappeningKind.Lifetime: CleanUp(director, resigns: false); break;
            }
        }
    }

    private void Wake(SimulatedDirector director)
    {
        if (!director.Asleep || Now < director.AsleepUntil) return;
        Note(director, null, "wakes");
        _judge.BeforeAll(Now);
        (director.Asleep, director.AwakeSince) = (false, Now);
        _judge.AfterAll(Now);
        if (_mutation?.HearsFirst(director.Index) == false) Fire(director);
        TellInterfaces(director);
        for (int i = 0; i < director.Routers.Length; i++) TellTracks(director, i);
        while (director.Inbox.TryDequeue(out Happening heard))
        {
            Hear(director, heard);
            _packets.Release(heard.Number);
        }

        GoOn(director);
        Fire(director);
    }

    private void Fire(SimulatedDirector director)
    {
        if (director.Scheduled <= Now) director.Scheduled = Instant.Never;
        if (!director.Awake) return;
        if (director.FiresAt <= Now)
        {
            Instant local = director.Local(Now);
            for (int i = 0; i < director.Routers.Length; i++)
            {
                if (DeadlineOf(director, i) <= local) Step(director, i, new(VrrpEventKind.TimeReached));
            }
        }

        Arm(director);
    }

    // A timer in the heap that is too early only looks again; so a backup that hears its master costs one timer in each down interval, not in each advert.
    private void Arm(SimulatedDirector director)
    {
        Instant deadline = Instant.Never;
        for (int i = 0; i < director.Routers.Length; i++)
        {
            if (DeadlineOf(director, i) is var due && due < deadline) deadline = due;
        }

        if (deadline != director.Deadline)
        {
            director.Deadline = deadline;
            director.FiresAt = deadline == Instant.Never ? deadline : director.World(deadline) + _random.UpTo(_spec.Lateness);
        }

        Instant at = director.FiresAt < Now ? Now : director.FiresAt;
        if (at == Instant.Never || at >= director.Scheduled) return;
        director.Scheduled = at;
        _events.Add(at, new(HappeningKind.Timer, (byte)director.Index, 0, 0, director.Generation));
    }

    private static Instant DeadlineOf(SimulatedDirector director, int router)
    {
        SimulatedFate fate = director.Fates[router];
        return director.Routers[router].Machine is not { } machine ? Instant.Never
            : fate.Group is { } group && fate.Routers.Length > 1 ? group.DeadlineOf(fate.MemberOf(router)) : machine.NextDeadline;
    }

    private void Note(SimulatedDirector director, SimulatedRouter? router, string what) => _trace?.Note(Now, director.Index, router?.Spec.Name, what);
}
