using HaDirector.Control;
using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>One virtual router with addresses of both families, from the file to the kernel.</summary>
public sealed class DualStackTests : IDisposable
{
    private readonly TwoHosts _hosts = new();

    [RootFact]
    public void Both_families_move_together_and_a_reload_disturbs_neither()
    {
        _hosts.Configure(addresses: $"{TwoHosts.Vip}/24, \"{TwoHosts.Vip6}/64\"");
        (RunningDirector master, RunningDirector backup) = _hosts.StartBoth();
        Wait.Until(() => States(master) == "web master, web/ipv6 master", "both instances of lb01", () => master.Log);
        Wait.Until(() => States(backup) == "web backup, web/ipv6 backup", "both instances of lb02", () => backup.Log);
        Assert.True(TwoHosts.Holds(_hosts.First) && TwoHosts.Holds(_hosts.First, TwoHosts.Vip6) && TwoHosts.Holds(_hosts.First, "fe80::5e00:233"));
        Assert.False(TwoHosts.Holds(_hosts.Second, TwoHosts.Vip6));

        IReadOnlyList<RouterReport> before = master.Report().Routers;
        Assert.Equal(["ipv4", "ipv6"], before.Select(r => r.Family));
        _hosts.Configure(addresses: $"{TwoHosts.Vip}/24, \"{TwoHosts.Vip6}/64\"", rest: "restart: { preempt_after_crash: 5s }");
        RunningDirector.Signal(master.VrrpProcess, "HUP");
        master.WaitForLog("reload: restart: preempt_after_crash");
        Wait.Until(() => master.Status()?.Reloads.Applied == 1, "the reload", () => master.Log);
        Assert.Equal(before.Select(r => r.Counters.BecameMaster), master.Report().Routers.Select(r => r.Counters.BecameMaster));

        RunningDirector.Signal(master.VrrpProcess, "TERM");
        Wait.Until(() => States(backup) == "web master, web/ipv6 master", "both instances of lb02", () => backup.Log);
        Assert.Equal(0, master.WaitForEnd());
        Assert.True(TwoHosts.Holds(_hosts.Second) && TwoHosts.Holds(_hosts.Second, TwoHosts.Vip6));
        Assert.False(TwoHosts.Holds(_hosts.First) || TwoHosts.Holds(_hosts.First, TwoHosts.Vip6) || TwoHosts.Holds(_hosts.First, "fe80::5e00:233"));
    }

    public void Dispose() => _hosts.Dispose();

    private static string States(RunningDirector director) => string.Join(", ", director.Status()?.Routers.Select(r => $"{r.Name} {r.State}") ?? []);
}
