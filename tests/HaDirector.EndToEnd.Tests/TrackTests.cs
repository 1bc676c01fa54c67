using System.Diagnostics;
using HaDirector.Control;
using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>What routers track moves them or faults them, on the director where it happens and no other.</summary>
public sealed class TrackTests : IDisposable
{
    private readonly TwoHosts _hosts = new();

    private string Folder => _hosts.Folder;

    [RootFact]
    public void What_a_host_has_lost_faults_its_router_and_the_other_director_takes_over()
    {
        foreach (string host in Hosts)
        {
            AddUplink(host, "up0");
            Shell.Ip($"-n {host} route add 198.51.100.0/24 dev eth0");
            Shell.Ip($"-n {host} addr add 203.0.113.7/32 dev lo");
        }

        foreach (string name in (string[])["lb01", "lb02"]) File.WriteAllText(Path.Combine(Folder, name + ".here"), "");
        Configure(
            """
              scripts:
                there: { command: [ /bin/sh, -c, "test -e FOLDER/$HADIRECTOR_DIRECTOR.here" ], interval: 2s, timeout: 2s }
            """,
            Router("iface", 61, "interfaces: [ up0 ]"),
            Router("chain", 62, "routers: [ iface ]"),
            Router("route", 63, "routes: [ 198.51.100.0/24 ]"),
            Router("source", 64, "source_addresses: [ 203.0.113.7 ]"),
            Router("script", 65, "scripts: [ there ]"),
            Router("reversed", 66, "scripts: [ { name: there, weight: 20, reverse: true } ]"));
        (RunningDirector first, RunningDirector second) = _hosts.StartBoth();
        All(first, "master");

        Lose(first, second, $"-n {_hosts.First} link set p-up0 down", $"-n {_hosts.First} link set p-up0 up", "iface", "chain");
        Lose(first, second, $"-n {_hosts.First} route del 198.51.100.0/24 dev eth0", $"-n {_hosts.First} route add 198.51.100.0/24 dev eth0", "route");
        Lose(first, second, $"-n {_hosts.First} addr del 203.0.113.7/32 dev lo", $"-n {_hosts.First} addr add 203.0.113.7/32 dev lo", "source");

        File.Delete(Path.Combine(Folder, "lb01.here"));
        Taken(first, second, "script");
        Priority(first, "reversed", 170);
        first.WaitForLog("track script there is down: exit code 1");
        Assert.Equal("exit code 1", first.Report().Tracks.Single(track => track.Name == "script there").Detail);
        File.WriteAllText(Path.Combine(Folder, "lb01.here"), "");
        All(first, "master");
        Priority(first, "reversed", 150);

        // keepalived's defect 6.10 (2): a reload that changes nothing turns a reversed weight around.
        long reloads = first.Report().Reloads.Applied;
        RunningDirector.Signal(first.VrrpProcess, "HUP");
        Wait.Until(() => first.Status()?.Reloads.Applied == reloads + 1, "the reload", () => first.Log);
        RouterReport[] after = [.. first.Report().Routers];
        Priority(first, "reversed", 150);
        All(first, "master");
        Assert.Equal(after.Select(router => router.Counters.BecameMaster), first.Report().Routers.Select(router => router.Counters.BecameMaster));

        // The director process dies: what it saw last holds until its successor looks.
        RunningDirector.Signal(first.DirectorProcess, "KILL");
        Wait.Until(() => first.Status()?.Tracks.All(track => track.Value == "up") == true, "the next director process", () => first.Log);
        Assert.Equal(after.Select(router => router.State), first.Report().Routers.Select(router => router.State));
        Assert.Equal(after.Select(router => router.Counters.BecameMaster), first.Report().Routers.Select(router => router.Counters.BecameMaster));

        // It stands still: after ten seconds nobody knows any more, and that counts as down.
        int director = first.DirectorProcess;
        RunningDirector.Signal(director, "STOP");
        Wait.Until(() => Of(second, "script")?.State == "master", "lb02 to take over from who cannot say", () => second.Log);
        Assert.Equal("backup", Of(second, "iface")!.State);
        RunningDirector.Signal(director, "KILL");
    }

    [RootFact]
    public void Files_processes_and_services_move_the_priority()
    {
        string program = Path.Combine(Folder, "tracked" + Guid.NewGuid().ToString("N")[..6]);
        File.Copy("/bin/sleep", program);
        using Process process = Process.Start(program, "1000");
        try
        {
            string tune = Path.Combine(Folder, "tune");
            File.WriteAllText(tune, "5\n");
            Configure(
                $$"""
                  files: { tune: { path: {{tune}} } }
                  processes: { sleeper: { process: {{Path.GetFileName(program)}} } }
                """,
                """
                control: { metrics: { lb01: 192.0.2.11:9100, lb02: 192.0.2.12:9100 } }
                services:
                  peer:
                    address: tcp://192.0.2.99:80
                    forwarding: nat
                    servers: [ { address: "192.0.2.12:9100" } ]
                    check: { tcp: {}, interval: 2s, timeout: 2s, rise: 1, fall: 2 }
                """,
                Router("file", 61, "files: [ { name: tune, weight: 3 } ]"),
                Router("process", 62, "processes: [ { name: sleeper, weight: -60 } ]"),
                Router("service", 63, "services: [ { name: peer, weight: 30 } ]"));
            (RunningDirector first, RunningDirector second) = _hosts.StartBoth();
            Priority(first, "file", 165);
            Priority(first, "process", 150);
            Priority(first, "service", 180);

            File.WriteAllText(tune + ".new", "-7");
            File.Move(tune + ".new", tune, overwrite: true);
            Priority(first, "file", 129);
            File.Delete(tune);
            Priority(first, "file", 150);
            File.WriteAllText(tune, "99999999999999999999 or so");
            Wait.Until(() => first.Status()?.Tracks.Single(track => track.Kind == "file").Value == "0", "no number", () => first.Log);

            process.Kill();
            process.WaitForExit();
            Priority(first, "process", 90);
            Assert.Contains("hadirector_track_up{track=\"process sleeper\",kind=\"process\"} 0", first.Metrics(), StringComparison.Ordinal);

            RunningDirector.Signal(second.VrrpProcess, "TERM");
            Priority(first, "service", 150);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    /// <summary>Scripts that hang, flood their output, vanish, or may not be run: down with a reason, never open, and nothing of them stays.</summary>
    [RootFact]
    public void Bad_scripts_fault_their_router_and_harm_nobody_else()
    {
        File.SetUnixFileMode(Folder, (UnixFileMode)0b111_101_101);
        string vanishing = Path.Combine(Folder, "vanishing"), mark = $"{Random.Shared.Next(1_000_000, 9_999_999)}";
        foreach (string path in (string[])[vanishing, Path.Combine(Folder, "writable")])
        {
            File.WriteAllText(path, "#!/bin/sh\nexit 0\n");
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }

        Configure(
            $$"""
              scripts:
                hangs: { command: [ /bin/sh, -c, "sleep {{mark}} & sleep {{mark}}" ], interval: 300ms, timeout: 200ms }
                floods: { command: [ /bin/sh, -c, "echo first; while :; do echo {{mark}}; done" ], interval: 2s, timeout: 1s }
                floods_well: { command: [ /bin/sh, -c, "head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2" ], interval: 10s, timeout: 10s }
                missing: { command: [ FOLDER/nowhere ] }
                writable: { command: [ FOLDER/writable ] }
                stranger: { command: [ /bin/true ], user: nosuchuser }
                nobody: { command: [ /bin/sh, -c, "id -un; test $(id -u) -ne 0" ], user: nobody, interval: 10s, timeout: 10s }
                merged_usr: { command: [ /bin/true ], interval: 10s, timeout: 10s }
            """,
            [.. Names.Select((name, i) => Router(name, 61 + i, $"scripts: [ {name} ]"))]);
        RunningDirector first = _hosts.Start("lb01");
        foreach (string good in (string[])["web", "floods_well", "nobody", "merged_usr"])
            Wait.Until(() => Of(first, good)?.State == "master", $"{good} to be master", () => first.Log);
        foreach (string bad in (string[])["hangs", "floods", "missing", "writable", "stranger"])
            Wait.Until(() => Of(first, bad)?.State == "fault", $"{bad} to be in fault", () => first.Log);

        Wait.Until(() => Detail(first, "floods").EndsWith(": first", StringComparison.Ordinal), "what the flood began with", () => first.Log);
        Wait.Until(() => Detail(first, "hangs").StartsWith("did not end within 200ms", StringComparison.Ordinal), "the timeout", () => first.Log);
        Assert.Equal("exit code 0: nobody", Detail(first, "nobody"));
        Assert.Equal(
            ["missing", "stranger", "writable"],
            first.Report().Conditions.Where(c => c.Name == "track-cannot-run").Select(c => c.Subject["script ".Length..]).Order(StringComparer.Ordinal));
        Assert.Contains("no user nosuchuser", Detail(first, "stranger"), StringComparison.Ordinal);
        Assert.Contains("would run as root", Detail(first, "writable"), StringComparison.Ordinal);

        // A script that could be run and vanishes closes, too; and comes back.
        Configure($"  scripts: {{ vanishing: {{ command: [ {vanishing} ], user: root, interval: 2s, timeout: 2s }} }}", Router("vanishing", 61, "scripts: [ vanishing ]"));
        RunningDirector.Signal(first.VrrpProcess, "HUP");
        Wait.Until(() => Of(first, "vanishing")?.State == "fault", "the refusal of a path that others can write", () => first.Log);
        Wait.Until(() => Shell.Run("pgrep", ["-f", "sleep " + mark]).Code != 0, "nothing of the script that hangs to be left", () => first.Log);

        first.Status();
        Configure($"  scripts: {{ vanishing: {{ command: [ {vanishing} ], user: nobody, interval: 2s, timeout: 2s }} }}", Router("vanishing", 61, "scripts: [ vanishing ]"));
        RunningDirector.Signal(first.VrrpProcess, "HUP");
        Wait.Until(() => Of(first, "vanishing")?.State == "master", "a script of another user to be run from there", () => first.Log);
        File.Delete(vanishing);
        Wait.Until(() => Of(first, "vanishing")?.State == "fault", "the end of what vanished", () => first.Log);
        Assert.Equal(0, first.Report().VrrpProcess!.Collections);
    }

    /// <summary>keepalived 2.3's defect 6.10 (1): of two unweighted interfaces that are down one returns, and the instance is taken for well.</summary>
    [RootFact]
    public void A_group_stays_in_fault_until_the_last_of_its_interfaces_is_back()
    {
        foreach (string host in Hosts)
        {
            foreach (string name in (string[])["up0", "up1"]) AddUplink(host, name);
        }

        Configure("", "sync_groups: { pair: [ web, other ] }", Router("other", 61, "interfaces: [ up0, up1 ]"));
        (RunningDirector first, RunningDirector second) = _hosts.StartBoth();
        All(first, "master");
        foreach (string name in (string[])["up0", "up1"]) Shell.Ip($"-n {_hosts.First} link set {name} down");
        All(first, "fault");
        All(second, "master");

        Shell.Ip($"-n {_hosts.First} link set up0 up");
        Wait.Until(() => first.Log.Contains("track interface up0 is up", StringComparison.Ordinal), "the return of one", () => first.Log);
        All(first, "fault");
        Shell.Ip($"-n {_hosts.First} link set up1 up");
        All(first, "master");
        All(second, "backup");
    }

    public void Dispose() => _hosts.Dispose();

    private static string[] Names => ["hangs", "floods", "floods_well", "missing", "writable", "stranger", "nobody", "merged_usr"];

    private string[] Hosts => [_hosts.First, _hosts.Second];

    // With its other end, p-NAME.
    private static void AddUplink(string host, string name)
    {
        Shell.Ip($"-n {host} link add {name} type veth peer name p-{name}");
        Shell.Ip($"-n {host} link set {name} up");
        Shell.Ip($"-n {host} link set p-{name} up");
    }

    private static string Router(string name, int id, string track) =>
        $$"""
          {{name}}:
            interface: eth0
            virtual_router_id: {{id}}
            priority: { lb01: 150, lb02: 100 }
            advert_interval: 200ms
            addresses: [ 192.0.2.{{id + 100}}/24 ]
            track: { {{track}} }
        """;

    private void Configure(string tracks, params string[] parts)
    {
        string routers = string.Join('\n', parts.Where(part => part.Contains("track: {", StringComparison.Ordinal)).Select(part => "  " + part.TrimStart()));
        string rest = string.Join('\n', parts.Where(part => !part.Contains("track: {", StringComparison.Ordinal)));
        _hosts.Configure(more: routers, rest: (tracks.Length > 0 ? "tracks:\n" + tracks + "\n" : "") + rest);
        File.WriteAllText(_hosts.ConfigPath, File.ReadAllText(_hosts.ConfigPath).Replace("FOLDER", Folder, StringComparison.Ordinal));
    }

    private static RouterReport? Of(RunningDirector director, string router) => director.Status()?.Routers.FirstOrDefault(r => r.Name == router);

    private static string Detail(RunningDirector director, string script) =>
        director.Status()?.Tracks.FirstOrDefault(track => track.Name == "script " + script)?.Detail ?? "";

    private static void All(RunningDirector director, string state) =>
        Wait.Until(() => director.Status()?.Routers.All(router => router.State == state) == true, $"every router to be {state}", () => director.Log);

    private static void Priority(RunningDirector director, string router, int priority) =>
        Wait.Until(() => Of(director, router)?.EffectivePriority == priority, $"priority {priority} of {router}", () => director.Log);

    private static void Taken(RunningDirector first, RunningDirector second, params string[] routers)
    {
        foreach (string router in routers)
        {
            Wait.Until(() => Of(first, router) is { State: "fault", Reason: "track_down" }, $"{router} to be in fault", () => first.Log);
            Wait.Until(() => Of(second, router)?.State == "master", $"{router} to be taken over", () => second.Log);
        }

        foreach (RouterReport other in second.Report().Routers.Where(router => !routers.Contains(router.Name))) Assert.Equal("backup", other.State);
    }

    private static void Lose(RunningDirector first, RunningDirector second, string lose, string find, params string[] routers)
    {
        Shell.Ip(lose);
        Taken(first, second, routers);
        Shell.Ip(find);
        All(first, "master");
        All(second, "backup");
    }
}
