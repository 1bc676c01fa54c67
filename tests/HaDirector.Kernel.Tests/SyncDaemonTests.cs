using HaDirector.Ipvs;
using HaDirector.Linux.Netlink;

namespace HaDirector.Kernel.Tests;

/// <summary>The kernel's connection sync: its daemons and its settings.</summary>
[Collection("kernel")]
public sealed class SyncDaemonTests : IDisposable
{
    private const string Interface = "hd-sync";
    private static readonly SyncDaemonSpec Master = new(SyncRole.Master, Interface, 51), Backup = new(SyncRole.Backup, Interface, 51);
    private readonly RealKernel _kernel = new();

    public SyncDaemonTests()
    {
        RealKernel.Run("ip", "link", "add", Interface, "type", "dummy");
        RealKernel.Run("ip", "address", "add", "198.51.100.11/24", "dev", Interface);
        RealKernel.Run("ip", "link", "set", Interface, "up");
    }

    public void Dispose()
    {
        _kernel.Dispose();
        RealKernel.Run("ip", "link", "delete", Interface);
    }

    [KernelFact]
    public void Both_roles_start_run_at_once_and_stop()
    {
        Assert.Null(_kernel.Ipvs.StartDaemon(Master));
        Assert.Equal([Master], _kernel.Ipvs.ReadDaemons());
        Assert.Null(_kernel.Ipvs.StartDaemon(Backup));
        Assert.Equal([Master, Backup], _kernel.Ipvs.ReadDaemons().OrderBy(d => d.Role));
        Assert.Contains("master sync daemon (mcast=hd-sync, syncid=51", RealKernel.Run("ipvsadm", "-l", "--daemon"));
        Assert.Null(_kernel.Ipvs.StopDaemon(SyncRole.Master));
        Assert.Equal([Backup], _kernel.Ipvs.ReadDaemons());
        Assert.Null(_kernel.Ipvs.StopDaemon(SyncRole.Backup));
        Assert.Empty(_kernel.Ipvs.ReadDaemons());
    }

    [KernelFact]
    public void Stop_at_once_after_start_succeeds_though_the_kernel_may_forget_to_answer()
    {
        for (int i = 0; i < 20; i++)
        {
            SyncDaemonSpec daemon = i % 2 == 0 ? Master : Backup;
            Assert.Null(_kernel.Ipvs.StartDaemon(daemon));
            Assert.Null(_kernel.Ipvs.StopDaemon(daemon.Role));
            Assert.Empty(_kernel.Ipvs.ReadDaemons());
        }
    }

    [KernelFact]
    public void Refusals_say_what_is_wrong()
    {
        Assert.Null(_kernel.Ipvs.StopDaemon(SyncRole.Master));
        Assert.Equal("there is no interface nosuch0 (ENODEV)", _kernel.Ipvs.StartDaemon(Master with { Interface = "nosuch0" })!.Message);
        Assert.Null(_kernel.Ipvs.StartDaemon(Master));
        Assert.StartsWith("a master sync daemon runs already (EEXIST", _kernel.Ipvs.StartDaemon(Master)!.Message);
        Assert.Null(_kernel.Ipvs.StopDaemon(SyncRole.Master));
        RealKernel.Run("ip", "link", "set", Interface, "down");
        Assert.Equal("interface hd-sync is down (ENETUNREACH)", _kernel.Ipvs.StartDaemon(Master)!.Message);
    }

    private static readonly WantedSetting[] Sync = [new("sync_threshold", "0 0", ""), new("sync_refresh_period", "10", ""), new("sync_retries", "1", "")];

    [KernelFact]
    public void Sync_settings_are_set_once_and_then_found_good()
    {
        RealKernel.Run("sysctl", "-qw", "net.ipv4.vs.sync_threshold=3 50", "net.ipv4.vs.sync_refresh_period=0", "net.ipv4.vs.sync_retries=0");
        IReadOnlyList<SysctlResult> first = new IpvsSysctls().Ensure(Sync);
        Assert.All(first, r => Assert.True(r.IsGood && r.Fixed, r.ToString()));
        Assert.Equal("0\t0\n", File.ReadAllText("/proc/sys/net/ipv4/vs/sync_threshold"));
        Assert.All(new IpvsSysctls().Ensure(Sync), r => Assert.True(r.IsGood && !r.Fixed, r.ToString()));
    }

    [KernelFact]
    public void Settings_of_nat_are_checked_and_left_alone()
    {
        RealKernel.Run("sysctl", "-qw", "net.ipv4.ip_forward=0");
        SysctlResult forward = new IpvsSysctls().CheckNat(ipv4: true, ipv6: false).Single(r => r.Name == "net.ipv4.ip_forward");
        Assert.False(forward.IsGood);
        Assert.Equal("0\n", File.ReadAllText("/proc/sys/net/ipv4/ip_forward"));
    }
}
