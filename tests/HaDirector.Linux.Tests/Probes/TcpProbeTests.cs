using System.Net;
using System.Net.Sockets;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;
using HaDirector.Probes;

namespace HaDirector.Linux.Tests.Probes;

public class TcpProbeTests
{
    internal static CheckSpec Check(CheckKind kind, IpEndpoint target, int timeoutMs = 20_000) =>
        new(kind, target, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(timeoutMs), 2, 3);

    private static CheckSpec Tcp(EndPoint target, int timeoutMs = 20_000)
    {
        IPEndPoint endpoint = (IPEndPoint)target;
        Assert.True(IpAddress.TryFrom(endpoint.Address, out IpAddress address));
        return Check(new TcpCheck(), new IpEndpoint(address, (ushort)endpoint.Port), timeoutMs);
    }

    private static Socket Listen(IPAddress address, int backlog = 16)
    {
        Socket listener = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(address, 0));
        listener.Listen(backlog);
        return listener;
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [Shows("tcp", "healthy")]
    public async Task A_listening_port_passes(string address)
    {
        using Socket listener = Listen(IPAddress.Parse(address));
        ProbeResult result = await ProbeCatalog.Run(Tcp(listener.LocalEndPoint!), CancellationToken.None);
        Assert.Equal((true, "connected"), (result.Passed, result.Detail));
    }

    [Fact]
    public async Task The_servers_program_never_sees_the_check()
    {
        using Socket listener = Listen(IPAddress.Loopback);
        for (int i = 0; i < 10; i++) Assert.True((await ProbeCatalog.Run(Tcp(listener.LocalEndPoint!), CancellationToken.None)).Passed);
        using Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!);
        using Socket first = await listener.AcceptAsync();
        Assert.Equal(client.LocalEndPoint, first.RemoteEndPoint);
    }

    [Fact]
    [Shows("tcp", "refused")]
    public async Task A_closed_port_is_refused_and_that_is_the_servers_fault()
    {
        Socket listener = Listen(IPAddress.Loopback);
        EndPoint target = listener.LocalEndPoint!;
        listener.Dispose();
        ProbeResult result = await ProbeCatalog.Run(Tcp(target), CancellationToken.None);
        Assert.Equal((false, "connection refused", Fault.Server), (result.Passed, result.Detail, result.Fault));
    }

    [Fact]
    public async Task A_server_that_takes_no_connection_times_out()
    {
        using Socket listener = Listen(IPAddress.Loopback, backlog: 1);
        List<Socket> fillers = [];
        try
        {
            // The kernel drops connection requests once the backlog is full.
            for (int i = 0; i < 8; i++)
            {
                Socket filler = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
                fillers.Add(filler);
                try
                {
                    filler.Connect(listener.LocalEndPoint!);
                }
                catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
                {
                    // under way
                }
            }
            ProbeResult result = await ProbeCatalog.Run(Tcp(listener.LocalEndPoint!, timeoutMs: 150), CancellationToken.None);
            Assert.Equal((false, "timed out after 150ms connecting", Fault.Server), (result.Passed, result.Detail, result.Fault));
            Assert.True(result.Took >= TimeSpan.FromMilliseconds(150));
        }
        finally
        {
            fillers.ForEach(filler => filler.Dispose());
        }
    }

    [Fact]
    public async Task What_this_host_cannot_do_is_not_the_servers_fault()
    {
        // A broadcast address without SO_BROADCAST: the kernel says EACCES, as a firewall of ours would.
        ProbeResult result = await ProbeCatalog.Run(Tcp(new IPEndPoint(IPAddress.Broadcast, 80)), CancellationToken.None);
        Assert.False(result.Passed);
        Assert.Equal(Fault.Local, SocketWords.FaultOf(SocketError.TooManyOpenSockets));
        Assert.Equal(Fault.Local, SocketWords.FaultOf(SocketError.AddressNotAvailable));
        Assert.Equal(Fault.Server, SocketWords.FaultOf(SocketError.HostUnreachable));
    }

    [Fact]
    public async Task An_answer_that_lies_there_when_the_time_is_over_is_our_lateness()
    {
        await using ScriptedServer server = ScriptedServer.Answering("HTTP/1.1 200 OK\r\n\r\n");
        ProbeConnection connection = ProbeConnection.Rent(Check(new TcpCheck(), server.Endpoint, timeoutMs: 30), CancellationToken.None);
        SocketError error = await connection.Connect();
        // Nothing is asked of the socket until the time is over, as when this process hangs.
        for (int i = 0; i < 1000 && error == SocketError.Success; i++)
        {
            await Task.Delay(20);
            error = await connection.Send("x"u8.ToArray());
        }
        ProbeResult result = connection.Failed(error);
        connection.Return();
        Assert.Equal((false, Fault.Late), (result.Passed, result.Fault));
        Assert.Contains("looked too late", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_ends_a_try_without_blame()
    {
        using CancellationTokenSource stop = new();
        await using ScriptedServer silent = new((_, stopped) => Task.Delay(Timeout.Infinite, stopped));
        CheckSpec check = Check(HttpCheck.Get("/", null, 200, 299, null), silent.Endpoint, timeoutMs: 60_000);
        ValueTask<ProbeResult> running = ProbeCatalog.Run(check, stop.Token);
        await stop.CancelAsync();
        ProbeResult result = await running;
        Assert.Equal((false, Fault.Local, "stopped"), (result.Passed, result.Fault, result.Detail));
        Assert.Equal("stopped", (await ProbeCatalog.Run(check, stop.Token)).Detail); // also one that begins afterwards
    }

    [Fact]
    public async Task Connections_are_reused_without_mixing_their_tries()
    {
        // Many at once, of both outcomes and with short time-outs in between: each result belongs to its own check.
        using Socket open = Listen(IPAddress.Loopback, backlog: 1024);
        Socket shut = Listen(IPAddress.Loopback);
        EndPoint closed = shut.LocalEndPoint!;
        shut.Dispose();
        await using ScriptedServer silent = new((_, stopped) => Task.Delay(Timeout.Infinite, stopped));
        CheckSpec hangs = Check(HttpCheck.Get("/", null, 200, 299, null), silent.Endpoint, timeoutMs: 5);
        for (int round = 0; round < 30; round++)
        {
            Task<ProbeResult>[] passing = [.. Enumerable.Range(0, 20).Select(_ => ProbeCatalog.Run(Tcp(open.LocalEndPoint!), CancellationToken.None).AsTask())];
            Task<ProbeResult>[] refused = [.. Enumerable.Range(0, 20).Select(_ => ProbeCatalog.Run(Tcp(closed), CancellationToken.None).AsTask())];
            Task<ProbeResult>[] hanging = [.. Enumerable.Range(0, 10).Select(_ => ProbeCatalog.Run(hangs, CancellationToken.None).AsTask())];
            Assert.All(await Task.WhenAll(passing), result => Assert.Equal("connected", result.Detail));
            Assert.All(await Task.WhenAll(refused), result => Assert.Equal("connection refused", result.Detail));
            Assert.All(await Task.WhenAll(hanging), result => Assert.StartsWith("timed out after 5ms", result.Detail, StringComparison.Ordinal));
        }
    }
}
