using HaDirector.Vrrp;

namespace HaDirector.Drills.Simulation;

/// <summary>Everything that decides how a world goes: the same spec always goes the same way.</summary>
/// <param name="Seed">Seed of what the network does.</param>
/// <param name="Routers">Routers of each director: the first index is the director, the second the router.</param>
/// <param name="Mishaps">What is done, in the order of time.</param>
/// <param name="HealAt">From here on everything is healed and started, and nothing is lost.</param>
/// <param name="End">When it is over.</param>
public sealed record WorldSpec(ulong Seed, VirtualRouterSpec[][] Routers, IReadOnlyList<Mishap> Mishaps, TimeSpan HealAt, TimeSpan End)
{
    /// <summary>Most directors.</summary>
    public const int DirectorsMax = 8;

    /// <summary>Routers that share one fate on each director.</summary>
    public IReadOnlyList<SyncGroupSpec> Groups { get; init; } = [];

    /// <summary>Part of the packets that is lost.</summary>
    public double Loss { get; init; }

    /// <summary>Part of the packets that arrives twice.</summary>
    public double Duplicate { get; init; }

    /// <summary>Least time on the way.</summary>
    public TimeSpan DelayMin { get; init; } = TimeSpan.FromMicroseconds(10);

    /// <summary>Most time on the way; what is sent later may arrive earlier.</summary>
    public TimeSpan DelayMax { get; init; } = TimeSpan.FromMicroseconds(10);

    /// <summary>Most that a timer fires late.</summary>
    public TimeSpan Lateness { get; init; }

    /// <summary>Whether it goes on after a promise was broken.</summary>
    public bool GoesOnWhenBroken { get; init; }

    /// <summary>How many directors.</summary>
    public int Directors => Routers.Length;

    /// <summary>Names of the interfaces, each on a segment of its own, in the order of the routers.</summary>
    public IReadOnlyList<string> Segments => [.. Routers[0].Select(r => r.Interface).Distinct()];

    /// <summary>The longest advert interval there ever is: every bound is counted in it.</summary>
    public TimeSpan Longest => TimeSpan.FromMilliseconds(10 * Math.Max(
        Routers.Max(d => d.Max(r => r.AdvertInterval.Value)),
        Mishaps.Max(m => m.Kind == MishapKind.ChangeInterval ? (int?)m.Value : null) ?? 0));

    /// <summary>Nobody may be missing for longer than the down interval of the lowest priority.</summary>
    public TimeSpan UnownedMax => (4 * Longest) + DelayMax + (2 * Lateness);

    /// <summary>Two who hear each other may both hold the addresses until the next advert of the greater one.</summary>
    public TimeSpan TwoHoldersMax => Longest + DelayMax + (2 * Lateness);

    /// <summary>Two may answer until the lease of one that sleeps or is dead lapses.</summary>
    public TimeSpan TwoAnswerMax => (3 * Longest) + DelayMax + (2 * Lateness);

    /// <summary>After this much quiet there is one master, and there is for ever.</summary>
    public TimeSpan SettledAt => HealAt + (12 * Longest) + Routers.Max(d => d.Max(r => r.PreemptDelay > r.StartupDelay ? r.PreemptDelay : r.StartupDelay));
}
