using System.Net;
using System.Net.Sockets;
using HaDirector.Control;
using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>What is known of servers outlives the director process, and the director.</summary>
public sealed class StateTests : IDisposable
{
    // The interval is so long that every word after a restart is one from before it.
    private const string Services = """
        services:
          web:
            address: tcp://192.0.2.99:80
            forwarding: nat
            check: { tcp: {}, interval: 1h, timeout: 1s }
            servers: [ { address: "192.0.2.12:8080" }, { address: "192.0.2.12:8081" } ]
        """;

    private readonly TwoHosts _hosts = new();

    [RootFact]
    public void Verdicts_and_commands_outlive_the_director_process_and_the_director()
    {
        using TcpListener server = TwoHosts.Inside(_hosts.Second, () =>
        {
            TcpListener listener = new(IPAddress.Parse("192.0.2.12"), 8080);
            listener.Start();
            return listener;
        });
        _hosts.Configure(rest: Services);
        string folder = Path.Combine(_hosts.Folder, "lb01"), saved = Path.Combine(folder, "checks.json");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "commands"), "maintenance 192.0.2.12:8081 - web\nno command at all\n");

        RunningDirector director = _hosts.Start("lb01");
        Verdicts(director, "up", "down");
        director.WaitForLog("server 192.0.2.12:8081 of web: maintenance by command of before");
        Wait.Until(() => File.Exists(saved) && File.ReadAllText(saved) is var text && text.Contains("\"up\"", StringComparison.Ordinal)
            && text.Contains("\"down\"", StringComparison.Ordinal), "the saved verdicts", () => director.Log);
        server.Stop(); // what is up from here on is remembered

        int dead = director.DirectorProcess;
        RunningDirector.Signal(dead, "KILL");
        director.WaitForLog("2 of 2 checks begin with what was known before");
        Wait.Until(() => director.DirectorProcess is not 0 and { } next && next != dead && director.Status() is not null, "the next process", () => director.Log);
        Verdicts(director, "up", "down");

        RunningDirector.Signal(director.VrrpProcess, "TERM");
        Assert.Equal(0, director.WaitForEnd());
        File.WriteAllText(saved, File.ReadAllText(saved)[..^20]); // damaged: no end, a new beginning
        RunningDirector another = _hosts.Start("lb01");
        another.WaitForLog("the saved verdicts are of no use");
        another.WaitForLog("server 192.0.2.12:8081 of web: maintenance by command of before");
        Verdicts(another, "down", "down");
    }

    public void Dispose() => _hosts.Dispose();

    private static void Verdicts(RunningDirector director, params string[] expected) =>
        Wait.Until(() => director.Status()?.Services is [ServiceReport web] && web.Servers.Select(server => server.Verdict).SequenceEqual(expected), string.Join(' ', expected), () => director.Log);
}
