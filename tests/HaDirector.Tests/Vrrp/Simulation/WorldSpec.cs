using HaDirector.Tests.Vrrp.StateMachine;
using HaDirector.Vrrp;

namespace HaDirector.Tests.Vrrp.Simulation;

/// <summary>What can be done to a director or to its cable.</summary>
internal enum Verb
{
    Start, Stop, Crash,
    Cut, Heal,             // The switch port forwards nothing; the carrier stays.
    Deafen, Undeafen,      // It is heard but hears nothing.
    LinkDown, LinkUp,      // It knows that its interface is down.
    Stall,                 // The process does not run for Value milliseconds; what arrives waits.
    Reprioritise,          // A reload gives it priority Value.
}

internal readonly record struct Scripted(TimeSpan At, int Node, Verb Verb, int Value = 0);

/// <summary>Everything that decides how a world goes. The same spec always goes the same way.</summary>
/// <param name="Lateness">Most that a timer fires late.</param>
/// <param name="QuietFrom">From here on everything is healed and started, and nothing is lost.</param>
internal sealed record WorldSpec(
    int Seed, VirtualRouterSpec[] Routers, double Loss, double Duplicate, TimeSpan DelayMax, TimeSpan Lateness, Scripted[] Script, TimeSpan QuietFrom)
{
    /// <summary>The longest advert interval in this world: every bound is counted in it.</summary>
    public TimeSpan Interval { get; } = Routers.Max(r => r.AdvertInterval.ToTimeSpan());

    /// <summary>After this much quiet there is one master and there is one for ever.</summary>
    public TimeSpan SettledFrom => QuietFrom + (12 * Interval);

    public TimeSpan End => SettledFrom + (10 * Interval);

    /// <summary>Nobody may be missing for longer than the down interval of the lowest priority.</summary>
    public TimeSpan UnownedMax => (4 * Interval) + DelayMax + (2 * Lateness);

    /// <summary>Two who can hear each other may both hold the addresses until the next advert of the greater one.</summary>
    public TimeSpan DoubleMax => Interval + DelayMax + (2 * Lateness);

    /// <summary>A world out of a seed. Choices are coarse on purpose, so that rare things such as equal priorities are common.</summary>
    public static WorldSpec FromSeed(int seed)
    {
        var random = new Random(seed);
        int[] centiseconds = [1, 5, 10, 100];
        byte[] priorities = [1, 100, 100, 150, 254, 255];
        int nodes = random.Next(2, 4), interval = centiseconds[random.Next(4)];
        bool samePriority = random.Next(3) == 0, sameInterval = random.Next(4) != 0, samePreempt = random.Next(2) == 0;
        var routers = new VirtualRouterSpec[nodes];
        for (int i = 0; i < nodes; i++)
        {
            byte priority = samePriority ? (byte)100 : priorities[random.Next(priorities.Length)];
            int own = sameInterval ? interval : centiseconds[random.Next(4)];
            routers[i] = Rig.Spec(priority, own, preempt: samePreempt || random.Next(2) == 0);
        }

        TimeSpan longest = routers.Max(r => r.AdvertInterval.ToTimeSpan()), shortest = routers.Min(r => r.AdvertInterval.ToTimeSpan());
        return new WorldSpec(
            seed, routers,
            Loss: random.Next(2) == 0 ? 0 : random.NextDouble() * 0.4,
            Duplicate: random.Next(2) == 0 ? 0 : random.NextDouble() * 0.5,
            DelayMax: shortest * (random.Next(2) == 0 ? 0.02 : 0.5),
            Lateness: shortest * (random.Next(2) == 0 ? 0 : 0.1),
            Script: [.. Plot(random, nodes, longest)],
            QuietFrom: 50 * longest);
    }

    private static IEnumerable<Scripted> Plot(Random random, int nodes, TimeSpan interval)
    {
        for (int i = 0; i < nodes; i++) yield return new Scripted(interval * (random.Next(2) == 0 ? 0 : random.NextDouble() * 5), i, Verb.Start);
        Verb[] verbs = Enum.GetValues<Verb>();
        for (int i = random.Next(14); i > 0; i--)
        {
            Verb verb = verbs[random.Next(verbs.Length)];
            int value = verb == Verb.Stall ? (int)(interval.TotalMilliseconds * random.NextDouble() * 10) : random.Next(1, 255);
            yield return new Scripted(interval * (5 + (random.NextDouble() * 44)), random.Next(nodes), verb, value);
        }
    }
}
