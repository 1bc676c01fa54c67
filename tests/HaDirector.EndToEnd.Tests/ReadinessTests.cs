using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>A director that starts takes the address from another one only when its servers are checked; from nobody it takes it at once.</summary>
public sealed class ReadinessTests : IDisposable
{
    // Nobody has this address, so the first result comes only after the time-out: long after the election would be over.
    private const string SlowToCheck = """
        services:
          web:
            address: tcp://192.0.2.80:80
            scheduler: rr
            forwarding: dr
            check: { tcp: {}, interval: 5s, timeout: 4500ms }
            servers: [ { address: 192.0.2.99 } ]
        """;

    private const string Ready = "ready: the servers are checked", Master = "backup → master";
    private readonly TwoHosts _hosts = new();

    [RootFact]
    public void It_does_not_take_over_on_purpose_before_it_is_ready()
    {
        _hosts.Configure(more: SlowToCheck);
        _hosts.Start("lb02").WaitForState("master");

        RunningDirector better = _hosts.Start("lb01");
        better.WaitForLog("initialize → backup"); // on a slow host it may be over before status is asked
        better.WaitForLog("condition not-ready");
        better.WaitForState("master");
        better.WaitForLog(Master);

        Assert.InRange(better.Log.IndexOf(Ready, StringComparison.Ordinal), 0, better.Log.IndexOf(Master, StringComparison.Ordinal));
        Assert.DoesNotContain(better.Report().Conditions, c => c.Name == "not-ready");
    }

    [RootFact]
    public void Where_nobody_is_master_it_does_not_wait()
    {
        _hosts.Configure(more: SlowToCheck);
        RunningDirector alone = _hosts.Start("lb01");
        alone.WaitForLog(Ready);
        alone.WaitForState("master");
        Assert.InRange(alone.Log.IndexOf(Master, StringComparison.Ordinal), 0, alone.Log.IndexOf(Ready, StringComparison.Ordinal));
    }

    public void Dispose() => _hosts.Dispose();
}
