using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;
using HaDirector.Probes;

namespace HaDirector.Linux.Tests.Probes;

/// <summary>What no real mail server does while it is well.</summary>
public class SmtpProbeTests
{
    private static readonly TlsOptions Tls = new(TestCertificates.Name, Verify: false, null, 0, null);

    private static async Task<ProbeResult> Probe(IpEndpoint target, TlsOptions? tls = null, int timeoutMs = 20_000, string name = "lb01.example") =>
        await ProbeCatalog.Run(TcpProbeTests.Check(new SmtpCheck(name, tls, StartTls: tls is not null), target, timeoutMs), CancellationToken.None);

    /// <summary>Says these replies, the first unasked and each further one to a command; then waits.</summary>
    private static ScriptedServer Saying(params string[] replies) => new(async (client, stop) =>
    {
        byte[] command = new byte[1024];
        for (int i = 0; i < replies.Length; i++)
        {
            if (i > 0) await client.ReceiveAsync(command, stop);
            await client.SendAsync(System.Text.Encoding.Latin1.GetBytes(replies[i]), stop);
        }

        await Task.Delay(Timeout.Infinite, stop);
    });

    [Theory]
    [InlineData(true, ProbeOutcome.Passed, "220 hello", "220 hello\r\n", "250-a\r\n250 b\r\n", "221 bye\r\n")]
    [InlineData(false, ProbeOutcome.WrongAnswer, "421 service not available, wanted 220 in the greeting", "421 service not available\r\n")]
    [InlineData(false, ProbeOutcome.WrongAnswer, "502 what?, wanted 250 in answer to EHLO", "220 hello\r\n", "502 what?\r\n")]
    [InlineData(false, ProbeOutcome.WrongAnswer, "421 too busy, wanted 221 in answer to QUIT", "220 hello\r\n", "250 a\r\n", "421 too busy\r\n")]
    [InlineData(false, ProbeOutcome.Malformed, "the answer is not SMTP in the greeting", "HTTP/1.1 400 Bad Request\r\n")]
    [Shows("smtp", "wrong-answer")]
    public async Task Its_codes_count(bool passed, ProbeOutcome outcome, string detail, params string[] replies)
    {
        await using ScriptedServer server = Saying(replies);
        ProbeResult result = await Probe(server.Endpoint);
        Assert.Equal((passed, outcome, detail), (result.Passed, result.Outcome, result.Detail));
    }

    [Fact]
    public async Task Starttls_must_be_offered_and_nothing_may_stand_between_it_and_tls()
    {
        await using ScriptedServer without = Saying("220 hello\r\n", "250-a\r\n250 b\r\n");
        Assert.Equal((ProbeOutcome.Tls, "the server does not offer STARTTLS"), Of(await Probe(without.Endpoint, Tls)));
        await using ScriptedServer injected = Saying("220 hello\r\n", "250-a\r\n250 STARTTLS\r\n", "220 go ahead\r\n250 injected\r\n");
        Assert.Equal((ProbeOutcome.Malformed, "the server says more before TLS begins"), Of(await Probe(injected.Endpoint, Tls)));
        await using ScriptedServer deaf = Saying("220 hello\r\n", "250-a\r\n250 STARTTLS\r\n", "220 go ahead\r\n");
        await TimeOut.Expect("timed out after {0} in the TLS handshake", timeoutMs => Probe(deaf.Endpoint, Tls, timeoutMs: timeoutMs));
    }

    [Fact]
    [Shows("smtp", "silent", "drip", "half-closed", "reset", "endless-body", "oversize-headers")]
    public async Task A_server_that_is_broken_fails_with_what_it_did()
    {
        Assert.Equal((ProbeOutcome.Refused, "connection refused"), Of(await Probe(BadServers.Nobody())));
        await using ScriptedServer silent = BadServers.Silent();
        await TimeOut.Expect("timed out after {0} waiting for the answer", timeoutMs => Probe(silent.Endpoint, timeoutMs: timeoutMs));
        await using ScriptedServer drip = BadServers.Dripping("220-hello\r\n"u8.ToArray());
        ProbeResult dripped = await Probe(drip.Endpoint, timeoutMs: 1000);
        Assert.False(dripped.Passed);
        Assert.StartsWith("timed out after 1s waiting for the rest of the answer", dripped.Detail, StringComparison.Ordinal);
        await using ScriptedServer half = BadServers.HalfClosing("220-hello\r\n");
        Assert.Equal((ProbeOutcome.Broken, "the server closed in the middle of its answer in the greeting"), Of(await Probe(half.Endpoint)));
        await using ScriptedServer closed = BadServers.HalfClosing("");
        Assert.Equal((ProbeOutcome.Broken, "the server closed without an answer in the greeting"), Of(await Probe(closed.Endpoint)));
        await using ScriptedServer reset = BadServers.Resetting("220-hello\r\n");
        Assert.Equal((ProbeOutcome.Broken, "connection reset in the middle of the answer"), Of(await Probe(reset.Endpoint)));
        await using ScriptedServer lines = BadServers.Endless("220-hello\r\n");
        Assert.Equal((ProbeOutcome.Malformed, "the answer has more than 128 lines in the greeting"), Of(await Probe(lines.Endpoint)));
        await using ScriptedServer line = BadServers.Endless("220 hello ");
        Assert.Equal((ProbeOutcome.Malformed, "a line is longer than 1 KiB in the greeting"), Of(await Probe(line.Endpoint)));
    }

    [Fact]
    public async Task A_name_that_would_be_a_command_is_not_said() =>
        Assert.Equal(Fault.Local, (await Probe(BadServers.Nobody(), name: "a\r\nRCPT")).Fault);

    private static (ProbeOutcome Outcome, string Detail) Of(ProbeResult result) => (result.Outcome, result.Detail);
}
