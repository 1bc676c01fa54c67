using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using HaDirector.Control;
using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>`hadirector connections` beside a director: listed, filtered, counted, named, for people and for programs.</summary>
[Trait("lab", "guest")]
public sealed class ConnectionsVerbTests : IDisposable
{
    private const string Services = """
        services:
          dns:
            address: udp://192.0.2.80:53
            scheduler: rr
            forwarding: dr
            servers: [ { address: "198.51.100.21:53" }, { address: "198.51.100.22:53" } ]
          web:
            address: tcp://192.0.2.80:80
            scheduler: rr
            forwarding: dr
            persistence: { timeout: 300s, granularity: 24 }
            servers: [ { address: "198.51.100.21:80" } ]
          dns6:
            address: udp://[2001:db8::80]:53
            scheduler: rr
            forwarding: dr
            servers: [ { address: "[2001:db8:1::21]:53" } ]
        """;

    private readonly TwoHosts _hosts = new();
    private readonly List<Socket> _clients = [];
    private RunningDirector? _director;

    [IpvsFact]
    public void Connections_are_listed_filtered_counted_and_named()
    {
        _hosts.Configure(rest: Services);
        RunningDirector director = _director = _hosts.Start("lb01");
        director.WaitForState("master");
        Wait.Until(() => director.Status()?.Services.All(service => service.Servers.All(server => server.Weight == 1)) == true, "the table", () => director.Log);
        foreach (string command in (string[])["addr add 2001:db8::80/128 dev lo", "addr add 2001:db8::1/128 dev lo", "route add 198.51.100.0/24 dev eth0", "route add 2001:db8:1::/64 dev eth0"])
            Shell.Ip($"-n {_hosts.First} {command}");
        TwoHosts.Inside(_hosts.First, () =>
        {
            for (int i = 0; i < 100; i++)
            {
                Send("192.0.2.80", ProtocolType.Udp, 53);
                Send("192.0.2.80", ProtocolType.Tcp, 80);
                Send("2001:db8::80", ProtocolType.Udp, 53);
            }
            return 0;
        });

        string[] all = Lines();
        Assert.Equal(1 + 301, all.Length); // heading, and a template
        Assert.Matches(@"^UDP  192\.0\.2\.\d+:\d+ +192\.0\.2\.80:53 +198\.51\.100\.2[12]:53 +UDP +\d+s dns$", all.First(line => line.Contains("192.0.2.80:53 ", StringComparison.Ordinal)));
        Assert.Single(all, line => line.Contains(" NONE ", StringComparison.Ordinal) && line.EndsWith(" web", StringComparison.Ordinal));
        Assert.Equal(51, Lines("--service", "dns", "--server", "198.51.100.21:53", "--client", "192.0.2.0/24", "--state", "udp").Length);
        string[] local = Lines("--service", "udp://[2001:db8::80]:53", "--origin", "local", "--limit", "7");
        Assert.Equal(8, local.Length);
        Assert.All(local.Skip(1), line => Assert.EndsWith(" local  dns6", line));

        string counted = Verb("--count").Output;
        Assert.Matches(@"\| dns  +\| 198\.51\.100\.21:53 +\| 50 +\| 0 +\| UDP 50 ", counted);
        Assert.Matches(@"\| web  +\| 198\.51\.100\.21:80 +\| 100 +\| 1 +\| SYN_RECV 100 ", counted);
        Assert.Matches(@"\| dns6 +\| \[2001:db8:1::21\]:53 +\| 100 +\| 0 +\| UDP 100 ", counted);

        using JsonDocument listed = JsonDocument.Parse(Verb("--json", "--service", "dns").Output);
        Assert.Equal(100, listed.RootElement.GetProperty("connections").GetArrayLength());
        Assert.Equal("dns", listed.RootElement.GetProperty("connections")[0].GetProperty("name").GetString());

        // The same in numbers: of the kernel's counters, in metrics, status and history.
        string metrics = director.Metrics();
        Assert.Contains("hadirector_service_connections_total{service=\"dns6\"} 100\n", metrics, StringComparison.Ordinal);
        Assert.Contains("hadirector_server_connections_total{service=\"dns\",server=\"198.51.100.21:53\"} 50\n", metrics, StringComparison.Ordinal);
        Assert.Contains("hadirector_connections{kind=\"template\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("hadirector_metrics_services_left_out 0\n", metrics, StringComparison.Ordinal);
        Assert.Equal((100, 0), (director.Status()!.Services[2].Traffic!.Inactive, director.Status()!.Services[2].Traffic!.Templates));
        Wait.Until(() => History(director)?.Services.All(service => service.Active[^1] is not null) == true, "a look at each service", () => director.Log);
        string busiest = TwoHosts.On(_hosts.First, [RunningDirector.Executable, "services", "--sort", "connections", "--limit", "2", "--socket", director.ControlSocket]).Output;
        Assert.Contains("2 of 3 that match, of 3 services", busiest, StringComparison.Ordinal);

        Assert.Equal((1, "hadirector connections: there is no service 'dsn'\n"), Verb("--service", "dsn"));
    }

    public void Dispose()
    {
        foreach (Socket client in _clients) client.Dispose();
        _hosts.Dispose();
    }

    private static HistoryList? History(RunningDirector director) =>
        HaDirector.Linux.UnixHttp.TryGet(director.ControlSocket, "/history?points=360", TimeSpan.FromSeconds(20), out byte[] body, out _) ? ControlJson.TryReadHistory(body, out _) : null;

    private string[] Lines(params string[] arguments)
    {
        (int code, string output) = Verb(arguments);
        Assert.True(code == 0, output);
        return output.TrimEnd('\n').Split('\n');
    }

    private (int Code, string Output) Verb(params string[] arguments) =>
        TwoHosts.On(_hosts.First, [RunningDirector.Executable, "connections", "--run-dir", _director!.RunDirectory, .. arguments]);

    private void Send(string to, ProtocolType protocol, int port)
    {
        IPAddress address = IPAddress.Parse(to);
        Socket client = new(address.AddressFamily, protocol == ProtocolType.Udp ? SocketType.Dgram : SocketType.Stream, protocol) { Blocking = false };
        _clients.Add(client);
        if (address.AddressFamily == AddressFamily.InterNetworkV6) client.Bind(new IPEndPoint(IPAddress.Parse("2001:db8::1"), 0));
        try
        {
            client.Connect(address, port);
            if (protocol == ProtocolType.Udp) client.Send([1]);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // A connection that nobody answers.
        }
    }
}
