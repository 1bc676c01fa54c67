using HaDirector.Ipvs;
using static HaDirector.Kernel.Tests.Tables;

namespace HaDirector.Kernel.Tests;

/// <summary>Every kind of service and server through the real kernel and back.</summary>
[Collection("kernel")]
public sealed class ServiceTests : IDisposable
{
    private readonly RealKernel _kernel = new();

    public void Dispose() => _kernel.Dispose();

    [KernelTheory]
    [InlineData("tcp://192.0.2.80:80", "198.51.100.21:8080", "198.51.100.22:8080", "-t 192.0.2.80:80")]
    [InlineData("udp://192.0.2.80:53", "198.51.100.21:53", "198.51.100.22:53", "-u 192.0.2.80:53")]
    [InlineData("sctp://192.0.2.80:80", "198.51.100.21:80", "198.51.100.22:80", "--sctp-service 192.0.2.80:80")]
    [InlineData("mark:5", "198.51.100.21:0", "198.51.100.22:0", "-f 5")]
    [InlineData("tcp://[2001:db8::80]:80", "[2001:db8:1::21]:8080", "[2001:db8:1::22]:8080", "-t [2001:db8::80]:80")]
    [InlineData("udp://[2001:db8::80]:53", "[2001:db8:1::21]:53", "[2001:db8:1::22]:53", "-u [2001:db8::80]:53")]
    [InlineData("mark6:5", "[2001:db8:1::21]:0", "[2001:db8:1::22]:0", "-f 5 -6")]
    public void Each_kind_of_service_is_made_changed_and_removed_with_each_forwarding_method(string key, string first, string second, string asSaved)
    {
        foreach ((Forwarding forwarding, string option) in ((Forwarding, string)[])[(Forwarding.Nat, "-m"), (Forwarding.DirectRouting, "-g"), (Forwarding.Tunnel, "-i")])
        {
            IpvsTable made = Table((key, Service(Spec("wrr", ServiceFlags.Persistent, 300, 24), (first, new(forwarding, 7, 100, 50)), (second, new(forwarding, 1)))));
            Converge(made);
            Assert.Contains($"-A {asSaved} -s wrr -p 300 -M {(key.Contains('[') || key.StartsWith("mark6") ? "24" : "255.255.255.0")}\n", RealKernel.Saved());
            Assert.Contains($"-a {asSaved} -r {first} {option} -w 7", RealKernel.Saved());

            Converge(Table((key, Service(Spec("wlc"), (first, new(forwarding, 0))))));
            Assert.Contains($"-A {asSaved} -s wlc\n-a {asSaved} -r {first} {option} -w 0", RealKernel.Saved());

            Converge(IpvsTable.Empty);
            Assert.Equal("", RealKernel.Saved());
        }
    }

    [KernelFact]
    public void Change_of_forwarding_method_is_an_edit_that_keeps_the_server()
    {
        Converge(Table(("tcp://192.0.2.80:80", Service(Spec(), ("198.51.100.21:80", Nat())))));
        ReconcileResult result = Converge(Table(("tcp://192.0.2.80:80", Service(Spec(), ("198.51.100.21:80", Tun())))));
        Assert.IsType<IpvsChange.EditDestination>(Assert.Single(result.Changes));
    }

    [KernelFact]
    public void Every_scheduler_of_the_kernel_is_taken_by_its_name()
    {
        foreach (Scheduler scheduler in Schedulers.All)
        {
            ServiceSpec spec = Spec(scheduler.Name, scheduler.Flags);
            ApplyResult result = _kernel.Ipvs.Apply([new IpvsChange.AddService(Key("tcp://192.0.2.80:80"), spec)]);
            // Debian 12 builds its kernels without twos.
            if (scheduler.Name == "twos" && result.Refused is [{ Refusal.Errno: 2 }]) continue;
            Assert.True(result.Complete, string.Join("\n", result.Refused));
            Assert.Equal(spec, _kernel.Ipvs.Read().Services[Key("tcp://192.0.2.80:80")].Spec);
            Assert.True(_kernel.Ipvs.Apply([new IpvsChange.RemoveService(Key("tcp://192.0.2.80:80"))]).Complete);
        }
    }

    [KernelFact]
    [Trait("lab", "built")] // a kernel made with CONFIG_IP_VS_TWOS
    public void Scheduler_twos_is_taken_where_the_kernel_has_it()
    {
        Converge(Table(("tcp://192.0.2.80:80", Service(Spec("twos"), ("198.51.100.21:80", Dr())))));
        Assert.StartsWith("-A -t 192.0.2.80:80 -s twos\n", RealKernel.Saved());
    }

    [KernelFact]
    public void Servers_are_listed_in_the_order_they_were_added_in()
    {
        string[] order = ["198.51.100.23:80", "198.51.100.21:80", "198.51.100.29:80", "198.51.100.22:80"];
        Converge(Table(("tcp://192.0.2.80:80", Service(Spec("mh"), [.. order.Select(a => (a, Dr()))]))));
        Assert.Equal(order.Select(At), _kernel.Ipvs.Read().Services[Key("tcp://192.0.2.80:80")].Destinations.Keys);
    }

    [KernelFact]
    public void Flag_of_before_goes_when_it_is_not_wanted_any_more()
    {
        Converge(Table(("udp://192.0.2.80:53", Service(Spec("rr", ServiceFlags.OnePacket)))));
        Assert.Equal("-A -u 192.0.2.80:53 -s rr -o\n", RealKernel.Saved());
        Converge(Table(("udp://192.0.2.80:53", Service(Spec()))));
        Assert.Equal("-A -u 192.0.2.80:53 -s rr\n", RealKernel.Saved());
    }

    private ReconcileResult Converge(IpvsTable desired)
    {
        ReconcileResult result = _kernel.Reconcile(desired);
        Assert.True(result.Result.Complete, string.Join("\n", result.Result.Refused));
        IpvsTable actual = _kernel.Ipvs.Read();
        Assert.True(actual.SameAs(desired), $"the kernel holds\n{RealKernel.Saved()}");
        return result;
    }
}
