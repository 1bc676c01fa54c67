using System.Net;
using System.Net.Sockets;
using HaDirector.Control;
using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>BFD between whole daemons: as the fast detector of a pair with slow adverts, as a track, and where its port is taken.</summary>
public sealed class BfdTests : IDisposable
{
    private readonly WatchedHosts _hosts = new();

    [RootFact]
    public void A_master_that_is_cut_off_is_replaced_because_bfd_says_so()
    {
        _hosts.Configure("1s", more: "bfd: peer", rest: "bfd: { peer: { interface: eth0, interval: 50ms, multiplier: 3 } }");
        (RunningDirector master, RunningDirector backup) = _hosts.StartBoth();
        foreach (RunningDirector director in (RunningDirector[])[master, backup])
            Wait.Until(() => Session(director) is { State: "up", RemoteState: "up", DetectionMs: 150 }, "the session to come up", () => director.Log);
        (int code, string text) = Shell.Run(RunningDirector.Executable, ["status", "--run-dir", backup.RunDirectory]);
        Assert.Equal(0, code);
        Assert.Matches(@"peer \(192\.0\.2\.11, eth0\) \| up ", text);
        Assert.Contains("hadirector_bfd_up{session=\"peer\"} 1\n", backup.Metrics(), StringComparison.Ordinal);

        // It lives and hears, but nothing it says gets out.
        Nft("add table inet cut; add chain inet cut out { type filter hook output priority -400; policy drop; }");

        backup.WaitForState("master");
        RouterReport router = backup.Report().Routers[0];
        Assert.Equal("peer_lost", router.Reason);
        backup.WaitForLog("BFD session peer: up → down: nothing was heard for the detection time");
    }

    /// <summary>The switch is also the router upstream, and speaks BFD with both: who cannot hear it loses what tracks it, though all adverts arrive.</summary>
    [RootFact]
    public void A_session_that_goes_down_faults_one_router_and_lowers_another()
    {
        Shell.Ip($"-n {_hosts.Watcher} addr add 192.0.2.1/24 dev br0");
        string upstream = Path.Combine(_hosts.Folder, "upstream.yaml");
        File.WriteAllText(upstream, """
            directors: { gw: {} }
            bfd:
              first: { interface: br0, interval: 100ms, multiplier: 20, local: 192.0.2.1, peer: 192.0.2.11 }
              second: { interface: br0, interval: 100ms, multiplier: 20, local: 192.0.2.1, peer: 192.0.2.12 }
            virtual_routers: {}
            """);
        File.WriteAllText(_hosts.ConfigPath, """
            directors:
              lb01: { address: 192.0.2.11 }
              lb02: { address: 192.0.2.12 }
            bfd:
              upstream: { interface: eth0, interval: 100ms, multiplier: 20, peer: 192.0.2.1 }
            virtual_routers:
              faulted: { interface: eth0, virtual_router_id: 51, priority: { lb01: 150, lb02: 100 }, advert_interval: 200ms, addresses: [ 192.0.2.80/24 ], track: { bfd: [ upstream ] } }
              lowered: { interface: eth0, virtual_router_id: 52, priority: { lb01: 150, lb02: 100 }, advert_interval: 200ms, addresses: [ 192.0.2.81/24 ], track: { bfd: [ { name: upstream, weight: -60 } ] } }
            services:
              web: { address: "tcp://192.0.2.80:80", forwarding: nat, servers: [ { address: 192.0.2.1 } ], check: { bfd: upstream, interval: 100ms, timeout: 50ms } }
            """);
        using RunningDirector router = new(_hosts.Watcher, upstream, "gw", Path.Combine(_hosts.Folder, "gw"), []);
        RunningDirector first = _hosts.Start("lb01");
        WaitFor(first, "faulted master 150, lowered master 150");
        RunningDirector second = _hosts.Start("lb02");
        WaitFor(second, "faulted backup 100, lowered backup 100");

        Nft("add table inet cut; add chain inet cut in { type filter hook input priority -400; }; add rule inet cut in udp dport 3784 drop");

        WaitFor(first, "faulted fault 150, lowered backup 90");
        WaitFor(second, "faulted master 100, lowered master 100");
        first.WaitForLog("track bfd upstream is down");
        first.WaitForLog("is down: BFD session upstream is down");
        Assert.Equal("track_down", first.Report().Routers[0].Reason);
        Wait.Until(() => first.Status()?.Tracks.Single().Value == "down", "the track to be shown as down", () => first.Log);

        Nft("delete table inet cut");
        WaitFor(first, "faulted master 150, lowered master 150");
        WaitFor(second, "faulted backup 100, lowered backup 100");
    }

    /// <summary>The server speaks BFD by the program most do: what the session says is the server's verdict.</summary>
    [FrrFact]
    public void A_check_follows_the_bfd_daemon_of_its_server()
    {
        File.WriteAllText(_hosts.ConfigPath, """
            directors:
              lb01: { address: 192.0.2.11 }
            bfd:
              rack: { interface: eth0, interval: 100ms, multiplier: 20, peer: 192.0.2.12 }
            services:
              web: { address: "tcp://192.0.2.80:80", forwarding: nat, servers: [ { address: 192.0.2.12 } ], check: { bfd: rack, interval: 100ms, timeout: 50ms } }
            """);
        const string Peer = "peer 192.0.2.11 interface eth0\n detect-multiplier 20\n receive-interval 100\n transmit-interval 100\n";
        RunningDirector director;
        using (Bfdd server = new(_hosts.Second, Peer))
        {
            director = _hosts.Start("lb01");
            WaitForVerdict(director, "up");
            server.Kill();
            WaitForVerdict(director, "down");
            director.WaitForLog("is down: BFD session rack is down");
        }
        using (Bfdd again = new(_hosts.Second, Peer)) WaitForVerdict(director, "up");
    }

    /// <summary>As beside another BFD daemon: the session is down and says why, all else goes on, and it comes up by itself when the port is free.</summary>
    [RootFact]
    public void A_port_that_another_program_has_is_a_condition_until_it_is_free()
    {
        _hosts.Configure("200ms", more: "bfd: peer", rest: "bfd: { peer: { interface: eth0, interval: 100ms, multiplier: 20 } }");
        using Socket other = WatchedHosts.Inside(_hosts.First, () =>
        {
            Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Any, 3784));
            return socket;
        });
        (RunningDirector master, RunningDirector backup) = _hosts.StartBoth();
        Wait.Until(() => Refused(master) is not null, "the condition", () => master.Log);
        Assert.Equal("peer", Refused(master)!.Subject);
        Assert.Contains("UDP port 3784", Refused(master)!.Message, StringComparison.Ordinal);
        Wait.Until(() => Session(backup) is { State: "down" or "init", Sent: > 1 }, "lb02 to call in vain", () => backup.Log);
        Assert.Null(Refused(backup));

        other.Dispose();
        foreach (RunningDirector director in (RunningDirector[])[master, backup])
            Wait.Until(() => Session(director) is { State: "up" }, "the session to come up", () => director.Log);
        Wait.Until(() => Refused(master) is null, "the end of the condition", () => master.Log);
        master.WaitForLog("condition bfd-port-unavailable (peer) is over");
        Assert.Equal(1, master.Report().Routers[0].Counters.BecameMaster);
        Assert.Equal(0, backup.Report().Routers[0].Counters.BecameMaster);
    }

    public void Dispose() => _hosts.Dispose();

    private static void WaitForVerdict(RunningDirector director, string wanted) =>
        Wait.Until(() => director.Status()?.Services[0].Servers[0].Verdict == wanted, $"the server {wanted}", () => director.Log);

    private static SessionReport? Session(RunningDirector director) => director.Status()?.Sessions[0];

    private static ConditionReport? Refused(RunningDirector director) =>
        director.Report().Conditions.FirstOrDefault(condition => condition.Name == "bfd-port-unavailable");

    private static void WaitFor(RunningDirector director, string wanted) => Wait.Until(
        () => string.Join(", ", director.Status()?.Routers.Select(router => $"{router.Name} {router.State} {router.EffectivePriority}") ?? []) == wanted, wanted, () => director.Log);

    private void Nft(string arguments) => Assert.Equal((0, ""), WatchedHosts.Nft(_hosts.First, arguments));
}
