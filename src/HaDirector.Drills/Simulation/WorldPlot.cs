using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Drills.Simulation;

/// <summary>Makes a world out of a seed. Choices are coarse on purpose, so that rare things such as equal priorities are common.</summary>
public static class WorldPlot
{
    private const int MishapsMin = 3;
    private const int MishapsMax = 14;

    // Most worlds at the interval directors are run with; the others are there for what only happens at the ends.
    private static readonly int[] Intervals = [1, 5, 10, 10, 10, 10, 100];
    private static readonly byte[] Priorities = [1, 50, 100, 100, 150, 200, 254, 255];

    private static readonly MishapKind[] Faults =
        [.. Enum.GetValues<MishapKind>().Where(k => k is not (MishapKind.Start or MishapKind.Heal or MishapKind.LinkUp or MishapKind.TrackUp) && k <= MishapKind.Yield)];

    private static readonly HmacSpec Hmac = new(HmacMode.Enforce, [new HmacKey(1, "sixteen letters."u8.ToArray())], 1, TimeSpan.FromSeconds(30));
    private static readonly IpAddress[] LinkLocal = [.. Enumerable.Range(1, 3).Select(n => IpAddress.Parse($"fe80::5e00:{n}"))];

    /// <summary>The world of a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="length">How long it is; at least 60 s lets the slowest adverts settle.</param>
    public static WorldSpec FromSeed(ulong seed, TimeSpan length)
    {
        var random = new Prng(seed);
        VirtualRouterSpec[][] routers = Routers(ref random);
        int longest = routers.Max(d => d.Max(r => r.AdvertInterval.Value)), shortest = routers.Min(d => d.Min(r => r.AdvertInterval.Value));
        SyncGroupSpec[] groups = Groups(ref random, routers);
        TimeSpan interval = new Centiseconds(longest).ToTimeSpan(), least = new Centiseconds(shortest).ToTimeSpan();
        TimeSpan healAt = length - (22 * interval);
        Mishap[] mishaps = [.. Mishaps(ref random, routers, healAt, shortest, longest)];
        return new WorldSpec(random.Next(), routers, mishaps, healAt, length)
        {
            Groups = groups,
            Loss = random.Below(2) == 0 ? 0 : random.Unit() * 0.4,
            Duplicate = random.Below(2) == 0 ? 0 : random.Unit() * 0.5,
            DelayMax = least * random.Of(0.005, 0.02, 0.5),
            Lateness = least * random.Of(0, 0, 0.1),
        };
    }

    private static VirtualRouterSpec[][] Routers(ref Prng random)
    {
        int directors = random.Of(2, 2, 2, 3, 3, 4, 5), count = random.Of(1, 1, 2, 3);
        bool samePriority = random.Below(4) == 0, sameInterval = random.Below(4) != 0, samePreempt = random.Below(2) == 0;
        FencePolicy fence = random.Of(FencePolicy.Always, FencePolicy.Always, FencePolicy.Auto, FencePolicy.Never);
        int interval = Intervals[random.Below(Intervals.Length)];
        bool onlyBackup = directors == 2 && random.Below(2) == 0, unicast = random.Below(4) == 0;
        HmacSpec? hmac = random.Below(6) == 0 ? Hmac : null;
        uint six = (uint)random.Of(0, 0, random.Below(8)); // a bit for each router
        var routers = new VirtualRouterSpec[directors][];
        for (int director = 0; director < directors; director++)
        {
            routers[director] = new VirtualRouterSpec[count];
            for (int router = 0; router < count; router++)
            {
                byte priority = samePriority ? (byte)100 : Priorities[random.Below(Priorities.Length)];
                int own = sameInterval ? interval : Intervals[random.Below(Intervals.Length)];
                IpFamily family = ((six >> router) & 1) == 0 ? IpFamily.V4 : IpFamily.V6;
                IpPrefix address = family == IpFamily.V6
                    ? new IpPrefix(LinkLocal[router], 64)
                    : new IpPrefix(IpAddress.FromV4(0xC000_0250 + ((uint)(router % 2) << 8) + (uint)router), 24);
                routers[director][router] = new VirtualRouterSpec(
                    $"r{router + 1}", $"eth{router % 2}", (byte)(51 + router), priority, new Centiseconds(own), samePreempt || random.Below(2) == 0, default, [address])
                {
                    Fence = fence,
                    OnlyBackup = onlyBackup,
                    Hmac = hmac,
                    Peers = unicast ? [.. Enumerable.Range(0, directors).Where(d => d != director).Select(d => new UnicastPeer(WorldNames.Address(router % 2, d, family)))] : [],
                };
            }
        }

        return routers;
    }

    // An owner is master whatever the others are: it has no place in a group.
    private static SyncGroupSpec[] Groups(ref Prng random, VirtualRouterSpec[][] routers)
    {
        int count = routers[0].Length;
        if (count == 1 || random.Below(2) == 0 || routers.Any(d => d.Any(r => r.IsOwner))) return [];
        return [new SyncGroupSpec("fate", [.. Enumerable.Range(0, random.Between(2, count))])];
    }

    private static IOrderedEnumerable<Mishap> Mishaps(ref Prng random, VirtualRouterSpec[][] routers, TimeSpan until, int shortest, int longest)
    {
        int directors = routers.Length;
        var mishaps = new List<Mishap>();
        for (int i = 0; i < directors; i++) mishaps.Add(new(random.Below(2) == 0 ? default : random.UpTo(TimeSpan.FromSeconds(5)), i, MishapKind.Start));
        for (int i = random.Between(MishapsMin, MishapsMax); i > 0; i--) Add(mishaps, ref random, routers, until, shortest, longest);
        return mishaps.OrderBy(m => m.At); // stable, unlike List.Sort
    }

    // What breaks is mended some time later, or when everything is.
    private static void Add(List<Mishap> mishaps, ref Prng random, VirtualRouterSpec[][] routers, TimeSpan until, int shortest, int longest)
    {
        TimeSpan at = TimeSpan.FromSeconds(1) + random.UpTo(until - TimeSpan.FromSeconds(1.5));
        int director = random.Below(routers.Length), router = random.Below(routers[0].Length);
        MishapKind kind = Faults[random.Below(Faults.Length)];
        if (kind == MishapKind.ClockStep && routers[0][0].Hmac is not null) return; // signed adverts say the time, and are believed within a window of it
        int value = kind switch
        {
            MishapKind.Stall => random.Of(random.Between(50, 200), random.Between(1, 60 * longest), random.Between(1000, 8000)),
            MishapKind.Pause => random.Between(500, 8000),
            MishapKind.ClockStep => random.Between(-100_000, 100_000),
            MishapKind.Clog => random.Between(5, 40 * longest),
            MishapKind.Partition => random.Between(1, (1 << routers.Length) - 2),
            MishapKind.Reprioritise => random.Of(1, 50, 100, 100, 150, 254),
            MishapKind.ChangeInterval => Math.Clamp(Intervals[random.Below(Intervals.Length)], shortest, longest),
            MishapKind.ChangePreempt => random.Below(2),
            MishapKind.TrackWeight => random.Between(-120, 120),
            _ => 0,
        };
        mishaps.Add(new(at, director, kind, router, value));
        MishapKind mended = kind switch
        {
            MishapKind.KillAll when random.Below(2) == 0 => MishapKind.Resume,
            MishapKind.Stop or MishapKind.KillAll or MishapKind.PowerOff => MishapKind.Start,
            MishapKind.Cut or MishapKind.Deafen or MishapKind.Mute or MishapKind.Partition => MishapKind.Heal,
            MishapKind.LinkDown => MishapKind.LinkUp,
            MishapKind.TrackDown or MishapKind.TrackWeight => MishapKind.TrackUp,
            _ => kind,
        };
        TimeSpan after = at + TimeSpan.FromMilliseconds(random.Of(random.Between(1, 10 * longest), random.Between(1000, 20_000)));
        if (mended != kind && after < until && random.Below(4) != 0) mishaps.Add(new(after, director, mended, router));
    }
}
