using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HaDirector.Control;
using HaDirector.EndToEnd.Tests.Support;
using HaDirector.Linux;

namespace HaDirector.EndToEnd.Tests;

/// <summary>
/// Reload upon reload of a file in which something else changes: the checks go on as if nothing had happened, and nothing is left behind.
/// HADIRECTOR_RELOADS=10000 makes so many of them.
/// </summary>
public sealed class ReloadEnduranceTests : IDisposable
{
    private const int WarmUp = 10; // what is made at the first reloads and then stays
    private static readonly int Reloads = int.TryParse(Environment.GetEnvironmentVariable("HADIRECTOR_RELOADS"), NumberStyles.None, CultureInfo.InvariantCulture, out int reloads) ? reloads : 60;

    private readonly TwoHosts _hosts = new();
    private readonly List<TcpListener> _servers = [];

    [RootFact]
    public void No_verdict_moves_no_try_is_lost_and_nothing_leaks()
    {
        foreach (int port in (int[])[8080, 8082, 8083, 9000]) _servers.Add(Listen(port));
        _ = GreetAsync(_servers[2]);
        Configure(0);
        RunningDirector director = _hosts.Start("lb01");
        Wait.Until(() => director.Status()?.Probing is { Checks: 6, Awaited: 0 }, "a result of every check", () => director.Log);
        (int code, string said) = Shell.Run(RunningDirector.Executable, ["server", "drain", "web", "192.0.2.12:8082", "--for", "10h", "--socket", director.ControlSocket]);
        Assert.True(code == 0, said);

        for (int i = 1; i <= WarmUp; i++) Reload(director, i);
        Resources before = Resources.MostOf(director);
        CheckDetail[] checks = Checks(director);
        ServerDetail drained = Drained(director);
        Assert.Equal(("drain", "command", "draining"), (drained.Mode, drained.ModeBy, drained.Role));
        string log = director.Log;

        for (int i = WarmUp + 1; i <= WarmUp + Reloads; i++) Reload(director, i);

        CheckDetail[] after = Checks(director);
        Assert.Equal(
            [("8080", "up"), ("8081", "down"), ("8082", "up"), ("8083", "up"), ("script", "up")],
            after.Select(check => (check.Kind == "script" ? "script" : check.Target.Split(':')[^1], check.Verdict)));
        foreach ((CheckDetail now, CheckDetail then) in after.Zip(checks))
        {
            Assert.Equal(then.History!.Select(change => change.To), now.History!.Select(change => change.To)); // one each: the first result
            Assert.Equal((then.Kind, then.Target), (now.Kind, now.Target));
            Assert.True(now.Tries > then.Tries, $"{now.Kind} {now.Target}: {then.Tries} tries then, {now.Tries} now");
        }
        ServerDetail still = Drained(director);
        Assert.Equal((drained.Mode, drained.ModeBy, drained.Role, drained.DesiredWeight), (still.Mode, still.ModeBy, still.Role, still.DesiredWeight));
        Assert.True(still.RoleEndsSeconds < drained.RoleEndsSeconds, $"the drain began anew: {drained.RoleEndsSeconds}, {still.RoleEndsSeconds}");
        Assert.DoesNotContain(director.Log[log.Length..].Split('\n'), line => line.Contains(" of web is ", StringComparison.Ordinal) || line.Contains(" of slow is ", StringComparison.Ordinal));

        Snapshot report = director.Report();
        long begun = report.Probing!.Lateness.Counts.Sum(), ended = report.Probing.Kinds.Sum(kind => kind.Results.Values.Sum());
        Assert.Equal(begun - report.Probing.Running, ended);
        Assert.Equal((WarmUp + Reloads, 0L), (report.Reloads.Applied, report.Reloads.Refused));
        Assert.DoesNotContain(report.Conditions, condition => condition is { Name: "service-empty", Subject: "web" or "slow" } or { Name: "reload-refused" or "mass-failure" });

        // At any moment some tries are under way; what leaked would never be gone.
        Resources left = default;
        Wait.Until(() => (left = Resources.Of(director)).Fits(before), () => $"there were {before}, and there are {left}\n{director.Log[^Math.Min(2000, director.Log.Length)..]}");
    }

    public void Dispose()
    {
        foreach (TcpListener server in _servers) server.Stop();
        _hosts.Dispose();
    }

    // Each reload changes another service: a weight, and every other time a server, a service and a check that come and go.
    private void Configure(int number) => _hosts.Configure(rest: $$"""
        services:
          web:
            address: tcp://192.0.2.80:80
            scheduler: wrr
            forwarding: nat
            drain: 20h
            check: { tcp: {}, interval: 200ms, timeout: 150ms, fall: 100 }
            servers:
              - { address: "192.0.2.12:8080" }
              - { address: "192.0.2.12:8081" }
              - { address: "192.0.2.12:8082" }
          slow:
            address: tcp://192.0.2.80:81
            forwarding: nat
            servers:
              - { address: "192.0.2.12:8083", check: { tcp: { expect: hello }, interval: 500ms, timeout: 450ms, fall: 100 } }
              - { address: "192.0.2.12:8084", check: { script: { command: [ /bin/sleep, '0.05' ] }, interval: 1s, timeout: 900ms, fall: 100 } }
          other:
            address: tcp://192.0.2.80:82
            forwarding: nat
            servers: [ { address: "192.0.2.12:9000", weight: {{(number % 100) + 1}}, check: { tcp: {}, interval: {{200 + (number % 2)}}ms, timeout: 150ms } } ]
        {{(number % 2 == 0 ? "" : """
          more:
            address: tcp://192.0.2.80:83
            forwarding: nat
            servers: [ { address: "192.0.2.12:9001", check: { http: { path: / }, interval: 200ms, timeout: 150ms } } ]
        """)}}
        """);

    private void Reload(RunningDirector director, int number)
    {
        Configure(number);
        RunningDirector.Signal(director.VrrpProcess, "HUP");
        Wait.Until(() => director.Status()?.Reloads.Applied == number, $"reload {number}", () => director.Log);
    }

    private static CheckDetail[] Checks(RunningDirector director) =>
    [
        .. All(director, "/checks?service=web&history=true"),
        .. All(director, "/checks?service=slow&history=true"),
    ];

    private static IEnumerable<CheckDetail> All(RunningDirector director, string path)
    {
        Assert.True(UnixHttp.TryGet(director.ControlSocket, path, TimeSpan.FromSeconds(20), out byte[] body, out string reason), reason);
        return ControlJson.TryReadChecks(body, out reason)?.Checks ?? throw new InvalidDataException(reason);
    }

    private static ServerDetail Drained(RunningDirector director)
    {
        Assert.True(UnixHttp.TryGet(director.ControlSocket, "/servers", TimeSpan.FromSeconds(20), out byte[] body, out string reason), reason);
        return ControlJson.TryReadServers(body, out reason)!.Servers.Single(server => server.Server == "192.0.2.12:8082");
    }

    private TcpListener Listen(int port) => TwoHosts.Inside(_hosts.Second, () =>
    {
        TcpListener listener = new(IPAddress.Parse("192.0.2.12"), port);
        listener.Start(256);
        return listener;
    });

    // Slow enough that a reload meets tries that wait.
    private static async Task GreetAsync(TcpListener listener)
    {
        try
        {
            while (true) _ = GreetAsync(await listener.AcceptSocketAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The end of the test.
        }
    }

    private static async Task GreetAsync(Socket client)
    {
        using (client)
        {
            try
            {
                await Task.Delay(50);
                await client.SendAsync("hello\n"u8.ToArray());
            }
            catch (SocketException)
            {
                // It did not wait.
            }
        }
    }

    /// <summary>What a director holds of the kernel.</summary>
    private readonly record struct Resources(int Descriptors, int Sockets, int VrrpDescriptors, int Children, int Threads)
    {
        public static Resources Of(RunningDirector director)
        {
            string[] targets = [.. Targets(director.DirectorProcess)];
            return new Resources(
                targets.Length, targets.Count(target => target.StartsWith("socket:", StringComparison.Ordinal)), Targets(director.VrrpProcess).Count(),
                Directory.GetDirectories($"/proc/{director.DirectorProcess}/task").Sum(ChildrenOf),
                Directory.GetDirectories($"/proc/{director.DirectorProcess}/task").Length);
        }

        /// <summary>The most of each that is seen in two seconds: tries come and go.</summary>
        public static Resources MostOf(RunningDirector director)
        {
            Resources most = default;
            for (int i = 0; i < 40; i++)
            {
                Resources seen = Of(director);
                most = new Resources(
                    Math.Max(most.Descriptors, seen.Descriptors), Math.Max(most.Sockets, seen.Sockets), Math.Max(most.VrrpDescriptors, seen.VrrpDescriptors),
                    Math.Max(most.Children, seen.Children), Math.Max(most.Threads, seen.Threads));
                Thread.Sleep(50);
            }
            return most;
        }

        // The thread pool of a busy machine grows and shrinks by itself.
        public bool Fits(Resources bound) =>
            Descriptors <= bound.Descriptors && Sockets <= bound.Sockets && VrrpDescriptors <= bound.VrrpDescriptors && Children <= bound.Children && Threads <= bound.Threads + 16;

        private static int ChildrenOf(string task)
        {
            try
            {
                return File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
            }
            catch (IOException)
            {
                return 0; // the thread ended meanwhile
            }
        }

        private static IEnumerable<string> Targets(int process)
        {
            foreach (string link in Directory.EnumerateFileSystemEntries($"/proc/{process}/fd"))
            {
                string? target = null;
                try
                {
                    target = new FileInfo(link).LinkTarget;
                }
                catch (IOException)
                {
                    // It was closed meanwhile.
                }
                if (target is not null) yield return target;
            }
        }
    }
}
