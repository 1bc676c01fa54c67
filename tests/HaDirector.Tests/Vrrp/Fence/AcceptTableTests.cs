using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Fence;

namespace HaDirector.Tests.Vrrp.Fence;

public class AcceptTableTests
{
    private static VirtualRouterSpec Spec(bool accept) => StateMachine.Rig.Spec(addresses: "192.0.2.81/24 192.0.2.80/24") with
    {
        Accept = accept,
        Excluded = [new IpPrefix(IpAddress.Parse("2001:db8::80"), 64)],
    };

    [Fact]
    public void The_text_is_this() => Assert.Equal(
        """
        add table inet hadirector-accept
        delete table inet hadirector-accept
        table inet hadirector-accept {
          chain input {
            type filter hook input priority 150; policy accept;
            ip daddr { 192.0.2.80, 192.0.2.81 } drop
            icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
            ip6 daddr { 2001:db8::80 } drop
          }
        }

        """,
        AcceptTable.Make([Spec(accept: false), Spec(accept: true)]));

    [Fact]
    public void It_is_needed_only_by_who_does_not_accept_and_does_not_own()
    {
        Assert.True(AcceptTable.IsNeeded([Spec(accept: true), Spec(accept: false)]));
        Assert.False(AcceptTable.IsNeeded([Spec(accept: true), Spec(accept: false) with { Priority = VirtualRouterSpec.OwnerPriority }]));
        Assert.False(AcceptTable.IsNeeded([]));
    }
}
