using System.Net.Sockets;
using System.Text;
using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Linux.Tests.Probes.Mass;

/// <summary>What servers of every temper do to a plain HTTP check on the mass path.</summary>
public class MassHttpTests
{
    private const string Head = "HTTP/1.1 200 OK\r\n";

    [Theory]
    [InlineData(Head + "Content-Length: 2\r\n\r\nok", null, true, "status 200", ProbeOutcome.Passed)]
    [InlineData(Head + "Content-Length: 2\r\n\r\nok", "^ok$", true, "status 200", ProbeOutcome.Passed)]
    [InlineData(Head + "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", "^ok$", true, "status 200", ProbeOutcome.Passed)]
    [InlineData(Head + "\r\nok until the close", "close$", true, "status 200", ProbeOutcome.Passed)]
    [InlineData(Head + "Content-Length: 2\r\n\r\nno", "^ok$", false, "the body does not match", ProbeOutcome.WrongAnswer)]
    [InlineData("HTTP/1.1 503 Busy\r\n\r\n", null, false, "status 503, wanted 200-299", ProbeOutcome.WrongAnswer)]
    [InlineData("220 mail.example ESMTP\r\n", null, false, "the answer is not HTTP/1", ProbeOutcome.Malformed)]
    [InlineData(Head + "Content-Le", null, false, "the server closed in the middle of its answer", ProbeOutcome.Broken)]
    [InlineData("", null, false, "the server closed without an answer", ProbeOutcome.Broken)]
    public async Task Answers(string answer, string? pattern, bool passed, string detail, ProbeOutcome outcome)
    {
        await using ScriptedServer server = ScriptedServer.Answering(answer);
        ProbeResult result = MassBench.Run(Get(server, pattern));
        Assert.Equal((passed, detail, outcome, Fault.Server), (result.Passed, result.Detail, result.Outcome, result.Fault));
    }

    [Fact]
    public async Task One_that_talks_before_it_is_asked()
    {
        await using ScriptedServer server = new(async (client, stop) =>
        {
            await client.SendAsync("220 mail.example ESMTP\r\n"u8.ToArray(), stop);
            await client.ReceiveAsync(new byte[4096], stop);
            await Task.Delay(Timeout.Infinite, stop);
        });
        Assert.Equal("the answer is not HTTP/1", MassBench.Run(Get(server)).Detail);
    }

    [Fact]
    public async Task One_that_accepts_and_never_answers()
    {
        await using ScriptedServer server = new((_, stop) => Task.Delay(Timeout.Infinite, stop));
        ProbeResult result = Punctual(Get(server, timeoutMs: 100));
        Assert.Equal((false, "timed out after 100ms waiting for the answer", ProbeOutcome.TimedOut), (result.Passed, result.Detail, result.Outcome));
    }

    [Fact]
    public async Task One_that_drips_past_the_time_out()
    {
        await using ScriptedServer server = new(async (client, stop) =>
        {
            await client.ReceiveAsync(new byte[4096], stop);
            foreach (byte one in Encoding.ASCII.GetBytes(Head + new string('x', 4000)))
            {
                await client.SendAsync(new[] { one }, stop);
                await Task.Delay(50, stop);
            }
        });
        ProbeResult result = Punctual(Get(server, timeoutMs: 600));
        Assert.Equal((false, "timed out after 600ms waiting for the rest of the answer", ProbeOutcome.TimedOut), (result.Passed, result.Detail, result.Outcome));
    }

    [Fact]
    public async Task One_that_resets_in_the_middle()
    {
        await using ScriptedServer server = new(async (client, stop) =>
        {
            await client.ReceiveAsync(new byte[4096], stop);
            await client.SendAsync(Encoding.ASCII.GetBytes(Head), stop);
            await Task.Delay(50, stop);
            client.Close(0);
        });
        ProbeResult result = MassBench.Run(Get(server));
        Assert.False(result.Passed);
        Assert.StartsWith("connection reset", result.Detail, StringComparison.Ordinal);
        Assert.Equal(ProbeOutcome.Broken, result.Outcome);
    }

    [Theory]
    [InlineData("X-More: and more\r\n", "the headers are longer than 64 KiB")]
    [InlineData("x", "a line is longer than 8 KiB")]
    public async Task One_whose_headers_never_end(string more, string detail)
    {
        await using ScriptedServer server = Endless(Head, more);
        ProbeResult result = MassBench.Run(Get(server));
        Assert.Equal((false, detail, ProbeOutcome.Malformed), (result.Passed, result.Detail, result.Outcome));
    }

    [Theory]
    [InlineData(null, true, "status 200")] // nobody asked for the body
    [InlineData("the end$", false, "the body does not match")]
    public async Task One_whose_body_never_ends(string? pattern, bool passed, string detail)
    {
        await using ScriptedServer server = Endless(Head + "\r\n", "and so on ");
        ProbeResult result = MassBench.Run(Get(server, pattern));
        Assert.Equal((passed, detail), (result.Passed, result.Detail));
    }

    [Fact]
    public async Task A_reader_that_is_used_again_remembers_nothing()
    {
        int count = 0;
        string[] answers = [Head + "Content-Length: 5\r\n\r\nfirst", Head + "Transfer-Encoding: chunked\r\n\r\n5\r\nwrong", Head + "\r\nfirst again"];
        await using ScriptedServer server = new(async (client, stop) =>
        {
            await client.ReceiveAsync(new byte[4096], stop);
            await client.SendAsync(Encoding.ASCII.GetBytes(answers[count++ % answers.Length]), stop);
            client.Shutdown(SocketShutdown.Send);
            await client.ReceiveAsync(new byte[1], stop);
        });
        using MassBench bench = new(Get(server, "^first") with { Interval = TimeSpan.FromMilliseconds(5) });
        bench.Until(() => bench.Done >= 9);
        Assert.Equal(
            ["status 200", "the server closed in the middle of its answer", "status 200"], bench.Results.Skip(6).Take(3).Select(one => one.Result.Detail));
    }

    private static CheckSpec Get(ScriptedServer server, string? pattern = null, int timeoutMs = 20_000) =>
        TcpProbeTests.Check(HttpCheck.Get("/", null, 200, 299, pattern), server.Endpoint, timeoutMs);

    private static ProbeResult Punctual(CheckSpec spec)
    {
        using MassBench bench = new(spec);
        bench.Until(() => bench.Results.Exists(one => one.Result.Fault != Fault.Late));
        return bench.Results.First(one => one.Result.Fault != Fault.Late).Result;
    }

    private static ScriptedServer Endless(string head, string more) => new(async (client, stop) =>
    {
        await client.ReceiveAsync(new byte[4096], stop);
        await client.SendAsync(Encoding.ASCII.GetBytes(head), stop);
        byte[] bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(more, 1000)));
        while (true) await client.SendAsync(bytes, stop);
    });
}
