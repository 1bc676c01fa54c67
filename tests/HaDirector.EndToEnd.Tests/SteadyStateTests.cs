using HaDirector.Control;
using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>The promise of the VRRP process with everything on: in its steady state the real-time thread allocates nothing, and nothing is collected.</summary>
public sealed class SteadyStateTests : IDisposable
{
    private readonly WatchedHosts _hosts = new();

    [RootFact]
    public void With_bfd_hellos_and_both_families_the_real_time_thread_allocates_nothing()
    {
        _hosts.Configure(
            "50ms", address: $"{WatchedHosts.Vip}/24, \"{WatchedHosts.Vip6}/64\"",
            more: """
                bfd: peer
                    track: { bfd: [ { name: peer6, weight: 5 } ], interfaces: [ eth0 ] }
                    authentication: { hmac: { keys: [ { id: 1, secret: one-of-sixteen-letters } ] } }
                """,
            rest: """
                bfd:
                  peer: { interface: eth0, interval: 20ms, multiplier: 50 }
                  peer6:
                    interface: eth0
                    interval: 20ms
                    multiplier: 50
                    peer: { lb01: "2001:db8::12", lb02: "2001:db8::11" }
                    local: { lb01: "2001:db8::11", lb02: "2001:db8::12" }
                """);
        (RunningDirector master, RunningDirector backup) = _hosts.StartBoth();
        foreach (RunningDirector director in (RunningDirector[])[master, backup])
        {
            Wait.Until(() => director.Status()?.Pair is { PeerPresent: true }, "the other director's hellos", () => director.Log);
            AssertNothing(director, packets: 200);

            RunningDirector.Signal(director.VrrpProcess, "HUP");
            Wait.Until(() => director.Status()?.Reloads.Applied == 1, "the reload", () => director.Log);
            AssertNothing(director, packets: 50);
        }

        RunningDirector.Signal(master.VrrpProcess, "TERM");
        Wait.Until(() => backup.Status()?.Routers.All(router => router.State == "master") == true, "lb02 to be master of both families", () => backup.Log);
        AssertNothing(backup, packets: 0);
    }

    public void Dispose() => _hosts.Dispose();

    // After so many more packets of each session, and two status reports.
    private static void AssertNothing(RunningDirector director, long packets)
    {
        Snapshot before = director.Report();
        bool HasHeard(SessionReport session) => session.Received >= before.Sessions.Single(other => other.Name == session.Name).Received + packets;
        Wait.Until(
            () => director.Status() is { } now && now.VrrpProcess!.Turns > before.VrrpProcess!.Turns + 50 && now.Sessions.All(HasHeard),
            $"{packets} packets of each BFD session", () => director.Log);
        VrrpProcessReport process = director.Report().VrrpProcess!;
        Assert.True(process is { AllocatedBytes: 0, Collections: 0 }, $"{process.AllocatedBytes} bytes, {process.Collections} collections in {process.Turns} turns\n{director.Log}");
    }
}
