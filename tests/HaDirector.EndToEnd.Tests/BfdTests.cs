using HaDirector.Control;
using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>A pair with slow adverts and a BFD session as its fast detector.</summary>
public sealed class BfdTests : IDisposable
{
    private readonly TwoHosts _hosts = new();

    [RootFact]
    public void A_master_that_is_cut_off_is_replaced_because_bfd_says_so()
    {
        File.WriteAllText(_hosts.ConfigPath, """
            directors:
              lb01: { address: 192.0.2.11 }
              lb02: { address: 192.0.2.12 }
            bfd:
              peer: { interface: eth0, interval: 50ms, multiplier: 3 }
            virtual_routers:
              web:
                interface: eth0
                virtual_router_id: 51
                priority: { lb01: 150, lb02: 100 }
                advert_interval: 1s
                addresses: [ 192.0.2.80/24 ]
                bfd: peer
            """);
        (RunningDirector master, RunningDirector backup) = _hosts.StartBoth();
        foreach (RunningDirector director in (RunningDirector[])[master, backup])
            Wait.Until(() => Session(director) is { State: "up", RemoteState: "up", DetectionMs: 150 }, "the session to come up", () => director.Log);
        (int code, string text) = Shell.Run(RunningDirector.Executable, ["status", "--run-dir", backup.RunDirectory]);
        Assert.Equal(0, code);
        Assert.Matches(@"peer \(192\.0\.2\.11, eth0\) \| up ", text);
        Assert.Contains("hadirector_bfd_up{session=\"peer\"} 1\n", backup.Metrics(), StringComparison.Ordinal);

        // It lives and hears, but nothing it says gets out.
        const string mute = "add table inet cut; add chain inet cut out { type filter hook output priority -400; policy drop; }";
        Assert.Equal((0, ""), TwoHosts.Nft(_hosts.First, mute));

        backup.WaitForState("master");
        RouterReport router = backup.Report().Routers[0];
        Assert.Equal("peer_lost", router.Reason);
        Assert.Equal(("down", "detection_time_expired"), (Session(backup)!.State, Session(backup)!.Diagnostic));
        backup.WaitForLog("BFD session peer: up → down: nothing was heard for the detection time");
    }

    public void Dispose() => _hosts.Dispose();

    private static SessionReport? Session(RunningDirector director) => director.Status()?.Sessions[0];
}
