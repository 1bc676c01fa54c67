using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;
using HaDirector.Probes;

namespace HaDirector.Linux.Tests.Probes;

public class AgentProbeTests
{
    private static readonly AgentCheck Agent = new((ValueList<byte>?)null);

    private static async Task<ProbeResult> Probe(IpEndpoint target, AgentCheck? agent = null, int timeoutMs = 20_000) =>
        await ProbeCatalog.Run(TcpProbeTests.Check(agent ?? Agent, target, timeoutMs), CancellationToken.None);

    [Theory]
    [InlineData("up 75% maxconn:30\n", true, "agent says up 75% maxconn:30")]
    [InlineData("ready\r\n", true, "agent says ready")]
    [InlineData("50%", true, "agent says 50%")]
    [InlineData("down #disk full\n", false, "agent says down: disk full")]
    [InlineData("maint\nup\n", true, "agent says maint")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", false, "the answer is no agent text: \"HTTP/1.1 400 Bad Request\\r\\n\\r\\n\"")]
    [InlineData("", false, "the server closed without an answer")]
    [Shows("agent", "healthy", "wrong-answer", "half-closed")]
    public async Task Its_word_counts(string said, bool passed, string detail)
    {
        await using ScriptedServer server = BadServers.HalfClosing(said);
        ProbeResult result = await Probe(server.Endpoint);
        Assert.Equal((passed, detail, Fault.Server), (result.Passed, result.Detail, result.Fault));
        Assert.Equal(passed, result.Outcome == ProbeOutcome.Passed);
    }

    [Fact]
    public async Task What_is_sent_reaches_it_and_its_advice_comes_back()
    {
        await using ScriptedServer server = new(async (client, stop) =>
        {
            byte[] asked = new byte[64];
            int length = await client.ReceiveAsync(asked, stop);
            await client.SendAsync(System.Text.Encoding.ASCII.GetBytes($"{(asked.AsSpan(0, length).SequenceEqual("web\n"u8) ? 40 : 1)}% drain\n"), stop);
            await Task.Delay(Timeout.Infinite, stop);
        });
        ProbeResult result = await Probe(server.Endpoint, new AgentCheck(ValueList.Of("web\n"u8)));
        Assert.Equal(new ServerAdvice(40, ServerMode.Drain, null), result.Advice);
    }

    [Fact]
    [Shows("agent", "refused", "silent", "drip", "endless-body", "reset")]
    public async Task An_agent_that_is_broken_fails_with_what_it_did()
    {
        Assert.Equal((ProbeOutcome.Refused, "connection refused"), Of(await Probe(BadServers.Nobody())));
        await using ScriptedServer silent = BadServers.Silent();
        await TimeOut.Expect("timed out after {0} waiting for the answer", timeoutMs => Probe(silent.Endpoint, timeoutMs: timeoutMs));
        await using ScriptedServer drip = BadServers.Dripping("u"u8.ToArray());
        await TimeOut.Expect("timed out after {0} waiting for the rest of the answer", timeoutMs => Probe(drip.Endpoint, timeoutMs: timeoutMs));
        await using ScriptedServer endless = BadServers.Endless("up ");
        Assert.Equal((ProbeOutcome.Malformed, "the agent's line is longer than 4 KiB"), Of(await Probe(endless.Endpoint)));
        await using ScriptedServer reset = BadServers.Resetting("up");
        Assert.Equal((ProbeOutcome.Broken, "connection reset in the middle of the answer"), Of(await Probe(reset.Endpoint)));
    }

    private static (ProbeOutcome Outcome, string Detail) Of(ProbeResult result) => (result.Outcome, result.Detail);
}
