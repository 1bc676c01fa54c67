using HaDirector.Ipvs;
using HaDirector.Linux.Netlink;

namespace HaDirector.Linux.Tests.Netlink;

public sealed class IpvsSysctlsTests : IDisposable
{
    private static readonly WantedSetting[] Sync = [new("sync_threshold", "0 0", ""), new("sync_refresh_period", "10", ""), new("sync_retries", "1", "")];

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("hd-sysctl-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Wrong_values_are_set_right_ones_left_and_missing_ones_told()
    {
        Setting("net/ipv4/vs/sync_threshold", "3\t50\n");
        Setting("net/ipv4/vs/sync_refresh_period", "10\n");

        IReadOnlyList<SysctlResult> results = new IpvsSysctls(_root.FullName).Ensure(Sync);

        Assert.Equal(
            [
                ("net.ipv4.vs.sync_threshold", "0 0", true, true),
                ("net.ipv4.vs.sync_refresh_period", "10", false, true),
                ("net.ipv4.vs.sync_retries", null, false, false),
            ], results.Select(r => (r.Name, r.Actual, r.Fixed, r.IsGood)));
    }

    [Fact]
    public void Values_that_the_kernel_separates_by_a_tab_are_the_same_and_not_written_again()
    {
        Setting("net/ipv4/vs/sync_threshold", "0\t0\n");
        SysctlResult result = Assert.Single(new IpvsSysctls(_root.FullName).Ensure(Sync[..1]));
        Assert.Equal(("0 0", true, false), (result.Actual, result.IsGood, result.Fixed));
        Assert.Equal("0\t0\n", File.ReadAllText(Path.Combine(_root.FullName, "net/ipv4/vs/sync_threshold")));
    }

    [Fact]
    public void A_defence_that_is_automatic_and_at_work_is_good()
    {
        Setting("net/ipv4/vs/drop_entry", "2\n");
        SysctlResult result = Assert.Single(new IpvsSysctls(_root.FullName).Ensure([new WantedSetting("drop_entry", "1", "")]));
        Assert.Equal(("2", true, false), (result.Actual, result.IsGood, result.Fixed));
        Assert.Equal("2\n", File.ReadAllText(Path.Combine(_root.FullName, "net/ipv4/vs/drop_entry")));
    }

    [Fact]
    public void Nat_is_only_checked_and_only_for_the_families_in_use()
    {
        Setting("net/ipv4/ip_forward", "0\n");
        Setting("net/ipv6/conf/all/forwarding", "1\n");
        IpvsSysctls sysctls = new(_root.FullName);
        Assert.Equal(
            [("net.ipv4.ip_forward", "0", false), ("net.ipv4.conf.all.send_redirects", null, false)],
            sysctls.CheckNat(ipv4: true, ipv6: false).Select(r => (r.Name, r.Actual, r.IsGood)));
        Assert.Equal([("net.ipv6.conf.all.forwarding", "1", true)], sysctls.CheckNat(ipv4: false, ipv6: true).Select(r => (r.Name, r.Actual, r.IsGood)));
        Assert.Equal("0\n", File.ReadAllText(Path.Combine(_root.FullName, "net/ipv4/ip_forward")));
    }

    private void Setting(string path, string value)
    {
        string full = Path.Combine(_root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, value);
    }
}
