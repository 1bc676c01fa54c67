using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;
using HaDirector.Probes;

namespace HaDirector.Linux.Tests.Probes;

/// <summary>HTTP/2 over plain text with prior knowledge.</summary>
public sealed class Http2ProbeTests(NginxTlsServers nginx) : IClassFixture<NginxTlsServers>
{
    [Theory]
    [InlineData("h2c", "/healthz", "^all green HTTP/2.0", true, "status 200", ProbeOutcome.Passed)]
    [InlineData("h2c", "/busy", null, false, "status 503, wanted 200-299", ProbeOutcome.WrongAnswer)]
    [InlineData("plain", "/healthz", null, false, "the answer is not HTTP/2", ProbeOutcome.Malformed)]
    public async Task A_real_server(string server, string path, string? pattern, bool passed, string detail, ProbeOutcome outcome)
    {
        ProbeResult result = await Probe(nginx[server], path, pattern);
        Assert.Equal((detail, passed, outcome), (result.Detail, result.Passed, result.Outcome));
    }

    [Fact]
    public async Task A_closed_port_is_refused() =>
        Assert.Equal("connection refused", (await Probe(NginxServer.Endpoint(NginxServer.FreePorts(1)[0]), "/", null)).Detail);

    [Theory]
    [InlineData("silent", "timed out after {0} waiting for the answer", ProbeOutcome.TimedOut)]
    [InlineData("settings-only", "timed out after {0} waiting for the answer", ProbeOutcome.TimedOut)]
    [InlineData("drip", "timed out after {0} waiting for the rest of the answer", ProbeOutcome.TimedOut)]
    [InlineData("wrong", "status 503, wanted 200-299", ProbeOutcome.WrongAnswer)]
    [InlineData("half", "the server closed in the middle of its answer", ProbeOutcome.Broken)]
    [InlineData("close", "the server closed without an answer", ProbeOutcome.Broken)]
    [InlineData("reset", "connection reset in the middle of the answer", ProbeOutcome.Broken)]
    [InlineData("reset-stream", "HTTP/2 ended with INTERNAL_ERROR in the middle of the answer", ProbeOutcome.Broken)]
    [InlineData("goaway", "the server turned the request away (GOAWAY or REFUSED_STREAM)", ProbeOutcome.Broken)]
    [InlineData("body", "the body does not match", ProbeOutcome.WrongAnswer)]
    [InlineData("headers", "the headers are longer than 64 KiB", ProbeOutcome.Malformed)]
    [InlineData("words", "the answer is not HTTP/2", ProbeOutcome.Malformed)]
    public async Task Evil_servers_are_named(string behaviour, string detail, ProbeOutcome outcome)
    {
        await using EvilHttp2Server server = new(behaviour);
        if (outcome == ProbeOutcome.TimedOut)
        {
            await TimeOut.Expect(detail, timeoutMs => Probe(server.Endpoint, "/", "never there", timeoutMs));
            return;
        }
        ProbeResult result = await Probe(server.Endpoint, "/", "never there");
        Assert.Equal((detail, outcome), (result.Detail, result.Outcome));
        Assert.False(result.Passed);
    }

    [Fact]
    public async Task Many_tries_at_once_do_not_mix()
    {
        await using ScriptedServer silent = new((_, stop) => Task.Delay(Timeout.Infinite, stop));
        for (int round = 0; round < 5; round++)
        {
            Task<ProbeResult>[] hanging = [.. Enumerable.Range(0, 10).Select(_ => Probe(silent.Endpoint, "/", null, 20))];
            Task<ProbeResult>[] passing = [.. Enumerable.Range(0, 10).Select(_ => Probe(nginx["h2c"], "/healthz", "green"))];
            Assert.All(await Task.WhenAll(passing), result => Assert.Equal("status 200", result.Detail));
            Assert.All(await Task.WhenAll(hanging), result => Assert.StartsWith("timed out after 20ms", result.Detail, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Stopping_ends_a_try_without_blame()
    {
        using CancellationTokenSource stop = new();
        await using ScriptedServer silent = new((_, stopped) => Task.Delay(Timeout.Infinite, stopped));
        ValueTask<ProbeResult> running = ProbeCatalog.Run(TcpProbeTests.Check(Check("/", null), silent.Endpoint, 60_000), stop.Token);
        await stop.CancelAsync();
        ProbeResult result = await running;
        Assert.Equal(("stopped", Fault.Local), (result.Detail, result.Fault));
    }

    private static HttpCheck Check(string path, string? pattern) =>
        new([new HttpRequest(path, [new StatusRange(200, 299)]) { BodyPattern = pattern }], null, null, HttpVersion.Http2, 0);

    private static async Task<ProbeResult> Probe(IpEndpoint target, string path, string? pattern, int timeoutMs = 20_000) =>
        await ProbeCatalog.Run(TcpProbeTests.Check(Check(path, pattern), target, timeoutMs), CancellationToken.None);
}
