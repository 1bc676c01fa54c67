using HaDirector.Control;
using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>Two whole directors on a kernel without ip_vs: who is master, and whether status tells the truth.</summary>
public sealed class ElectionTests : IDisposable
{
    private readonly TwoHosts _hosts = new();

    [RootFact]
    public void The_higher_priority_holds_the_address_and_both_know_it()
    {
        _hosts.Configure(rest: "control: { metrics: { lb01: 192.0.2.11:9112, lb02: 192.0.2.12:9112 } }");
        (RunningDirector master, RunningDirector backup) = _hosts.StartBoth();

        Snapshot first = master.Report(), second = backup.Report();
        Assert.True(TwoHosts.Holds(_hosts.First));
        Assert.False(TwoHosts.Holds(_hosts.Second));
        Assert.Equal("lb01", first.Director);
        Assert.Equal(first.ConfigHash, second.ConfigHash);
        Assert.True(first.Routers[0].HoldsAddresses);
        Assert.False(second.Routers[0].HoldsAddresses);
        Assert.Equal(150, second.Routers[0].Master!.Priority);
        Assert.Equal(200, second.Routers[0].Master!.AdvertIntervalMs);
        Assert.Equal(master.VrrpProcess, first.VrrpProcess!.ProcessId);
        Assert.Contains("hadirector_router_state{router=\"web\",state=\"master\"} 1\n", master.Metrics(), StringComparison.Ordinal);

        // Each sees the other, apart from adverts: the backup sends none.
        Wait.Until(() => master.Status()?.Pair?.Peers is [{ Director: "lb02", Present: true }], "lb01 to see lb02", () => master.Log);
        Wait.Until(() => backup.Status()?.Pair is { PeerPresent: true, Peers: [{ Director: "lb01", Present: true }] }, "lb02 to see lb01", () => backup.Log);
        Assert.Contains("hadirector_peer_heard{director=\"lb02\"} 1\n", master.Metrics(), StringComparison.Ordinal);

        // The same over TCP, and nothing else there.
        Wait.Until(
            () => Inside(_hosts.First, "http://192.0.2.11:9112/metrics") is (0, { } metrics) && metrics.Contains("hadirector_info{", StringComparison.Ordinal),
            "metrics over TCP", () => master.Log);
        Assert.NotEqual(0, Inside(_hosts.First, "http://192.0.2.11:9112/status").Code);
    }

    [RootFact]
    public void Status_for_people_and_for_programs_says_who_is_master()
    {
        _hosts.Configure();
        (RunningDirector master, _) = _hosts.StartBoth();

        (int code, string text) = Shell.Run(RunningDirector.Executable, ["status", "--run-dir", master.RunDirectory]);
        Assert.Equal(0, code);
        Assert.Matches(@"web \(eth0, 51\) \| master ", text);
        Assert.All(text, c => Assert.InRange(c, '\n', '~')); // plain ASCII where there is no terminal

        (code, string json) = Shell.Run(RunningDirector.Executable, ["status", "--format", "json", "--socket", master.ControlSocket]);
        Assert.Equal(0, code);
        Assert.Equal("master", ControlJson.TryRead(System.Text.Encoding.UTF8.GetBytes(json), out _)!.Routers[0].State);
    }

    [RootFact]
    public void A_second_director_in_the_same_run_directory_is_refused()
    {
        _hosts.Configure();
        _hosts.Start("lb01").WaitForState("master");

        using RunningDirector second = new(_hosts.Second, _hosts.ConfigPath, "lb01", Path.Combine(_hosts.Folder, "lb01"), []);

        Assert.Equal(78, second.WaitForEnd());
        Assert.Contains("another director runs here", second.Log, StringComparison.Ordinal);
    }

    public void Dispose() => _hosts.Dispose();

    private static (int Code, string Output) Inside(string host, string url) =>
        TwoHosts.On(host, "curl", "--silent", "--fail", "--max-time", "10", url);
}
