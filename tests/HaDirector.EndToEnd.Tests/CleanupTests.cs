using HaDirector.EndToEnd.Tests.Support;
using HaDirector.Linux.Route;
using HaDirector.Model;
using HaDirector.Netlink.Route;

namespace HaDirector.EndToEnd.Tests;

/// <summary>hadirector cleanup: what the unit runs after every end.</summary>
public sealed class CleanupTests : IDisposable
{
    private static readonly string[] Tables = ["netdev hadirector-fence", "inet hadirector-accept"];

    private readonly TwoHosts _hosts = new();

    [RootTheory]
    [InlineData(null, null, true)] // by hand
    [InlineData("success", "0", true)]
    [InlineData("start-limit-hit", "1", true)]
    [InlineData("exit-code", "78", true)] // RestartPreventExitStatus=
    [InlineData("exit-code", "70", false)]
    [InlineData("signal", "KILL", false)]
    [InlineData("watchdog", "ABRT", false)]
    public void Virtual_addresses_go_when_nobody_comes_back_and_others_never(string? serviceResult, string? exitStatus, bool removed)
    {
        Assert.Equal(0, TwoHosts.Inside(_hosts.First, () =>
        {
            using RouteSocket route = new();
            Assert.True(route.TryFindLink("eth0", out LinkRecord link));
            Assert.True(IpPrefix.TryParse($"{TwoHosts.Vip}/24", out IpPrefix vip));
            return route.SetAddress(link.Index, vip, VirtualAddresses.Protocol, lifetimeSeconds: 600);
        }));

        foreach (string table in Tables) TwoHosts.Nft(_hosts.First, $"add table {table}");
        TwoHosts.Nft(_hosts.First, "add table inet somebody-elses");

        (int code, string output) = Shell.Run(
            "nsenter", [$"--net=/run/netns/{_hosts.First}", RunningDirector.Executable, "cleanup"],
            ("SERVICE_RESULT", serviceResult), ("EXIT_STATUS", exitStatus));

        Assert.True(code == 0, output);
        Assert.Equal(!removed, TwoHosts.Holds(_hosts.First));
        Assert.True(TwoHosts.Holds(_hosts.First, "192.0.2.11"));
        string tables = TwoHosts.Nft(_hosts.First, "list tables").Output;
        foreach (string table in Tables) Assert.Equal(!removed, tables.Contains(table, StringComparison.Ordinal));
        Assert.Contains("inet somebody-elses", tables, StringComparison.Ordinal);
    }

    public void Dispose() => _hosts.Dispose();
}
