using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>The VRRP process dies or hangs: the director process takes the addresses off, resigns and ends.</summary>
public sealed class VrrpProcessDeathTests : IDisposable
{
    private readonly TwoHosts _hosts = new();

    [RootTheory]
    [InlineData("KILL")]
    [InlineData("STOP")]
    public void The_address_is_gone_and_the_other_director_takes_over_as_from_a_graceful_stop(string signal)
    {
        _hosts.Configure();
        (RunningDirector master, RunningDirector backup) = _hosts.StartBoth();
        int director = master.DirectorProcess;

        RunningDirector.Signal(master.VrrpProcess, signal);
        backup.WaitForState("master");

        Wait.Until(() => !RunningDirector.Lives(director), "the end of the director process", () => master.Log);
        Wait.Until(() => master.HasEnded, "the end of the VRRP process", () => master.Log);
        Assert.False(TwoHosts.Holds(_hosts.First));
        Assert.True(TwoHosts.Holds(_hosts.Second));
        // Death is known at once, so it is the resignation that is acted on. A stall is known after three intervals, and the backup's
        // own patience is little longer: which of the two comes first on a busy host is not for a test to say.
        if (signal == "KILL") Assert.Equal("master_resigned", backup.Report().Routers[0].Reason);
        Wait.Until(() => backup.Report().Routers[0].Counters.PriorityZeroReceived >= 1, "the resignation", () => backup.Log);
        master.WaitForLog("1 virtual addresses removed, 1 of 1 routers resigned");
    }

    public void Dispose() => _hosts.Dispose();
}
