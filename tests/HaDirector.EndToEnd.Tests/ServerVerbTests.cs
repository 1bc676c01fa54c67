using HaDirector.Control;
using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>A whole director and the verbs people ask it with: checks, server list, server drain and back.</summary>
public sealed class ServerVerbTests : IDisposable
{
    private const string Services = """
        services:
          web:
            address: tcp://192.0.2.80:80
            scheduler: wrr
            forwarding: nat
            check: { tcp: {}, interval: 200ms, timeout: 150ms }
            servers:
              - { address: "127.0.0.1:8001", weight: 3, check: { file: FILE } }
              - { address: "127.0.0.1:8002" }
          api:
            address: tcp://192.0.2.80:81
            forwarding: nat
            sorry_server: { address: "127.0.0.1:8009" }
            servers: [ { address: "127.0.0.1:8002", check: { tcp: {}, interval: 200ms, timeout: 150ms } } ]
        """;

    private readonly TwoHosts _hosts = new();

    [RootFact]
    public void A_drained_server_loses_its_weight_and_gets_it_back()
    {
        RunningDirector director = Start();
        Wait.Until(() => Server(director) is { Role: "serving", DesiredWeight: 3 }, "the server in service", () => director.Log);

        (int code, string said) = Verb(director, "server", "drain", "web", "127.0.0.1:8001", "--for", "30m");
        Assert.Equal((0, "server 127.0.0.1:8001 of web drains for 30m: no new connections, those it has go on\n"), (code, said));
        Wait.Until(() => Server(director) is { Mode: "drain", DesiredWeight: null or 0 }, "weight 0", () => director.Log);
        Assert.Contains("drain by command, 29m", Verb(director, "server", "list", "--service", "web").Output, StringComparison.Ordinal);
        director.WaitForLog("drain");
        Assert.True(HaDirector.Linux.UnixHttp.TryGet(director.ControlSocket, "/servers?limit=1", TimeSpan.FromSeconds(20), out byte[] body, out string reason), reason);
        ServerList? first = ControlJson.TryReadServers(body, out reason);
        Assert.Equal("127.0.0.1:8001", Assert.Single(first!.Servers).Server);
        Assert.Equal(4, first.Matching); // two services, one server shared, one sorry server

        (code, said) = Verb(director, "server", "ready", "web", "127.0.0.1:8001");
        Assert.Equal((0, "server 127.0.0.1:8001 of web takes part again as its checks say\n"), (code, said));
        Wait.Until(() => Server(director) is { Role: "serving", Mode: "ready", DesiredWeight: 3 }, "the weight again", () => director.Log);

        Assert.Equal(
            (1, "hadirector server: there is no service 'wep' (did you mean 'web'?)\n"), Verb(director, "server", "drain", "wep", "127.0.0.1"));
        Assert.Equal(
            (1, "hadirector server: service 'web' has no server '127.0.0.1:8003' (did you mean '127.0.0.1:8001'?)\n"),
            Verb(director, "server", "drain", "web", "127.0.0.1:8003"));
        Assert.Contains("say which of 127.0.0.1:8001, 127.0.0.1:8002", Verb(director, "server", "drain", "web", "127.0.0.1").Output, StringComparison.Ordinal);
        Wait.Until(() => Sorry(director).StartsWith("sorry", StringComparison.Ordinal), "the sorry server to answer", () => director.Log);
        Assert.Equal(0, Verb(director, "server", "maintenance", "api", "127.0.0.1:8009").Code);
        Wait.Until(() => Sorry(director) == "drained maintenance", "the sorry server's rest", () => Sorry(director) + director.Log);
        Assert.Contains("no duration", Verb(director, "server", "drain", "web", "127.0.0.1:8001", "--for", "soon").Output, StringComparison.Ordinal);
    }

    [RootFact]
    public void Checks_show_what_each_concludes_why_and_for_whom()
    {
        RunningDirector director = Start();
        Wait.Until(() => Verb(director, "checks", "--verdict", "unknown").Output == "no checks\n", "a result of every check", () => director.Log);

        string all = Verb(director, "checks").Output;
        Assert.Matches(@"\| file \| 127\.0\.0\.1 +\| up ", all);
        Assert.Matches(@"\| tcp  \| 127\.0\.0\.1:8002 \| down .* refused.* \| web, api", all); // services share it
        Assert.DoesNotContain("file", Verb(director, "checks", "--service", "api").Output, StringComparison.Ordinal);

        File.Delete(Flag);
        Wait.Until(() => Verb(director, "checks", "--server", "127.0.0.1:8001", "--verdict", "down").Output.Contains("file", StringComparison.Ordinal), "the server down", () => director.Log);
        string history = Verb(director, "checks", "--history", "127.0.0.1:8001").Output;
        Assert.Matches(@"^file 127\.0\.0\.1 of web: down\n  .* unknown -> up: .*\n  .* up -> down: .*\n$", history);

        Assert.True(HaDirector.Linux.UnixHttp.TryGet(director.ControlSocket, "/checks?service=web", TimeSpan.FromSeconds(20), out byte[] body, out string reason), reason);
        CheckList? list = ControlJson.TryReadChecks(body, out reason);
        Assert.Equal(["file", "tcp"], list!.Checks.Select(check => check.Kind));
        string metrics = director.Metrics();
        Assert.Contains("hadirector_check_results_total{kind=\"tcp\",outcome=\"refused\"}", metrics, StringComparison.Ordinal);
        Assert.Contains("hadirector_check_duration_seconds_bucket{kind=\"file\",le=\"+Inf\"}", metrics, StringComparison.Ordinal);
        Assert.Contains("hadirector_service_quorum{service=\"api\"} 0", metrics, StringComparison.Ordinal);
    }

    public void Dispose() => _hosts.Dispose();

    private string Flag => Path.Combine(_hosts.Folder, "good");

    private RunningDirector Start()
    {
        File.WriteAllText(Flag, "");
        _hosts.Configure(rest: Services.Replace("FILE", Flag, StringComparison.Ordinal));
        RunningDirector director = _hosts.Start("lb01");
        _ = director.Report();
        return director;
    }

    // What the sorry server does, and what is asked of it.
    private static string Sorry(RunningDirector director)
    {
        Assert.True(HaDirector.Linux.UnixHttp.TryGet(director.ControlSocket, "/servers?service=api", TimeSpan.FromSeconds(20), out byte[] body, out string reason), reason);
        return ControlJson.TryReadServers(body, out reason)!.Servers.LastOrDefault(server => server.Server == "127.0.0.1:8009") is { } sorry ? $"{sorry.Role} {sorry.Mode}" : "";
    }

    private static (int Code, string Output) Verb(RunningDirector director, params string[] words) =>
        Shell.Run(RunningDirector.Executable, [.. words, "--socket", director.ControlSocket]);

    private static ServerReport Server(RunningDirector director) => director.Report().Services[0].Servers[0];
}
