using HaDirector.Ipvs;
using HaDirector.Linux.Netlink;
using HaDirector.Model;

namespace HaDirector.Kernel.Tests;

[Collection("kernel")]
public sealed class EmptyTableTests : IDisposable
{
    private readonly RealKernel _kernel = new();

    public void Dispose() => _kernel.Dispose();

    [KernelTheory]
    [InlineData("-t", "192.0.2.80:80")]
    [InlineData("-u", "[2001:db8::80]:53")]
    [InlineData("-f", "7")]
    public void It_is_seen_without_a_message(string option, string address)
    {
        Assert.True(EmptyTable.IsCertain());
        RealKernel.Run("ipvsadm", "-A", option, address, "-s", "rr");
        Assert.False(EmptyTable.IsCertain());
        RealKernel.Run("ipvsadm", "-D", option, address);
        Assert.True(EmptyTable.IsCertain());
    }

    [KernelFact]
    public void A_rehearsal_is_acknowledged_and_changes_nothing()
    {
        ServiceKey key = ServiceKey.Mark(7, IpFamily.V4);
        IpvsChange change = new IpvsChange.AddService(key, new ServiceSpec("rr", ServiceFlags.None, 0, 32));
        ApplyResult result = _kernel.Ipvs.Rehearse([.. Enumerable.Repeat(change, (2 * KernelIpvs.BatchSize) + 1)]);
        Assert.Equal(((2 * KernelIpvs.BatchSize) + 1, 0, null), (result.Applied, result.Refused.Count, result.Lost));
        Assert.True(EmptyTable.IsCertain());
        Assert.True(_kernel.Ipvs.Apply([change]).Complete);
        Assert.False(EmptyTable.IsCertain());
    }
}
