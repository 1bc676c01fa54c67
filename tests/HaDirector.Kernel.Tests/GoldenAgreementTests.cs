using HaDirector.Ipvs;
using HaDirector.Ipvs.Ipvsadm;
using HaDirector.Tests.Ipvs;

namespace HaDirector.Kernel.Tests;

/// <summary>
/// What is desired is what the kernel holds: 160 tables of every kind, each reached from the one before, read back by our own dump and by the real ipvsadm.
/// </summary>
[Collection("kernel")]
public sealed class GoldenAgreementTests : IDisposable
{
    private const int Seeds = 160, SeedsOfTwos = 40;

    private readonly RealKernel _kernel = new();

    public void Dispose() => _kernel.Dispose();

    [KernelFact]
    public void Every_table_is_held_as_it_is_desired()
    {
        GoldenTables tables = new(GoldenTables.Packaged);
        Agree(tables, Seeds);

        // The generator is worth nothing where it never goes.
        Assert.Equal(
            [
                "DirectRouting", "Full", "Gre", "Gue", "Ipip", "Nat", "OnePacket", "Persistent", "Remote", "SchedulerFallback", "SchedulerPort", "Sctp", "Tcp", "Tunnel",
                "Udp", "V4", "V6", "engine", "mark", "mask", "mixed", "prefix", "thresholds", "weight 0", "weight 65535",
            ],
            tables.Covered.Except(Schedulers.All.Select(s => s.Name)).Order(StringComparer.Ordinal));
        Assert.Equal(GoldenTables.Packaged.Order(), tables.Covered.Intersect(Schedulers.All.Select(s => s.Name)).Order());
    }

    [KernelFact]
    [Trait("lab", "built")] // a kernel made with CONFIG_IP_VS_TWOS
    public void Every_table_of_the_scheduler_twos_is_held_as_it_is_desired()
    {
        GoldenTables tables = new("twos", "wrr"); // services change from one to the other, too
        Agree(tables, SeedsOfTwos);
        Assert.Contains("twos", tables.Covered);
    }

    private void Agree(GoldenTables tables, int seeds)
    {
        for (int seed = 1; seed <= seeds; seed++)
        {
            IpvsTable desired = tables.Generate(new Random(seed)); // a failure names the seed
            ReconcileResult result = _kernel.Reconcile(desired);
            Assert.True(result.Result.Complete, $"seed {seed}: {string.Join("\n", result.Result.Refused)}");
            IReadOnlyList<ServiceStatus> held = _kernel.Ipvs.ReadStatusInKernelOrder();
            Assert.True(desired.SameAs(_kernel.Ipvs.Read()), $"seed {seed}: the dump differs");
            Assert.Equal(RealKernel.Saved(), IpvsadmText.Render(held, NoNames.Instance));
            Assert.Equal(RealKernel.Run("ipvsadm", "-Ln", "--thresholds"), Listed(held));
            Assert.Empty(_kernel.Reconcile(desired).Changes);
        }
    }

    private string Listed(IReadOnlyList<ServiceStatus> held)
    {
        Assert.True(IpvsadmLine.TryParse(["-Ln", "--thresholds"], NoNames.Instance, out IpvsadmCommand? command, out IpvsadmFault? fault), fault?.Message);
        (uint version, uint size) = _kernel.Ipvs.ReadInfo();
        return Listing.Head(version, size) + Listing.Render(held, Assert.IsType<IpvsadmCommand.List>(command).What, NoNames.Instance);
    }
}
