using System.Net;
using System.Net.Sockets;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Linux.Tests.Network;
using HaDirector.Model;
using HaDirector.Probes;
using HaDirector.Probes.Mass;

namespace HaDirector.Linux.Tests.Probes.Mass;

public class MassEngineTests
{
    private static Socket Listen(IPAddress address, int backlog = 128)
    {
        Socket listener = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(address, 0));
        listener.Listen(backlog);
        return listener;
    }

    private static IpEndpoint At(Socket listener)
    {
        IPEndPoint endpoint = (IPEndPoint)listener.LocalEndPoint!;
        Assert.True(IpAddress.TryFrom(endpoint.Address, out IpAddress address));
        return new IpEndpoint(address, (ushort)endpoint.Port);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void A_listening_port_passes(string address)
    {
        using Socket listener = Listen(IPAddress.Parse(address));
        ProbeResult result = MassBench.Run(TcpProbeTests.Check(new TcpCheck(), At(listener)));
        Assert.Equal((true, "connected", ProbeOutcome.Passed), (result.Passed, result.Detail, result.Outcome));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void A_closed_port_is_refused(string address)
    {
        Socket listener = Listen(IPAddress.Parse(address));
        IpEndpoint target = At(listener);
        listener.Dispose();
        ProbeResult result = MassBench.Run(TcpProbeTests.Check(new TcpCheck(), target));
        Assert.Equal((false, "connection refused", ProbeOutcome.Refused, Fault.Server), (result.Passed, result.Detail, result.Outcome, result.Fault));
    }

    [Fact]
    public void The_servers_program_sees_no_check_unless_it_is_asked_to()
    {
        using Socket listener = Listen(IPAddress.Loopback);
        CheckSpec spec = TcpProbeTests.Check(new TcpCheck(), At(listener)) with { Interval = TimeSpan.FromMilliseconds(5) };
        using (MassBench bench = new(spec)) bench.Until(() => bench.Done >= 50);
        Assert.False(listener.Poll(0, SelectMode.SelectRead));

        using (MassBench bench = new(spec with { Kind = new TcpCheck(Full: true) }))
        {
            bench.Until(() => bench.Done >= 3);
            Assert.All(bench.Results, one => Assert.True(one.Result.Passed, one.Result.Detail));
        }
        using Socket accepted = listener.Accept();
        Assert.Equal(0, accepted.Receive(new byte[1])); // closed in good order, not reset
    }

    [Fact]
    public void A_server_that_takes_no_connection_times_out()
    {
        using Socket listener = Listen(IPAddress.Loopback, backlog: 1);
        List<Socket> fillers = [];
        try
        {
            for (int i = 0; i < 8; i++) // the kernel drops connection requests once the backlog is full
            {
                Socket filler = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
                fillers.Add(filler);
                Assert.Throws<SocketException>(() => filler.Connect(listener.LocalEndPoint!));
            }
            ProbeResult result = Punctual(TcpProbeTests.Check(new TcpCheck(), At(listener), timeoutMs: 150));
            Assert.Equal((false, "timed out after 150ms connecting", ProbeOutcome.TimedOut, Fault.Server), (result.Passed, result.Detail, result.Outcome, result.Fault));
            Assert.True(result.Took >= TimeSpan.FromMilliseconds(150));
        }
        finally
        {
            fillers.ForEach(filler => filler.Dispose());
        }
    }

    [Fact]
    public void An_answer_heard_too_late_is_no_failure_of_the_server()
    {
        using Socket listener = Listen(IPAddress.Loopback);
        using MassBench bench = new(TcpProbeTests.Check(new TcpCheck(), At(listener), timeoutMs: 20));
        bench.Begin();
        Thread.Sleep(60); // as if this process had been stopped
        bench.Take();
        ProbeResult result = Assert.Single(bench.Results).Result;
        Assert.Equal((false, "timed out after 20ms connecting, but this host looked too late", Fault.Late), (result.Passed, result.Detail, result.Fault));
    }

    [Fact]
    public void Silence_judged_much_too_late_is_no_failure_of_the_server()
    {
        using Socket silent = Listen(IPAddress.Loopback);
        using MassBench bench = new(TcpProbeTests.Check(HttpCheck.Get("/", null, 200, 299, null), At(silent), timeoutMs: 20));
        bench.Begin();
        bench.Take();
        Thread.Sleep(MassEngine.LateMax + TimeSpan.FromMilliseconds(100));
        bench.Take();
        Assert.Equal(Fault.Late, Assert.Single(bench.Results).Result.Fault);
    }

    [Fact]
    public void Every_result_belongs_to_its_own_check()
    {
        using Socket open = Listen(IPAddress.Any, backlog: 4096);
        Socket shut = Listen(IPAddress.Loopback);
        ushort closed = At(shut).Port, port = At(open).Port;
        shut.Dispose();
        CheckSpec[] specs = [.. Enumerable.Range(0, 1000).Select(i =>
            TcpProbeTests.Check(new TcpCheck(), new IpEndpoint(IpAddress.FromV4(0x7F010000u + (uint)i), i % 2 == 0 ? port : closed)) with { Interval = TimeSpan.FromMilliseconds(100) })];
        using MassBench bench = new(specs);
        bench.Until(() => bench.Done >= 5000);
        Assert.All(bench.Results, one => Assert.Equal(one.Spec.Target.Port == port ? "connected" : "connection refused", one.Result.Detail));
        Assert.Equal(1000, bench.Results.Select(one => one.Spec).Distinct(ReferenceEqualityComparer.Instance).Count());
        Assert.InRange(bench.Engine.Sockets, 1, bench.Engine.Running + 256);
    }

    [Fact]
    public void Servers_that_die_between_handshake_and_close_cost_nothing()
    {
        for (int round = 0; round < 20; round++)
        {
            Socket dying = Listen(IPAddress.Any);
            ushort port = At(dying).Port;
            CheckSpec[] specs = [.. Enumerable.Range(1, 20).Select(i => TcpProbeTests.Check(new TcpCheck(), new IpEndpoint(IpAddress.FromV4(0x7F000000u + (uint)i), port)) with { Interval = TimeSpan.FromMilliseconds(20) })];
            using MassBench bench = new(specs);
            bench.Until(() => bench.Engine.Running + bench.Done >= 10);
            dying.Dispose();
            int until = bench.Done + 20;
            bench.Until(() => bench.Done >= until);
            Assert.All(bench.Results, one => Assert.Contains(one.Result.Detail, (string[])["connected", "connection refused", "connection reset"]));
            Assert.InRange(bench.Engine.Sockets, 1, 20);
        }
    }

    [Fact]
    public void Sockets_are_closed_when_the_engine_is()
    {
        using Socket open = Listen(IPAddress.Any, backlog: 4096);
        using Socket silent = Listen(IPAddress.Loopback, backlog: 4096);
        CheckSpec[] Some(int from) => [.. Enumerable.Range(from, 100).Select(i => TcpProbeTests.Check(
            new TcpCheck(), new IpEndpoint(IpAddress.FromV4(0x7F000001u + (uint)i), At(open).Port)) with { Interval = TimeSpan.FromMilliseconds(20) })];
        CheckSpec[] hanging = [.. Enumerable.Range(0, 50).Select(i => TcpProbeTests.Check(HttpCheck.Get($"/{i}", null, 200, 299, null), At(silent), timeoutMs: 60_000))];
        string[] sockets;
        using (MassBench bench = new([.. Some(0), .. hanging]))
        {
            bench.Until(() => bench.Engine.Running >= 50);
            for (int reload = 1; reload <= 30; reload++)
            {
                int until = bench.Done + 50;
                bench.Until(() => bench.Done >= until);
                bench.Board.Reload([.. Some(reload), .. hanging], Clock.Now);
            }
            Assert.InRange(bench.Engine.Sockets, 50, 200); // those that hang, and the few that serve the others in turn
            sockets = [.. bench.Engine.Descriptors.Select(Link)];
            Assert.All(sockets, socket => Assert.StartsWith("socket:", socket, StringComparison.Ordinal));
        }
        string[] left = [.. Directory.GetFiles("/proc/self/fd").Select(path => int.Parse(Path.GetFileName(path))).Select(Link)];
        Assert.Empty(sockets.Intersect(left));

        static string Link(int number)
        {
            try
            {
                return File.ResolveLinkTarget($"/proc/self/fd/{number}", returnFinalTarget: false)?.Name ?? "";
            }
            catch (IOException)
            {
                return ""; // another test's, closed meanwhile
            }
        }
    }

    [Fact]
    public void Nothing_is_allocated_for_a_tcp_check()
    {
        using Socket open = Listen(IPAddress.Any, backlog: 4096);
        AssertAllocates(64, new TcpCheck(), At(open).Port);
    }

    [Fact]
    public async Task Nearly_nothing_is_allocated_for_an_http_check()
    {
        await using ScriptedServer server = ScriptedServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n");
        AssertAllocates(512, HttpCheck.Get("/", null, 200, 299, null), server.Endpoint.Port);
        AssertAllocates(512, HttpCheck.Get("/", null, 200, 299, "ok"), server.Endpoint.Port);
    }

    [Fact]
    public void Other_kinds_go_elsewhere()
    {
        HttpCheck plain = HttpCheck.Get("/", null, 200, 299, null);
        Assert.True(Takes(new TcpCheck()));
        Assert.True(Takes(new TcpCheck(Full: true)));
        Assert.True(Takes(plain));
        Assert.False(Takes(new TcpCheck(Send: [1, 2])));
        Assert.False(Takes(plain with { Version = HaDirector.Health.Kinds.HttpVersion.Http2 }));
        Assert.False(Takes(plain with { RedirectsMax = 1 }));
        Assert.False(Takes(plain with { Requests = [plain.Requests[0], plain.Requests[0]] }));

        static bool Takes(CheckKind kind) => MassEngine.Takes(TcpProbeTests.Check(kind, new IpEndpoint(IpAddress.Parse("127.0.0.1"), 1)));
    }

    [Theory]
    [InlineData("127.0.0.5", null, "connected")]
    [InlineData(null, "lo", "connected")]
    [InlineData("127.0.0.5", "lo", "connected")]
    [InlineData("192.0.2.77", null, "this host cannot use the source address 192.0.2.77: this host has no local port or address left")]
    [InlineData(null, "nosuch0", "this host cannot use the interface nosuch0: this host has no local port or address left")]
    public void The_packets_take_the_way_the_check_says(string? source, string? networkInterface, string detail)
    {
        using Socket listener = Listen(IPAddress.Loopback);
        CheckSpec spec = TcpProbeTests.Check(new TcpCheck(Full: true), At(listener)) with
        {
            Route = new CheckRoute(source is null ? null : IpAddress.Parse(source), networkInterface, 0),
        };
        ProbeResult result = MassBench.Run(spec);
        Assert.Equal((detail == "connected", detail), (result.Passed, result.Detail));
        Assert.Equal(result.Passed ? Fault.Server : Fault.Local, result.Fault);
        if (!result.Passed) return;
        using Socket accepted = listener.Accept();
        Assert.Equal(source ?? "127.0.0.1", ((IPEndPoint)accepted.RemoteEndPoint!).Address.ToString());
    }

    // Sockets go from check to check, and each try has the mark of its own check.
    [NamespaceFact]
    public void The_packets_carry_the_mark_of_their_check()
    {
        using Lan lan = new("a", "b");
        using Socket listener = lan.Inside("b", () => Listen(IPAddress.Any));
        IpEndpoint target = new(IpAddress.Parse(Lan.Address(1)), At(listener).Port);
        Firewall(lan, "a", $"add table inet f; add chain inet f o {{ type filter hook output priority 0; }}; add rule inet f o tcp dport {target.Port} mark != 7 reject with tcp reset");
        lan.Inside("a", () =>
        {
            CheckSpec plain = TcpProbeTests.Check(new TcpCheck(), target) with { Interval = TimeSpan.FromMilliseconds(5) };
            CheckSpec marked = plain with { Route = new CheckRoute(null, null, 7) }, said = marked with { Kind = new TcpCheck(Send: [1]) };
            using MassBench bench = new(plain, marked);
            bench.Until(() => bench.Done >= 40);
            Assert.All(bench.Results, one => Assert.Equal(one.Spec.Route.Mark == 7, one.Result.Passed));
            Assert.Contains(bench.Results, one => one.Result.Passed);
            Assert.Contains(bench.Results, one => !one.Result.Passed);

            ProbeResult result = ProbeCatalog.Run(said, CancellationToken.None).AsTask().GetAwaiter().GetResult(); // by the other engine
            Assert.True(result.Passed, result.Detail);
            result = ProbeCatalog.Run(said with { Route = default }, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            Assert.Equal((false, ProbeOutcome.Refused), (result.Passed, result.Outcome));
            return 0;
        });
    }

    // Every try takes the socket the one before it gave back, with whatever the kernel kept in it.
    [NamespaceTheory]
    [InlineData("192.0.2.12")]
    [InlineData("2001:db8::2")]
    public void A_server_that_was_unreachable_passes_as_soon_as_it_is_there_again(string address)
    {
        using Lan lan = new("a", "b");
        lan.Ip("a", "-6 address add 2001:db8::1/64 dev eth0 nodad");
        lan.Ip("b", "-6 address add 2001:db8::2/64 dev eth0 nodad");
        using Socket listener = lan.Inside("b", () => Listen(IPAddress.Parse(address)));
        Firewall(lan, "b", "add table inet f; add chain inet f i { type filter hook input priority 0; }; add rule inet f i meta l4proto tcp reject with icmpx host-unreachable");
        CheckSpec spec = TcpProbeTests.Check(new TcpCheck(), At(listener)) with { Interval = TimeSpan.FromMilliseconds(5) };
        lan.Inside("a", () =>
        {
            using MassBench bench = new(spec);
            bench.Until(() => bench.Done >= 20);
            Assert.All(bench.Results, one => Assert.Equal(ProbeOutcome.Unreachable, one.Result.Outcome));
            Firewall(lan, "b", "delete table inet f");
            bench.Results.Clear();
            bench.Until(() => bench.Results.Count >= 20);
            Assert.All(bench.Results.Skip(1), one => Assert.Equal("connected", one.Result.Detail)); // one may have been under way
            return 0;
        });
    }

    private static void Firewall(Lan lan, string host, string rules) => Command.Run("ip", "netns", "exec", lan.Name(host), "nft", rules);

    // A result whose judgement was not held up by this machine: one that was says only so.
    private static ProbeResult Punctual(CheckSpec spec)
    {
        using MassBench bench = new(spec);
        bench.Until(() => bench.Results.Exists(one => one.Result.Fault != Fault.Late));
        return bench.Results.First(one => one.Result.Fault != Fault.Late).Result;
    }

    private static void AssertAllocates(int bytesMax, CheckKind kind, ushort port)
    {
        CheckSpec[] specs = [.. Enumerable.Range(0, 200).Select(i =>
            TcpProbeTests.Check(kind, new IpEndpoint(IpAddress.Parse("127.0.0.1"), port), 20_000 + i) with { Interval = TimeSpan.FromMilliseconds(100) })]; // no two are equal
        using MassBench bench = new(specs) { Keep = false };
        bench.Until(() => bench.Done >= 500); // warm
        long before = GC.GetAllocatedBytesForCurrentThread();
        int done = bench.Done;
        bench.Until(() => bench.Done >= done + 2000);
        long each = (GC.GetAllocatedBytesForCurrentThread() - before) / (bench.Done - done);
        Assert.InRange(each, 0, bytesMax);
    }
}
