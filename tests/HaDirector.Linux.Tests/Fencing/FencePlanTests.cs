using HaDirector.Bfd;
using HaDirector.Link;
using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Fence;
using HaDirector.VrrpProcess.Fencing;

namespace HaDirector.Linux.Tests.Fencing;

public sealed class FencePlanTests
{
    private static readonly TimeSpan Jiffy = TimeSpan.FromMilliseconds(4);
    private static readonly PeerSpec Peer = new([IpAddress.Parse("192.0.2.12")], default, 1, new byte[PeerSpec.KeyBytes]);

    private static VirtualRouterSpec Router(byte id = 51, string device = "eth0", int centiseconds = 10, string address = "192.0.2.80") => new(
        $"r{id}", device, id, 100, new Centiseconds(centiseconds), Preempt: true, ChecksumForm.Rfc5798, [new IpPrefix(IpAddress.Parse(address), 24)]);

    private static TimeSpan Unknown(BfdSpec session) => default;

    private static IReadOnlyList<FencedRouter> Of(params VirtualRouterSpec[] routers) => FencePlan.RoutersOf(new RealTimePlan(1, routers) { Peer = Peer }, Jiffy, Unknown);

    [Fact]
    public void A_key_is_a_router_s_own_and_stays_when_others_come_and_go()
    {
        IReadOnlyList<FencedRouter> all = Of(
            [.. Enumerable.Range(1, 255).SelectMany(id => (VirtualRouterSpec[])
                [Router((byte)id), Router((byte)id, "eth1"), Router((byte)id, address: "fe80::1")])]);
        Assert.Equal(all.Count, all.Select(router => router.Key).Distinct().Count());
        Assert.Equal(all.Single(router => router is { VirtualRouterId: 51, Interface: "eth1" }).Key, Of(Router(51, "eth1"))[0].Key);
    }

    [Theory]
    [InlineData(FencePolicy.Auto, true, true)]
    [InlineData(FencePolicy.Auto, false, false)] // who cannot see a peer but in VRRP does not know that it is alone
    [InlineData(FencePolicy.Always, true, false)]
    public void Only_who_can_see_a_peer_can_be_alone(FencePolicy policy, bool peer, bool opens) => Assert.Equal(
        opens, FencePlan.RoutersOf(new RealTimePlan(1, [Router() with { Fence = policy }]) { Peer = peer ? Peer : null }, Jiffy, Unknown)[0].OpenWhenAlone);

    [Fact]
    public void Who_wants_none_and_who_owns_the_addresses_is_not_fenced() =>
        Assert.Empty(Of(Router() with { Fence = FencePolicy.Never }, Router(52) with { Priority = VirtualRouterSpec.OwnerPriority }));

    [Fact]
    public void Excluded_addresses_and_other_interfaces_are_fenced_too()
    {
        FencedRouter router = Of(Router() with
        {
            Excluded = [new VirtualAddress(new IpPrefix(IpAddress.Parse("2001:db8::80"), 64)) { Interface = "eth7" }],
        })[0];
        Assert.Equal(["192.0.2.80", "2001:db8::80"], router.Addresses.Select(address => address.ToString()));
        Assert.Equal(["eth0", "eth7"], FenceTable.Named([router]));
    }

    [Fact]
    public void A_session_is_followed()
    {
        BfdSpec session = new("peer", IpAddress.Parse("192.0.2.12"), default, "eth0", TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(10), 3);
        RealTimePlan plan = new(1, [Router(centiseconds: 100) with { PeerSession = "peer" }]) { Sessions = [session] };
        FencedRouter router = FencePlan.RoutersOf(plan, Jiffy, Unknown)[0];
        Assert.Equal(new FencedSession(session.Peer, 3784, "eth0", TimeSpan.FromMilliseconds(24)), router.Session);
        Assert.Equal(2996, router.Lease.TotalMilliseconds);
        // The other end bears packets each 50 ms, or faster than ours are.
        Assert.Equal(144, FencePlan.RoutersOf(plan, Jiffy, _ => TimeSpan.FromMilliseconds(50))[0].Session!.Lease.TotalMilliseconds);
        Assert.Equal(router.Session, FencePlan.RoutersOf(plan, Jiffy, _ => TimeSpan.FromMilliseconds(5))[0].Session);
        Assert.True(router.OpenWhenAlone);
        plan = plan with { Sessions = [session with { MultiHop = true, Interface = "" }] };
        Assert.Equal((4784, ""), (FencePlan.RoutersOf(plan, Jiffy, Unknown)[0].Session!.Port, FencePlan.RoutersOf(plan, Jiffy, Unknown)[0].Session!.Interface));
    }

    [Fact]
    public void Between_two_plans_the_shorter_lease_and_all_addresses_hold()
    {
        IReadOnlyList<FencedRouter> old = Of(Router(), Router(52, address: "192.0.2.90")), next = Of(Router(centiseconds: 100, address: "192.0.2.81"));
        foreach ((IReadOnlyList<FencedRouter> a, IReadOnlyList<FencedRouter> b) in ((IReadOnlyList<FencedRouter>, IReadOnlyList<FencedRouter>)[])[(old, next), (next, old)])
        {
            IReadOnlyList<FencedRouter> both = FencePlan.Between(a, b);
            FencedRouter router = both.Single(other => other.VirtualRouterId == 51);
            Assert.Equal(296, router.Lease.TotalMilliseconds);
            Assert.Equal(["192.0.2.80", "192.0.2.81"], router.Addresses.Order().Select(address => address.ToString()));
            Assert.Contains(both, other => other.VirtualRouterId == 52);
        }
    }
}
