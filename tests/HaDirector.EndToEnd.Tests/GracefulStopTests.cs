using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>A whole master that is stopped in good order hands both families over, and a client loses nothing; counted by numbers, not by time.</summary>
public sealed class GracefulStopTests : IDisposable
{
    private readonly WatchedHosts _hosts = new();

    [RootTheory]
    [InlineData("1s")]
    [InlineData("100ms")]
    [InlineData("10ms")]
    public void Nothing_that_a_client_sends_to_either_family_is_lost(string interval)
    {
        Shell.Ip($"-n {_hosts.Watcher} addr add 192.0.2.9/24 dev br0");
        Shell.Ip($"-n {_hosts.Watcher} addr add 2001:db8::9/64 dev br0 nodad");
        _hosts.Configure(interval, address: $"{WatchedHosts.Vip}/24, \"{WatchedHosts.Vip6}/64\"");
        for (int disturbed = 0; !IsHandedOver(); disturbed++) Assert.True(disturbed < 5, "this host stands still too often for adverts so quick");
    }

    public void Dispose() => _hosts.Dispose();

    // False when the host stood still for so long that the backup took over before it was asked to: then it was no graceful stop.
    private bool IsHandedOver()
    {
        (RunningDirector master, RunningDirector backup) = _hosts.StartBoth();
        Wait.Until(
            () => backup.Status()?.Routers is { Count: 2 } routers && routers.All(router => router is { State: "backup", Master: not null }),
            "lb02 to hear lb01 in both families", () => backup.Log);
        using DatagramProbe four = Probe(WatchedHosts.Vip), six = Probe(WatchedHosts.Vip6);
        foreach (DatagramProbe probe in (DatagramProbe[])[four, six]) probe.WaitForAnswers(100);

        RunningDirector.Signal(master.VrrpProcess, "TERM");
        Assert.Equal(0, master.WaitForEnd());
        Wait.Until(() => backup.Status()?.Routers.All(router => router.State == "master") == true, "lb02 to be master of both", () => backup.Log);
        foreach (DatagramProbe probe in (DatagramProbe[])[four, six]) probe.WaitForAnswers(300);

        bool resigned = backup.Report().Routers.All(router => router is { Reason: not "master_down", Counters.BecameMaster: 1 });
        (uint[] lost, uint[] lostSix) = (four.Lost(), six.Lost());
        if (!resigned)
        {
            _hosts.End(backup);
            WatchedHosts.On(_hosts.Second, RunningDirector.Executable, "cleanup");
            return false;
        }
        Assert.True(lost.Length + lostSix.Length == 0, $"lost {string.Join(' ', lost)} and of IPv6 {string.Join(' ', lostSix)}\n{master.Log}{backup.Log}");
        foreach (string address in (string[])[WatchedHosts.Vip, WatchedHosts.Vip6])
        {
            Assert.True(WatchedHosts.Holds(_hosts.Second, address));
            Assert.False(WatchedHosts.Holds(_hosts.First, address));
        }
        return true;
    }

    private DatagramProbe Probe(string address) => new(WatchedHosts.Inside, _hosts.Watcher, address, _hosts.First, _hosts.Second);
}
