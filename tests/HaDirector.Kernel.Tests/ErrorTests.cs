using HaDirector.Ipvs;
using HaDirector.Model;
using static HaDirector.Kernel.Tests.Tables;

namespace HaDirector.Kernel.Tests;

/// <summary>Each error the real kernel gives for a change, in the words an operator reads.</summary>
[Collection("kernel")]
public sealed class ErrorTests : IDisposable
{
    private static readonly ServiceKey Web = Key("tcp://192.0.2.80:80"), Six = Key("tcp://[2001:db8::80]:80"), Absent = Key("tcp://192.0.2.81:80");
    private static readonly IpEndpoint Server = At("198.51.100.21:80");
    private readonly RealKernel _kernel = new();

    public ErrorTests() => Assert.True(_kernel.Ipvs.Apply(
        [
            new IpvsChange.AddService(Web, Spec()), new IpvsChange.AddDestination(Web, Server, Dr()),
            new IpvsChange.AddService(Six, Spec(prefix: 128)),
        ]).Complete);

    public void Dispose() => _kernel.Dispose();

    [KernelFact]
    public void What_is_there_already_is_said()
    {
        Refused("the service is there already (EEXIST)", new IpvsChange.AddService(Web, Spec()));
        Refused("the server is there already (EEXIST)", new IpvsChange.AddDestination(Web, Server, Dr()));
    }

    [KernelFact]
    public void What_is_not_there_is_said()
    {
        const string NoService = "the service is not there (ESRCH)", NoServer = "the server is not there (ENOENT)";
        Refused(NoService, new IpvsChange.EditService(Absent, Spec()));
        Refused(NoService, new IpvsChange.RemoveService(Absent));
        Refused(NoService, new IpvsChange.AddDestination(Absent, Server, Dr()));
        Refused(NoService, new IpvsChange.EditDestination(Absent, Server, Dr()));
        Refused(NoService, new IpvsChange.RemoveDestination(Absent, Server));
        Refused(NoServer, new IpvsChange.EditDestination(Web, At("198.51.100.22:80"), Dr()));
        Refused(NoServer, new IpvsChange.RemoveDestination(Web, At("198.51.100.22:80")));
    }

    [KernelFact]
    public void Scheduler_and_engine_that_the_kernel_lacks_are_named()
    {
        const string Words = "this kernel has no scheduler 'nosuch' (module ip_vs_nosuch)";
        Refused($"{Words} (ENOENT)", new IpvsChange.AddService(Absent, Spec("nosuch")));
        Refused($"{Words} (ENOENT)", new IpvsChange.EditService(Web, Spec("nosuch")));
        ServiceSpec engine = Spec("rr", ServiceFlags.Persistent, 60) with { PersistenceEngine = "nosuch" };
        Refused(
            "this kernel has no scheduler 'rr' (module ip_vs_rr), or no persistence engine 'nosuch' (module ip_vs_pe_nosuch) (ENOENT)",
            new IpvsChange.AddService(Key("udp://192.0.2.80:5060"), engine));
    }

    [KernelFact]
    public void Services_out_of_range_are_explained()
    {
        Refused("the name of the scheduler has more than 15 characters (EINVAL)", new IpvsChange.AddService(Absent, Spec("sixteen-letters-")));
        Refused(
            "the kernel does not take this service: its persistence prefix is out of range (EINVAL)",
            new IpvsChange.AddService(Key("tcp://[2001:db8::81]:80"), Spec("rr", ServiceFlags.Persistent, 60, 0)));
    }

    [KernelTheory]
    [InlineData("0.0.0.0:80")]
    [InlineData("255.255.255.255:80")]
    [InlineData("224.0.0.1:80")]
    public void Address_that_is_no_host_is_explained(string address) =>
        Refused("the server's address is not one that packets can be sent to (EINVAL)", new IpvsChange.AddDestination(Web, At(address), Dr()));

    [KernelFact]
    public void Link_local_address_is_explained() =>
        Refused("the server's address is not one that packets can be sent to (EINVAL)", new IpvsChange.AddDestination(Six, At("[fe80::1]:80"), Dr()));

    [KernelFact]
    public void Servers_out_of_range_are_explained()
    {
        IpEndpoint other = At("198.51.100.22:80");
        Refused("a GUE tunnel needs the port it goes to (EINVAL)", new IpvsChange.AddDestination(Web, other, Tun(TunnelType.Gue)));
        Refused("weight below 0, or lower threshold above the upper (ERANGE)", new IpvsChange.AddDestination(Web, other, Dr(-1)));
        Refused("weight below 0, or lower threshold above the upper (ERANGE)", new IpvsChange.EditDestination(Web, Server, Dr() with { UpperThreshold = 1, LowerThreshold = 2 }));
    }

    [KernelFact]
    public void Families_that_do_not_go_together_are_explained()
    {
        IpEndpoint six = At("[2001:db8::21]:80");
        Refused("a server of another address family than its service needs tunnel forwarding (EINVAL)", new IpvsChange.AddDestination(Web, six, Nat()));
        RealKernel.Run("ip", "link", "add", "hd-errors", "type", "dummy");
        try
        {
            RealKernel.Run("ip", "address", "add", "198.51.100.13/24", "dev", "hd-errors");
            RealKernel.Run("ip", "link", "set", "hd-errors", "up");
            SyncDaemonSpec daemon = new(SyncRole.Backup, "hd-errors", 9);
            Assert.Null(_kernel.Ipvs.StartDaemon(daemon));
            Refused(
                "a server of another address family than its service cannot be in the table while a sync daemon runs (EINVAL)",
                new IpvsChange.AddDestination(Web, six, Tun()));
            Assert.Null(_kernel.Ipvs.StopDaemon(SyncRole.Backup));
            Assert.True(_kernel.Ipvs.Apply([new IpvsChange.AddDestination(Web, six, Tun())]).Complete);
            Assert.Equal(
                "the kernel does not take this sync daemon: interface name, a group that is not one of multicast, or a server of another family than its service is in the table (EINVAL)",
                _kernel.Ipvs.StartDaemon(daemon)!.Message);
            Assert.True(_kernel.Ipvs.Apply([new IpvsChange.RemoveDestination(Web, six)]).Complete);
            SyncTransport unicast = new(0, IpAddress.Parse("192.0.2.1"), 0, 0);
            Assert.EndsWith("(EINVAL)", _kernel.Ipvs.StartDaemon(daemon, unicast)!.Message);
        }
        finally
        {
            RealKernel.Run("ip", "link", "delete", "hd-errors");
        }
    }

    [KernelFact]
    public void Time_outs_out_of_range_are_refused_and_nothing_changes()
    {
        IpvsTimeouts before = _kernel.Ipvs.ReadTimeouts();
        Refusal? refusal = _kernel.Ipvs.SetTimeouts(before with { TcpSeconds = uint.MaxValue });
        Assert.EndsWith("(EINVAL)", refusal!.Message);
        Assert.Equal(before, _kernel.Ipvs.ReadTimeouts());
    }

    [KernelFact]
    public void One_refusal_among_many_changes_is_told_alone_and_the_others_are_made()
    {
        List<IpvsChange> changes = [];
        for (int i = 0; i < 300; i++) changes.Add(new IpvsChange.AddDestination(i == 150 ? Absent : Web, At($"198.51.101.{i % 250}:{1000 + i}"), Dr()));
        changes.RemoveAll(c => c is IpvsChange.AddDestination { Destination: var d } && d.Address.ToString().EndsWith(".0", StringComparison.Ordinal));
        ApplyResult result = _kernel.Ipvs.Apply(changes);
        RefusedChange refused = Assert.Single(result.Refused);
        Assert.Equal(Absent, refused.Change.Service);
        Assert.True(result.Certain);
        Assert.Equal(changes.Count - 1, result.Applied);
        Assert.Equal(changes.Count, _kernel.Ipvs.Read().Services[Web].Destinations.Count); // with the one of before
    }

    private void Refused(string words, IpvsChange change) => Assert.Equal(words, Assert.Single(_kernel.Ipvs.Apply([change]).Refused).Refusal.Message);
}
