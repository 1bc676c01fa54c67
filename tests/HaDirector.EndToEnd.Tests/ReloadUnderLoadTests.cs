using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>Reload after reload that adds, removes, re-weights and re-schedules, under held connections and a stream of new ones: nobody notices.</summary>
/// <remarks>HADIRECTOR_RELOADS says how many reloads; 500 are what is promised (docs/performance.md), a few show that nothing broke.</remarks>
[Trait("lab", "guest")]
public sealed class ReloadUnderLoadTests : IDisposable
{
    private const int Held = 1000, Streams = 3, FirstPort = 8080, Ports = 6, Patience = 60_000;

    private static readonly string[] Schedulers = ["rr", "wrr", "lc", "wlc", "sed", "nq", "sh\n    scheduler_flags: [ fallback, port ]", "mh\n    scheduler_flags: [ fallback ]"];

    private readonly TwoHosts _hosts = new();
    private readonly List<TcpListener> _listeners = [];
    private readonly List<string> _failures = [];
    private volatile bool _over;
    private int _opened;

    [IpvsFact]
    public void Reloads_lose_and_refuse_no_connection()
    {
        int reloads = int.Parse(Environment.GetEnvironmentVariable("HADIRECTOR_RELOADS") ?? "8", CultureInfo.InvariantCulture);
        Random random = new(20261123);
        for (int port = FirstPort; port < FirstPort + Ports; port++) Serve(port);
        Configure(random);
        RunningDirector director = _hosts.Start("lb01");
        director.WaitForState("master");
        Wait.Until(() => director.Status()?.Ipvs.Changes > 0, "the table", () => director.Log);

        List<TcpClient> held = TwoHosts.Inside(_hosts.First, () => Enumerable.Range(0, Held).Select(_ => Connect()).ToList());
        Thread[] streams = [.. Enumerable.Range(0, Streams).Select(_ => new Thread(() => TwoHosts.Inside(_hosts.First, Stream)))];
        foreach (Thread stream in streams) stream.Start();
        for (int i = 1; i <= reloads; i++)
        {
            Configure(random);
            RunningDirector.Signal(director.VrrpProcess, "HUP");
            Wait.Until(() => director.Status()?.Reloads.Applied == i, $"reload {i}", () => director.Log);
            // Some of those held speak after each reload, all of them in the end.
            foreach (TcpClient client in held.Skip(i * 37 % Held).Take(20)) Speak(client, "held");
        }

        foreach (TcpClient client in held) Speak(client, "held, in the end");
        _over = true;
        foreach (Thread stream in streams) stream.Join();
        foreach (TcpClient client in held) client.Dispose();
        Assert.True(_opened > reloads, $"{_opened} new connections");
        Assert.True(_failures.Count == 0, $"{_failures.Count} of {Held} and {_opened}: {string.Join("; ", _failures.Take(5))}\n{director.Log}");
        Assert.Equal((0, 0), (director.Report().Ipvs.Errors, director.Report().Ipvs.Drift));
    }

    public void Dispose()
    {
        _over = true;
        foreach (TcpListener listener in _listeners) listener.Dispose();
        _hosts.Dispose();
    }

    // A server that leaves drains for longer than the test lasts, so none may cost a connection. At least one has a weight.
    private void Configure(Random random)
    {
        int[] ports = [.. Enumerable.Range(FirstPort, Ports).OrderBy(_ => random.Next()).Take(random.Next(2, Ports + 1))];
        IEnumerable<string> servers = ports.Select((port, i) => $"{{ address: \"192.0.2.12:{port}\", weight: {(i == 0 ? 3 : random.Next(10))}, upper_threshold: {(random.Next(3) == 0 ? 60_000 : 50_000)} }}");
        string other = random.Next(2) == 0 ? "" : """
              other:
                address: tcp://192.0.2.80:81
                scheduler: rr
                forwarding: nat
                servers: [ { address: "192.0.2.12:8080" } ]
            """;
        _hosts.Configure(more: "    fence: never", rest: $$"""
            services:
              web:
                address: tcp://192.0.2.80:80
                scheduler: {{Schedulers[random.Next(Schedulers.Length)]}}
                forwarding: nat
                drain: 3600s
                servers: [ {{string.Join(", ", servers)}} ]
            {{other}}
            """);
    }

    private void Serve(int port)
    {
        TcpListener listener = TwoHosts.Inside(_hosts.Second, () =>
        {
            TcpListener made = new(IPAddress.Parse("192.0.2.12"), port);
            made.Start(1024);
            return made;
        });
        _listeners.Add(listener);
        _ = Accept(listener);
    }

    private static async Task Accept(TcpListener listener)
    {
        try
        {
            while (true) _ = Echo(await listener.AcceptTcpClientAsync());
        }
        catch (Exception end) when (end is ObjectDisposedException or SocketException)
        {
            // the test is over
        }
    }

    private static async Task Echo(TcpClient client)
    {
        using TcpClient held = client;
        byte[] one = new byte[1];
        try
        {
            while (await client.GetStream().ReadAsync(one) == 1) await client.GetStream().WriteAsync(one);
        }
        catch (IOException)
        {
            // the client closed it at once
        }
    }

    private static TcpClient Connect()
    {
        TcpClient client = new() { ReceiveTimeout = Patience, SendTimeout = Patience };
        client.Connect(IPAddress.Parse(TwoHosts.Vip), 80);
        return client;
    }

    private void Speak(TcpClient client, string what)
    {
        try
        {
            client.GetStream().WriteByte(7);
            if (client.GetStream().ReadByte() != 7) Fail($"{what}: closed");
        }
        catch (Exception lost) when (lost is IOException or SocketException)
        {
            Fail($"{what}: {lost.Message}");
        }
    }

    private bool Stream()
    {
        while (!_over)
        {
            try
            {
                using TcpClient client = Connect();
                client.LingerState = new LingerOption(true, 0); // nothing stays behind on this side
                Speak(client, "new");
                Interlocked.Increment(ref _opened);
            }
            catch (SocketException refused)
            {
                Fail($"new: {refused.Message}");
            }
            Thread.Sleep(5);
        }
        return true;
    }

    private void Fail(string what)
    {
        lock (_failures) _failures.Add(what);
    }
}
