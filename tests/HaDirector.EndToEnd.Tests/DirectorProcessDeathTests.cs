using HaDirector.Control;
using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>The director process dies: it is started again, and nobody outside notices.</summary>
public sealed class DirectorProcessDeathTests : IDisposable
{
    private readonly TwoHosts _hosts = new();

    [RootFact]
    public void Role_and_address_stay_and_a_new_one_answers()
    {
        _hosts.Configure();
        (RunningDirector master, RunningDirector backup) = _hosts.StartBoth();
        Snapshot before = master.Report();
        int dead = master.DirectorProcess;

        RunningDirector.Signal(dead, "KILL");
        Wait.Until(() => master.DirectorProcess is not 0 and var now && now != dead, "another director process", () => master.Log);
        master.WaitForState("master");

        Snapshot after = master.Report();
        Assert.True(TwoHosts.Holds(_hosts.First));
        Assert.Equal(1, after.Routers[0].Counters.BecameMaster);
        Assert.True(after.Routers[0].Counters.AdvertsSent > before.Routers[0].Counters.AdvertsSent);
        Assert.Equal(0, backup.Report().Routers[0].Counters.BecameMaster);
        Assert.True(Math.Abs((after.Routers[0].Since! - before.Routers[0].Since!).Value.TotalSeconds) < 0.1, "since when it is master changed");
    }

    [RootFact]
    public void With_a_file_that_is_bad_by_now_it_runs_on_the_last_good_one()
    {
        _hosts.Configure();
        RunningDirector master = _hosts.Start("lb01");
        master.WaitForState("master");
        string hash = master.Report().ConfigHash;
        int dead = master.DirectorProcess;

        File.WriteAllText(_hosts.ConfigPath, "virtual_routers: [ nonsense");
        RunningDirector.Signal(dead, "KILL");
        Wait.Until(() => master.Status()?.Conditions.Any(c => c.Name == "last-good-config") == true, "the condition", () => master.Log);

        Assert.Equal(hash, master.Report().ConfigHash);
        Assert.Equal("master", master.Report().Routers[0].State);
        Assert.True(TwoHosts.Holds(_hosts.First));
    }

    [RootFact]
    public void Signals_meant_for_the_unit_do_not_end_it()
    {
        _hosts.Configure();
        RunningDirector master = _hosts.Start("lb01");
        master.WaitForState("master");
        int director = master.DirectorProcess;

        foreach (string name in (string[])["TERM", "INT", "HUP", "QUIT", "ABRT"]) RunningDirector.Signal(director, name);
        Thread.Sleep(500); // nothing is to happen, so there is nothing to wait for

        Assert.True(RunningDirector.Lives(director), master.Log);
        Assert.Equal("master", master.Status()?.Routers[0].State);
    }

    public void Dispose() => _hosts.Dispose();
}
