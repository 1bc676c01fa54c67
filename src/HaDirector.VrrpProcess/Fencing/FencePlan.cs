using HaDirector.Bfd;
using HaDirector.Link;
using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Fence;
using HaDirector.Vrrp.Presence;

namespace HaDirector.VrrpProcess.Fencing;

/// <summary>What of a plan concerns the fence. Pure.</summary>
internal static class FencePlan
{
    private const ushort SingleHopPort = 3784, MultiHopPort = 4784; // RFC 5881 section 4, RFC 5883 section 5
    private const int IdBits = 8, FamilyBit = 1 << IdBits, InterfaceShift = IdBits + 1;
    private const uint InterfaceMask = uint.MaxValue >> InterfaceShift;

    /// <summary>The policy that holds: who has no sign of a peer but VRRP cannot know that it is alone.</summary>
    public static FencePolicy PolicyOf(VirtualRouterSpec spec, RealTimePlan plan) =>
        spec.Fence == FencePolicy.Auto && plan.Peer is null && SessionOf(spec, plan) is null ? FencePolicy.Always : spec.Fence;

    /// <summary>The plan with the policies that hold.</summary>
    public static RealTimePlan Decided(RealTimePlan plan) =>
        plan with { Routers = [.. plan.Routers.Select(spec => spec with { Fence = PolicyOf(spec, plan) })] };

    /// <summary>Every router that is fenced, in the order of the plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="jiffy">Length of the kernel's jiffy.</param>
    /// <param name="bears">How fast the other end of a session can bear our packets; zero when it is not known.</param>
    public static IReadOnlyList<FencedRouter> RoutersOf(RealTimePlan plan, TimeSpan jiffy, Func<BfdSpec, TimeSpan> bears)
    {
        Dictionary<string, uint> interfaces = Numbers(plan.Routers.Select(spec => spec.Interface));
        // The owner of the addresses answers for them whenever its host is up; without them the host itself could not be reached.
        return [.. plan.Routers.Where(spec => PolicyOf(spec, plan) != FencePolicy.Never && !spec.IsOwner).Select(spec => Make(spec, plan, interfaces, jiffy, bears))];
    }

    /// <summary>
    /// What holds while a reload is on its way: the shorter lease and the addresses and interfaces of both, since until the loop has taken the new plan the
    /// old one is on the wire, and after that no address may be without its fence.
    /// </summary>
    public static IReadOnlyList<FencedRouter> Between(IReadOnlyList<FencedRouter> old, IReadOnlyList<FencedRouter> next)
    {
        Dictionary<uint, FencedRouter> before = old.ToDictionary(router => router.Key);
        List<FencedRouter> both = [.. old.Where(router => !next.Any(other => other.Key == router.Key))];
        foreach (FencedRouter router in next) both.Add(before.TryGetValue(router.Key, out FencedRouter? was) ? Between(was, router) : router);
        return both;
    }

    private static FencedRouter Between(FencedRouter old, FencedRouter next) => next with
    {
        Lease = Shorter(old.Lease, next.Lease),
        Grace = Shorter(old.Grace, next.Grace),
        Addresses = [.. old.Addresses.Union(next.Addresses)],
        HoldingInterfaces = [.. old.HoldingInterfaces.Union(next.HoldingInterfaces)],
        LeavesAnywhere = old.LeavesAnywhere || next.LeavesAnywhere,
        Session = old.Session is { } was && next.Session is { } now && was with { Lease = now.Lease } == now
            ? now with { Lease = Shorter(was.Lease, now.Lease) }
            : next.Session,
    };

    private static FencedRouter Make(VirtualRouterSpec spec, RealTimePlan plan, Dictionary<string, uint> interfaces, TimeSpan jiffy, Func<BfdSpec, TimeSpan> bears)
    {
        TimeSpan interval = spec.AdvertInterval.ToTimeSpan();
        VirtualAddress[] held = [.. spec.Addresses, .. spec.Excluded];
        return new FencedRouter(
            spec.Name,
            Key(spec, interfaces),
            spec.Interface, // a macvlan's frames leave by the interface it is on as well, and come by it first
            spec.Family,
            spec.VirtualRouterId,
            Lease.Within(interval * Lease.Intervals, interval, jiffy),
            [.. held.Select(address => address.Address).Distinct()])
        {
            HoldingInterfaces = [.. held.Select(address => address.Interface ?? "").Where(name => name.Length > 0 && name != spec.Interface).Distinct()],
            LeavesAnywhere = spec.Peers.Count > 0,
            OpenWhenAlone = PolicyOf(spec, plan) == FencePolicy.Auto,
            Session = SessionOf(spec, plan) is { } session ? Make(session, jiffy, bears(session)) : null,
            Grace = Lease.Within(interval * (Lease.Intervals - 1), interval, jiffy),
        };
    }

    private static FencedSession Make(BfdSpec session, TimeSpan jiffy, TimeSpan bearable) => new(
        session.Peer,
        session.MultiHop ? MultiHopPort : SingleHopPort,
        session.MultiHop ? "" : session.Interface,
        Lease.Within(session.PatienceOf(bearable), session.IntervalFor(bearable), jiffy));

    private static BfdSpec? SessionOf(VirtualRouterSpec spec, RealTimePlan plan) =>
        spec.PeerSession.Length == 0 ? null : plan.Sessions.FirstOrDefault(session => session.Name == spec.PeerSession);

    private static uint Key(VirtualRouterSpec spec, Dictionary<string, uint> interfaces) =>
        (interfaces[spec.Interface] << InterfaceShift) | (spec.Family == IpFamily.V6 ? (uint)FamilyBit : 0) | spec.VirtualRouterId;

    // From the names, so that a key is the same after a restart; two names with one hash get two numbers all the same.
    private static Dictionary<string, uint> Numbers(IEnumerable<string> names)
    {
        Dictionary<string, uint> numbers = [];
        HashSet<uint> taken = [];
        foreach (string name in names.Distinct().Order(StringComparer.Ordinal))
        {
            uint number = HelloRouter.Hash(name) & InterfaceMask;
            while (!taken.Add(number)) number = (number + 1) & InterfaceMask;
            numbers.Add(name, number);
        }

        return numbers;
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
