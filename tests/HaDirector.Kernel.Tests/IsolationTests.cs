using HaDirector.Ipvs;
using HaDirector.Linux;
using HaDirector.Linux.Netlink;
using static HaDirector.Kernel.Tests.Tables;

namespace HaDirector.Kernel.Tests;

/// <summary>A table belongs to the network namespace it was opened in.</summary>
[Collection("kernel")]
public sealed class IsolationTests : IDisposable
{
    private const string Namespace = "hd-kernel";
    private readonly RealKernel _kernel = new();

    public IsolationTests() => RealKernel.Run("ip", "netns", "add", Namespace);

    public void Dispose()
    {
        RealKernel.Run("ip", "netns", "delete", Namespace);
        _kernel.Dispose();
    }

    [KernelFact]
    public void Two_namespaces_hold_two_tables()
    {
        KernelIpvs? inside = null;
        Thread thread = new(() =>
        {
            NetworkNamespace.Enter(Namespace);
            Assert.True(KernelIpvs.TryOpen(out inside, out string why), why);
        });
        thread.Start();
        thread.Join();
        using KernelIpvs other = Assert.IsType<KernelIpvs>(inside);

        IpvsTable here = Table(("tcp://192.0.2.80:80", Service(Spec()))), there = Table(("mark:3", Service(Spec("wlc"))));
        Assert.True(_kernel.Reconcile(here).Result.Complete);
        Assert.True(other.Apply(Reconciler.Diff(there, other.Read(), _ => true)).Complete);
        Assert.True(_kernel.Ipvs.Read().SameAs(here));
        Assert.True(other.Read().SameAs(there));
        Assert.Equal("-A -f 3 -s wlc\n", RealKernel.Run("ip", "netns", "exec", Namespace, "ipvsadm", "-Sn"));
    }
}
