using System.Net.Sockets;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;
using HaDirector.Probes;

namespace HaDirector.Linux.Tests.Probes;

public class HttpProbeTests
{
    private static readonly HttpCheck Root = Get();

    private static HttpCheck Get(string path = "/", string? host = null, string? pattern = null) => HttpCheck.Get(path, host, 200, 299, pattern);

    private static async Task<ProbeResult> Probe(ScriptedServer server, HttpCheck http, int timeoutMs = 20_000) =>
        await ProbeCatalog.Run(TcpProbeTests.Check(http, server.Endpoint, timeoutMs), CancellationToken.None);

    [Fact]
    public async Task The_request_is_a_plain_get_with_the_wanted_host()
    {
        List<string> seen = [];
        await using ScriptedServer server = new(async (client, stop) =>
        {
            byte[] buffer = new byte[4096];
            seen.Add(System.Text.Encoding.ASCII.GetString(buffer, 0, await client.ReceiveAsync(buffer, stop)));
            await client.SendAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray(), stop);
        });
        Assert.Equal("status 204", (await Probe(server, Get("/healthz?deep=1", "shop.example"))).Detail);
        Assert.True((await Probe(server, Root)).Passed);
        Assert.StartsWith("GET /healthz?deep=1 HTTP/1.1\r\nHost: shop.example\r\n", seen[0], StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", seen[0], StringComparison.Ordinal);
        Assert.Contains($"\r\nHost: {server.Endpoint}\r\n", seen[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nall green", null, true, "status 200")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nall green", "^all gr[e]+n$", true, "status 200")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nall green", "red", false, "the body does not match")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nall \r\n5\r\ngreen\r\n0\r\n\r\n", "all green", true, "status 200")]
    [InlineData("HTTP/1.0 200 OK\r\n\r\nall green", "green", true, "status 200")]
    [InlineData("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", null, false, "status 503, wanted 200-299")]
    [InlineData("HTTP/1.1 301 Moved\r\nLocation: /x\r\n\r\n", null, false, "status 301, wanted 200-299")]
    [InlineData("", null, false, "the server closed without an answer")]
    [InlineData("220 mail.example ESMTP\r\n", null, false, "the answer is not HTTP/1")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\nall green", "green", false, "the server closed in the middle of its answer")]
    [Shows("http", "half-closed")]
    public async Task Answers_are_judged(string answer, string? pattern, bool passed, string detail)
    {
        await using ScriptedServer server = ScriptedServer.Answering(answer);
        ProbeResult result = await Probe(server, Get(pattern: pattern));
        Assert.Equal((passed, detail, Fault.Server), (result.Passed, result.Detail, result.Fault));
        ProbeOutcome outcome = passed ? ProbeOutcome.Passed
            : detail.Contains("closed", StringComparison.Ordinal) ? ProbeOutcome.Broken
            : detail.Contains("HTTP/1", StringComparison.Ordinal) ? ProbeOutcome.Malformed
            : ProbeOutcome.WrongAnswer;
        Assert.Equal(outcome, result.Outcome);
    }

    [Fact]
    [Shows("http", "reset")]
    public async Task A_reset_in_the_middle_is_named()
    {
        await using ScriptedServer server = new(async (client, stop) =>
        {
            await client.ReceiveAsync(new byte[4096], stop);
            await client.SendAsync("HTTP/1.1 200 OK\r\nContent-"u8.ToArray(), stop);
            await Task.Delay(200, stop); // a reset overtakes what was not read yet
            client.Close(0);
        });
        ProbeResult result = await Probe(server, Root);
        Assert.Equal(("connection reset in the middle of the answer", ProbeOutcome.Broken), (result.Detail, result.Outcome));
    }

    [Fact]
    [Shows("http", "silent")]
    public async Task A_silent_server_times_out()
    {
        await using ScriptedServer server = new((_, stop) => Task.Delay(Timeout.Infinite, stop));
        await TimeOut.Expect("timed out after {0} waiting for the answer", timeoutMs => Probe(server, Root, timeoutMs));
    }

    [Fact]
    [Shows("http", "endless-body", "oversize-headers")]
    public async Task Endless_headers_and_endless_bodies_come_to_an_end()
    {
        async Task Flood(Socket client, string head, CancellationToken stop)
        {
            await client.SendAsync(System.Text.Encoding.ASCII.GetBytes(head), stop);
            byte[] more = System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("X-Filler: 0123456789\r\n", 100)));
            while (true) await client.SendAsync(more, stop);
        }

        await using ScriptedServer headers = new((client, stop) => Flood(client, "HTTP/1.1 200 OK\r\n", stop));
        Assert.Equal("the headers are longer than 64 KiB", (await Probe(headers, Root)).Detail);
        await using ScriptedServer body = new((client, stop) => Flood(client, "HTTP/1.1 200 OK\r\n\r\n", stop));
        Assert.Equal("the body does not match", (await Probe(body, Get(pattern: "never there"))).Detail);
        await using ScriptedServer line = new(async (client, stop) =>
        {
            byte[] more = new byte[1000];
            while (true) await client.SendAsync(more, stop);
        });
        Assert.Equal("a line is longer than 8 KiB", (await Probe(line, Root)).Detail);
    }

    [Fact]
    [Shows("http", "drip")]
    public async Task A_slow_drip_does_not_stretch_the_timeout()
    {
        await using ScriptedServer server = new(async (client, stop) =>
        {
            await client.SendAsync("HTTP/1.1 200 OK\r\nX-Slow: "u8.ToArray(), stop);
            while (true)
            {
                await Task.Delay(15, stop);
                await client.SendAsync("z"u8.ToArray(), stop);
            }
        });
        await TimeOut.Expect("timed out after {0} waiting for the rest of the answer", timeoutMs => Probe(server, Root, timeoutMs));
    }

    [Fact]
    public async Task A_reset_is_a_failure_of_the_server()
    {
        await using ScriptedServer server = new(async (client, stop) =>
        {
            await client.ReceiveAsync(new byte[4096], stop);
            client.Close(0);
        });
        ProbeResult result = await Probe(server, Root);
        Assert.Equal((false, "connection reset", Fault.Server), (result.Passed, result.Detail, result.Fault));
    }

    [Theory]
    [InlineData("/a b", null, null)]
    [InlineData("/a\r\nX: y", null, null)]
    [InlineData("no-slash", null, null)]
    [InlineData("/", "a\nb", null)]
    [InlineData("/", null, "(unclosed")]
    [InlineData("/", null, "(?=lookahead)")]
    public async Task A_check_that_cannot_be_asked_is_not_sent_and_blames_nobody(string path, string? host, string? pattern)
    {
        ProbeResult result = await ProbeCatalog.Run(
            TcpProbeTests.Check(HttpCheck.Get(path, host, 200, 299, pattern), new IpEndpoint(IpAddress.Parse("127.0.0.1"), 9)), CancellationToken.None);
        Assert.Equal((false, Fault.Local), (result.Passed, result.Fault));
    }

    [Fact]
    public async Task Many_checks_leave_no_connection_waiting_on_this_host()
    {
        await using ScriptedServer server = ScriptedServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        for (int i = 0; i < 50; i++) Assert.True((await Probe(server, Root)).Passed);
        string port = $":{server.Endpoint.Port:X4}";
        // Columns of /proc/net/tcp: slot, local, remote, state. 06 is TIME_WAIT.
        Assert.DoesNotContain(File.ReadLines("/proc/net/tcp").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
            columns => columns[2].EndsWith(port, StringComparison.Ordinal) && columns[3] == "06");
    }
}
