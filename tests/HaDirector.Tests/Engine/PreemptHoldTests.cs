using HaDirector.Engine;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Tests.Engine;

public class PreemptHoldTests
{
    private static VirtualRouterSpec Router(byte priority, bool preempt) =>
        new("web", "eth0", 51, priority, new Centiseconds(10), preempt, ChecksumForm.Rfc5798, [new IpPrefix(IpAddress.Parse("192.0.2.80"), 24)]);

    [Fact]
    public void Held_routers_do_not_preempt_and_are_the_same_otherwise()
    {
        VirtualRouterSpec router = Router(150, preempt: true);
        Assert.Equal(router with { Preempt = false }, Assert.Single(PreemptHold.Apply([router])));
    }

    [Theory]
    [InlineData(150, true, true)]
    [InlineData(150, false, false)]
    [InlineData(255, true, false)]
    public void It_concerns_routers_that_would_take_over_and_may_be_held(byte priority, bool preempt, bool concerns) =>
        Assert.Equal(concerns, PreemptHold.Concerns([Router(priority, preempt)]));
}
