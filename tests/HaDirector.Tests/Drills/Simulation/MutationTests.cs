using HaDirector.Drills.Simulation;
using HaDirector.Drills.Simulation.Judging;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Tests.Drills.Simulation;

/// <summary>Each promise with what breaks it: the worlds must notice.</summary>
public class MutationTests
{
    // Each is found in the first few worlds that have what it takes; more would mean that the worlds are too kind.
    private const int WorldsMax = 150;

    private static readonly Dictionary<Promise, Func<Mutation>> Mutations = new()
    {
        [Promise.Owned] = () => new Mutant { Spec = spec => spec with { StartupDelay = TimeSpan.FromSeconds(20) } },
        [Promise.OneHolder] = () => new Mutant { Event = (ref happened) => happened.Kind != VrrpEventKind.Heard },
        [Promise.OneAnswers] = () => new Mutant { LeaseOf = _ => TimeSpan.FromHours(1) },
        [Promise.NoUsurper] = () => new Mutant { LeaseOf = lease => 2 * lease },
        [Promise.HolderAdvertises] = () => new Mutant { Action = (ref action) => action is { Kind: VrrpActionKind.SendAdvert, Priority: > 0 } ? 0 : 1 },
        [Promise.AdvertiserHolds] = () => new Mutant { Action = (ref action) => action.Kind == VrrpActionKind.TakeAddresses ? 0 : 1 },
        [Promise.AdvertsBounded] = () => new Mutant { Action = (ref action) => action.Kind == VrrpActionKind.SendAdvert ? 4 : 1 },
        [Promise.AdvertsTellTheTruth] = () => new Mutant { Action = Louder },
        [Promise.ZeroOnlyWhenLeaving] = () => new Mutant { Action = Resigning },
        [Promise.AnnouncerHolds] = () => new Mutant { Action = (ref action) => action.Kind is VrrpActionKind.TakeAddresses or VrrpActionKind.SendAdvert ? 0 : 1 },
        [Promise.TakerAnnounces] = () => new Mutant { Action = (ref action) => action.Kind == VrrpActionKind.AnnounceAddresses ? 0 : 1 },
        [Promise.HolderIsMaster] = () => new Mutant { Action = (ref action) => action.Kind == VrrpActionKind.DropAddresses ? 0 : 1 },
        [Promise.FaultedHoldsNothing] = () => new Mutant { Event = (ref happened) => happened.Kind != VrrpEventKind.TrackDown },
        [Promise.OneFate] = () => new Mutant { Event = (ref happened) => happened.Kind is not (VrrpEventKind.GroupPromoted or VrrpEventKind.GroupDemoted) },
        [Promise.OneAtTheEnd] = () => new Mutant { Event = (ref happened) => happened.Kind != VrrpEventKind.Heard },
        [Promise.BestAtTheEnd] = () => new Mutant { Spec = spec => spec with { Preempt = false } },
        [Promise.RestAtTheEnd] = () => new HardOfHearing(),
        [Promise.Ends] = () => new Mutant { Event = (ref happened) => happened.Kind != VrrpEventKind.TimeReached },
    };

    public static TheoryData<Promise> Promises() => [.. Enum.GetValues<Promise>().Where(p => p != Promise.None)];

    [Theory]
    [MemberData(nameof(Promises))]
    public void A_broken_director_is_found(Promise promise)
    {
        var world = new World(new Coverage());
        var found = new Dictionary<Promise, int>();
        for (ulong seed = 1; seed <= WorldsMax; seed++)
        {
            WorldSpec spec = WorldPlot.FromSeed(seed, TimeSpan.FromSeconds(60));
            if (promise == Promise.OneAnswers) spec = Unequal(spec);
            if (world.Run(spec, trace: null, Mutations[promise]()) is not { } broken) continue;
            if (broken.Promise == promise) return;
            found[broken.Promise] = found.GetValueOrDefault(broken.Promise) + 1;
        }

        Assert.Fail($"{promise} is kept by a director that breaks it; broken were {string.Join(", ", found)}");
    }

    // Where intervals differ nobody is called a usurper, and a lease without end is seen by its length alone.
    private static WorldSpec Unequal(WorldSpec spec)
    {
        foreach (ref VirtualRouterSpec router in spec.Routers[0].AsSpan()) router = router with { AdvertInterval = new Centiseconds(router.AdvertInterval.Value + 1) };
        return spec with { Loss = 0 };
    }

    private static int Louder(ref VrrpAction action)
    {
        if (action is { Kind: VrrpActionKind.SendAdvert, Priority: > 0 and < 255 }) action = action with { Priority = (byte)(action.Priority + 1) };
        return 1;
    }

    private static int Resigning(ref VrrpAction action)
    {
        if (action.Kind == VrrpActionKind.SendAdvert) action = action with { Priority = 0 };
        return 1;
    }

    private delegate bool LetsEvent(ref VrrpEvent happened);

    private delegate int TimesOfAction(ref VrrpAction action);

    private sealed class Mutant : Mutation
    {
        public LetsEvent? Event { get; init; }

        public TimesOfAction? Action { get; init; }

        public Func<VirtualRouterSpec, VirtualRouterSpec>? Spec { get; init; }

        public Func<TimeSpan, TimeSpan>? LeaseOf { get; init; }

        public override bool Lets(int director, ref VrrpEvent happened) => Event?.Invoke(ref happened) ?? true;

        public override int Times(int director, ref VrrpAction action) => Action?.Invoke(ref action) ?? 1;

        public override VirtualRouterSpec Configures(int director, VirtualRouterSpec spec) => Spec?.Invoke(spec) ?? spec;

        public override TimeSpan Lease(int director, TimeSpan lease) => LeaseOf?.Invoke(lease) ?? lease;
    }

    // Hears nothing for a while again and again.
    private sealed class HardOfHearing : Mutation
    {
        private int _heard;

        public override bool Lets(int director, ref VrrpEvent happened) => happened.Kind != VrrpEventKind.Heard || _heard++ / 10 % 4 == 0;
    }
}
