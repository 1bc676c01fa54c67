using HaDirector.Engine;
using HaDirector.Ipvs;
using HaDirector.Model;
using HaDirector.Tests.Engine.Pools;
using static HaDirector.Tests.Engine.Plans;

namespace HaDirector.Tests.Engine;

public sealed class LeavingServicesTests
{
    private static readonly ServiceKey Moved = ServiceKey.At(Transport.Tcp, Endpoint("192.0.2.81:80"));
    private static readonly ServicePolicy Drains = new() { Drain = TimeSpan.FromSeconds(30) };

    private readonly LeavingServices _leaving = new();

    [Fact]
    public void One_that_moved_serves_until_its_successor_has_a_server_and_then_drains()
    {
        VirtualServiceSpec before = Service(Server(1)) with { Policy = Drains }, after = before with { Key = Moved };
        MachineRig rig = new MachineRig(before).Up(1);
        _leaving.Follow(Of(before), Of(after), rig.Machine.Desired, T0);
        MachineRig next = new(after);
        Assert.Equal("tcp://192.0.2.81:80 rr\ntcp://192.0.2.80:80 rr 21=1", At(next, 0));
        Assert.Equal(T0 + LeavingServices.Patience, _leaving.NextDeadline);
        next.Up(1);
        Assert.Equal("tcp://192.0.2.81:80 rr 21=1\ntcp://192.0.2.80:80 rr 21=0", At(next, 3));
        next.Down(1);
        Assert.Equal("tcp://192.0.2.81:80 rr 21=0\ntcp://192.0.2.80:80 rr 21=0", At(next, 4)); // it is over: nobody expects anything there
        Assert.Equal(T0 + TimeSpan.FromSeconds(33), _leaving.NextDeadline);
        Assert.Equal("tcp://192.0.2.81:80 rr 21=0", At(next, 33));
        Assert.Equal(Instant.Never, _leaving.NextDeadline);
    }

    [Fact]
    public void What_is_tried_on_a_copy_changes_nothing()
    {
        VirtualServiceSpec before = Service(Server(1)) with { Policy = Drains }, after = before with { Key = Moved };
        IpvsTable desired = new MachineRig(before).Up(1).Machine.Desired;
        LeavingServices tried = _leaving.Copy();
        tried.Follow(Of(before), Of(after), desired, T0);
        Assert.Single(tried.With(IpvsTable.Empty, T0).Services);
        Assert.Empty(_leaving.With(IpvsTable.Empty, T0).Services);
        Assert.Equal(Instant.Never, _leaving.NextDeadline);

        _leaving.Follow(Of(before), Of(), desired, T0);
        Assert.Single(_leaving.Copy().With(IpvsTable.Empty, T0 + TimeSpan.FromSeconds(29)).Services);
        _ = _leaving.Copy().With(IpvsTable.Empty, T0 + TimeSpan.FromSeconds(60));
        Assert.Single(_leaving.With(IpvsTable.Empty, T0).Services); // its own time has not begun yet
    }

    [Fact]
    public void A_successor_that_gets_no_server_is_waited_for_no_longer_than_the_patience()
    {
        VirtualServiceSpec before = Service(Server(1)), after = before with { Key = Moved };
        _leaving.Follow(Of(before), Of(after), new MachineRig(before).Up(1).Machine.Desired, T0);
        MachineRig next = new(after);
        Assert.EndsWith("21=1", At(next, 9.9), StringComparison.Ordinal);
        Assert.Equal("tcp://192.0.2.81:80 rr", At(next, 10));
    }

    [Fact]
    public void One_that_is_gone_drains_for_its_own_time_as_the_same_instance_and_goes_at_once_without_one()
    {
        VirtualServiceSpec gone = Service(Server(1)) with { Policy = Drains }, sudden = gone with { Name = "sudden", Key = Moved, Policy = new() };
        IpvsTable desired = Machine(Of(gone, sudden)).Desired;
        _leaving.Follow(Of(gone, sudden), Of(), desired, T0);
        VirtualService first = Assert.Single(_leaving.With(IpvsTable.Empty, T0).Services).Value;
        Assert.Same(first, Assert.Single(_leaving.With(IpvsTable.Empty, T0 + TimeSpan.FromSeconds(29)).Services).Value);
        Assert.Same(IpvsTable.Empty, _leaving.With(_leaving.With(IpvsTable.Empty, T0 + TimeSpan.FromSeconds(30)).Services.Count == 0 ? IpvsTable.Empty : desired, T0));
    }

    [Fact]
    public void One_that_comes_back_is_the_new_one_at_once()
    {
        VirtualServiceSpec service = Service(Server(1)) with { Policy = Drains };
        MachineRig rig = new MachineRig(service).Up(1);
        _leaving.Follow(Of(service), Of(), rig.Machine.Desired, T0);
        Assert.Equal("tcp://192.0.2.80:80 rr 21=1", At(rig, 1));
        Assert.Empty(_leaving.With(IpvsTable.Empty, T0 + TimeSpan.FromSeconds(2)).Services);
    }

    private string At(MachineRig rig, double seconds) => _leaving.With(rig.Machine.Desired, T0 + TimeSpan.FromSeconds(seconds)).Text();
}
