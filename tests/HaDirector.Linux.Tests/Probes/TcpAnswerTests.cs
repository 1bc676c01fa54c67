using System.Net;
using System.Net.Sockets;
using System.Text;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;
using HaDirector.Probes;

namespace HaDirector.Linux.Tests.Probes;

/// <summary>TCP checks that have something to say or to hear.</summary>
public class TcpAnswerTests
{
    private static readonly TcpCheck PingPong = new(ValueList.Of("PING\r\n"u8), new AnswerPattern(ValueList.Of("+PONG"u8), null));

    [Fact]
    public async Task What_is_sent_is_answered()
    {
        await using ScriptedServer server = Conversing("+PO", "NG\r\n");
        Is(true, "answered \"+PONG\\r\\n\"", ProbeOutcome.Passed, await Probe(server, PingPong with { Expect = new AnswerPattern(null, "^\\+PONG\r\n$") }));
        Is(true, "answered \"+PONG\\r\\n\"", ProbeOutcome.Passed, await Probe(server, PingPong with { Expect = new AnswerPattern(ValueList.Of("+PONG\r\n"u8), null) }));
    }

    [Fact]
    public async Task A_greeting_is_heard()
    {
        await using ScriptedServer server = new(async (client, stop) => await client.SendAsync("\u00FF\0 ready"u8.ToArray(), stop));
        Is(true, "answered \"\\xC3\\xBF\\x00 ready\"", ProbeOutcome.Passed, await Probe(server, new TcpCheck(null, new AnswerPattern(null, "read[y]"))));
    }

    [Theory]
    [InlineData("wrong", "\"-LOADING\\r\\n\" came within {0}, not the wanted answer", ProbeOutcome.WrongAnswer)]
    [InlineData("silent", "timed out after {0} waiting for the answer", ProbeOutcome.TimedOut)]
    [InlineData("close", "the server closed without an answer", ProbeOutcome.Broken)]
    [InlineData("half", "the server closed after \"-LOADING\\r\\n\", not the wanted answer", ProbeOutcome.WrongAnswer)]
    [InlineData("reset", "connection reset in the middle of the answer", ProbeOutcome.Broken)]
    [InlineData("endless", "the wanted answer is not in the first 64 KiB", ProbeOutcome.Malformed)]
    [Shows("tcp", "silent", "wrong-answer", "half-closed", "endless-body", "reset")]
    public async Task Other_answers_are_named(string behaviour, string detail, ProbeOutcome outcome)
    {
        await using ScriptedServer server = new(async (client, stop) =>
        {
            await client.ReceiveAsync(new byte[100], stop);
            if (behaviour is "wrong" or "half" or "reset") await client.SendAsync("-LOADING\r\n"u8.ToArray(), stop);
            if (behaviour is "close" or "half") client.Shutdown(SocketShutdown.Send);
            if (behaviour == "reset")
            {
                await Task.Delay(200, stop); // a reset overtakes what was not read yet
                client.Close(0);
                return;
            }
            while (behaviour == "endless") await client.SendAsync(new byte[10_000], stop);
            await Task.Delay(Timeout.Infinite, stop);
        });
        if (behaviour is "wrong" or "silent") await TimeOut.Expect(detail, timeoutMs => Probe(server, PingPong, timeoutMs), outcome);
        else Is(false, detail, outcome, await Probe(server, PingPong));
    }

    [Fact]
    [Shows("tcp", "drip")]
    public async Task A_slow_drip_does_not_stretch_the_timeout()
    {
        await using ScriptedServer server = new(async (client, stop) =>
        {
            for (; ; await Task.Delay(15, stop)) await client.SendAsync("z"u8.ToArray(), stop);
        });
        ProbeResult result = await Probe(server, PingPong, 300);
        Assert.False(result.Passed);
        Assert.Contains(" 300ms", result.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_full_check_is_seen_by_the_program_and_ends_in_good_order(bool withAnswer)
    {
        TaskCompletionSource<int> end = new();
        await using ScriptedServer server = new(async (client, stop) =>
        {
            try
            {
                if (withAnswer)
                {
                    await client.ReceiveAsync(new byte[100], stop);
                    await client.SendAsync("+PONG"u8.ToArray(), stop);
                }
                end.TrySetResult(await client.ReceiveAsync(new byte[100], stop));
            }
            catch (SocketException e)
            {
                end.TrySetException(e);
            }
        });
        Assert.True((await Probe(server, withAnswer ? PingPong with { Full = true } : new TcpCheck(Full: true))).Passed);
        Assert.Equal(0, await end.Task.WaitAsync(TimeSpan.FromSeconds(30))); // an end, not a reset
    }

    [Fact]
    public async Task What_is_only_sent_arrives()
    {
        TaskCompletionSource<string> heard = new();
        await using ScriptedServer server = new(async (client, stop) =>
        {
            using MemoryStream all = new();
            byte[] buffer = new byte[100];
            for (int n; (n = await client.ReceiveAsync(buffer, stop)) > 0;) all.Write(buffer, 0, n);
            heard.TrySetResult(Encoding.ASCII.GetString(all.ToArray()));
        });
        Is(true, "connected, 6 bytes sent", ProbeOutcome.Passed, await Probe(server, PingPong with { Expect = null }));
        Assert.Equal("PING\r\n", await heard.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_pattern_that_cannot_be_used_blames_nobody()
    {
        await using ScriptedServer server = Conversing("+PONG");
        ProbeResult result = await Probe(server, PingPong with { Expect = new AnswerPattern(null, "(?=x)") });
        Assert.Equal((false, Fault.Local, ProbeOutcome.Local), (result.Passed, result.Fault, result.Outcome));
    }

    [Theory]
    [InlineData("127.0.0.77", null, 0u)]
    [InlineData(null, "lo", 0u)]
    [InlineData("127.0.0.78", "lo", 9u)]
    public async Task Source_interface_and_mark_lead_the_packets(string? source, string? link, uint mark)
    {
        TaskCompletionSource<IPAddress> from = new();
        await using ScriptedServer server = new((client, _) =>
        {
            from.TrySetResult(((IPEndPoint)client.RemoteEndPoint!).Address);
            return Task.CompletedTask;
        });
        CheckRoute route = new(source is null ? null : IpAddress.Parse(source), link, mark);
        CheckSpec check = TcpProbeTests.Check(new TcpCheck(Full: true), server.Endpoint) with { Route = route };
        Assert.Equal("connected", (await ProbeCatalog.Run(check, CancellationToken.None)).Detail);
        Assert.Equal(IPAddress.Parse(source ?? "127.0.0.1"), await from.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private static ScriptedServer Conversing(params string[] pieces) => new(async (client, stop) =>
    {
        await client.ReceiveAsync(new byte[100], stop);
        foreach (string piece in pieces)
        {
            await client.SendAsync(Encoding.ASCII.GetBytes(piece), stop);
            await Task.Delay(20, stop);
        }
        await Task.Delay(Timeout.Infinite, stop);
    });

    private static void Is(bool passed, string detail, ProbeOutcome outcome, ProbeResult result) =>
        Assert.Equal((detail, passed, outcome), (result.Detail, result.Passed, result.Outcome));

    private static async Task<ProbeResult> Probe(ScriptedServer server, TcpCheck check, int timeoutMs = 20_000) =>
        await ProbeCatalog.Run(TcpProbeTests.Check(check, server.Endpoint, timeoutMs), CancellationToken.None);
}
