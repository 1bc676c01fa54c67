using System.Net;
using System.Net.Sockets;
using HaDirector.Control;
using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>A server that is worked on takes no new connections, keeps those it has until the deadline, and comes back.</summary>
[Trait("lab", "guest")]
public sealed class DrainTests : IDisposable
{
    private readonly TwoHosts _hosts = new();

    [IpvsFact]
    public void A_drained_server_leaves_at_its_deadline_though_it_has_a_connection()
    {
        string folder = Path.Combine(_hosts.Folder, "maintenance"), file = Path.Combine(folder, "192.0.2.12:8080");
        Directory.CreateDirectory(folder);
        using TcpListener server = Listen(8080), other = Listen(8081);
        _hosts.Configure(rest: $$"""
            services:
              web:
                address: tcp://192.0.2.80:80
                scheduler: rr
                forwarding: nat
                drain: 8s
                check: { tcp: {}, interval: 1s, timeout: 900ms }
                servers: [ { address: "192.0.2.12:8080" }, { address: "192.0.2.12:8081" } ]
            maintenance_folder: {{folder}}
            """);
        RunningDirector director = _hosts.Start("lb01");
        director.WaitForState("master");
        Servers(director, (1, true), (1, true));

        // Both servers get one: the scheduler goes round.
        using TcpClient first = Connect(), second = Connect();
        Wait.Until(() => Web(director)?.Servers.All(s => s.ActiveConnections == 1) == true, "a connection on each", () => director.Log);

        File.WriteAllText(file, "");
        director.WaitForLog("192.0.2.12:8080 has come");
        Servers(director, (0, true), (1, true));
        Assert.True(Web(director)?.Servers[0].ActiveConnections is null or 1);
        Servers(director, (null, false), (1, true));
        director.WaitForLog("remove server 192.0.2.12:8080");

        File.Delete(file);
        Servers(director, (1, true), (1, true));
    }

    public void Dispose() => _hosts.Dispose();

    private static ServiceReport? Web(RunningDirector director) => director.Status()?.Services is [ServiceReport web] ? web : null;

    private static void Servers(RunningDirector director, params (int? Weight, bool InTable)[] expected) =>
        Wait.Until(
            () => Web(director)?.Servers.Select(server => (server.Weight, server.Weight is not null)).SequenceEqual(expected) == true,
            string.Join(' ', expected), () => director.Log);

    private TcpListener Listen(int port) => TwoHosts.Inside(_hosts.Second, () =>
    {
        TcpListener listener = new(IPAddress.Parse("192.0.2.12"), port);
        listener.Start();
        return listener;
    });

    private TcpClient Connect() => TwoHosts.Inside(_hosts.First, () =>
    {
        TcpClient client = new();
        client.Connect(IPAddress.Parse(TwoHosts.Vip), 80);
        return client;
    });
}
