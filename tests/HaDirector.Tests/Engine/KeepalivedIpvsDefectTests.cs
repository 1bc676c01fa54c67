using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Model;
using HaDirector.Tests.Engine.Pools;
using static HaDirector.Tests.Engine.Plans;

namespace HaDirector.Tests.Engine;

/// <summary>What keepalived does wrong with the kernel's table, done here from the file to the list of changes.</summary>
public sealed class KeepalivedIpvsDefectTests
{
    [Fact]
    public void Thresholds_that_change_at_a_reload_are_told_to_the_kernel()
    {
        RealServerSpec before = Server(1), after = before with { Destination = before.Destination with { UpperThreshold = 100, LowerThreshold = 50 } };
        MachineRig rig = new MachineRig(Service(before)).Up(1);
        IpvsTable kernel = rig.Machine.Desired;
        rig.Reload(Service(after));
        Assert.Equal([new IpvsChange.EditDestination(Web, after.Address, after.Destination)], Changes(rig, kernel));
        kernel = rig.Machine.Desired;
        rig.Reload(Service(before));
        Assert.Equal([new IpvsChange.EditDestination(Web, before.Address, before.Destination)], Changes(rig, kernel));
    }

    [Theory]
    [InlineData(FailureAction.Remove)]
    [InlineData(FailureAction.Drain)]
    public void A_server_that_is_down_stays_out_though_its_forwarding_method_or_tunnel_changes_at_a_reload(FailureAction onFailure)
    {
        VirtualServiceSpec With(Forwarding forwarding, TunnelSpec tunnel = default)
        {
            RealServerSpec server = Server(1, weight: 7);
            return Service(server with { Destination = server.Destination with { Forwarding = forwarding, Tunnel = tunnel } }, Server(2)) with { Policy = new() { OnFailure = onFailure } };
        }

        MachineRig rig = new MachineRig(With(Forwarding.DirectRouting)).Up(1).Up(2).Down(1);
        foreach (VirtualServiceSpec next in (VirtualServiceSpec[])[With(Forwarding.Nat), With(Forwarding.Tunnel), With(Forwarding.Tunnel, new TunnelSpec(TunnelType.Gue, 6080))])
        {
            IpvsTable kernel = rig.Machine.Desired;
            rig.Reload(next);
            Assert.DoesNotContain(Changes(rig, kernel), change => change is IpvsChange.AddDestination or IpvsChange.EditDestination { Spec.Weight: > 0 });
            // Nor where it is not in the kernel at all and a change of it is refused.
            IpvsTable without = new(new Dictionary<ServiceKey, VirtualService> { [Web] = new(kernel.Services[Web].Spec, new Dictionary<IpEndpoint, DestinationSpec>()) });
            Assert.DoesNotContain(Changes(rig, without), change => change is IpvsChange.AddDestination { Spec.Weight: > 0 } add && add.Destination == Server(1).Address);
        }
    }

    [Fact]
    public void A_weight_that_a_check_asks_for_does_not_grow_with_its_failures()
    {
        MachineRig rig = new MachineRig(Service(Server(1, weight: 100), Server(2))).Up(1).Up(2);
        for (int round = 0; round < 50; round++)
        {
            rig.Advise(1, new ServerAdvice(50, null, null)).Down(1);
            Assert.Equal(0, rig.State(1).Weight);
            rig.Up(1);
            Assert.Equal(50, rig.State(1).Weight);
        }
    }

    [Fact]
    public void A_reload_of_the_same_file_changes_nothing_of_the_table()
    {
        MachineRig rig = new MachineRig(Service(Server(1), Server(2))).Up(1).Down(2);
        IpvsTable kernel = rig.Machine.Desired;
        rig.Reload(Service(Server(1), Server(2)));
        Assert.Empty(Changes(rig, kernel));
        Assert.Same(kernel.Services[Web], rig.Machine.Desired.Services[Web]); // so that nothing is compared either
    }

    [Fact]
    public void A_service_with_another_address_is_complete_before_the_old_one_goes()
    {
        MachineRig rig = new MachineRig(Service(Server(1), Server(2))).Up(1).Up(2);
        IpvsTable table = rig.Machine.Desired;
        ServiceKey moved = ServiceKey.At(Transport.Tcp, Endpoint("192.0.2.81:80"));
        rig.Reload(Service(Server(1), Server(2)) with { Key = moved });
        IReadOnlyList<IpvsChange> changes = Changes(rig, table);
        Assert.Equal(new IpvsChange.RemoveService(Web), changes[^1]);
        foreach (IpvsChange change in changes.SkipLast(1)) table = Reconciler.Apply(table, change);
        Assert.True(table.Services[moved].SameAs(rig.Machine.Desired.Services[moved], IpFamily.V4));
        Assert.Equal(2, table.Services[moved].Destinations.Count(d => d.Value.Weight > 0));
    }

    private static IReadOnlyList<IpvsChange> Changes(MachineRig rig, IpvsTable kernel) => Reconciler.Diff(rig.Machine.Desired, kernel, _ => true);
}
