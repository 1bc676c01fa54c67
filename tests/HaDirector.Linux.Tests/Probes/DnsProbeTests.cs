using System.Net.Sockets;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;
using HaDirector.Probes;

namespace HaDirector.Linux.Tests.Probes;

/// <summary>What no real name server does while it is well.</summary>
public class DnsProbeTests
{
    private static async Task<ProbeResult> Probe(IpEndpoint target, bool overTcp, int timeoutMs = 20_000) =>
        await ProbeCatalog.Run(TcpProbeTests.Check(new DnsCheck("www.example", DnsType.A, overTcp, 0, []), target, timeoutMs), CancellationToken.None);

    private static byte[] Answer(byte[] query)
    {
        byte[] answer = [.. query];
        (answer[2], answer[3]) = (0x81, 0x80);
        return answer;
    }

    [Fact]
    public async Task Over_udp_strangers_datagrams_are_passed_over_and_a_broken_answer_is_not()
    {
        await using ScriptedDatagrams strangers = new(query => [[], "x"u8.ToArray(), query, [(byte)(query[0] ^ 1), .. Answer(query)[1..]], Answer(query)]);
        Assert.Equal((ProbeOutcome.Passed, "NOERROR, 0 answers"), Of(await Probe(strangers.Endpoint, overTcp: false)));

        await using ScriptedDatagrams only = new(query => [query, query]);
        Assert.Equal(
            (ProbeOutcome.TimedOut, "timed out after 1s waiting for the answer; datagrams that are none: 2, the last because the message is no answer"),
            Of(await Probe(only.Endpoint, overTcp: false, timeoutMs: 1000)));

        await using ScriptedDatagrams flood = new(query => Enumerable.Repeat(query, 100));
        Assert.Equal((ProbeOutcome.Malformed, "64 datagrams came and none is the answer: the message is no answer"), Of(await Probe(flood.Endpoint, overTcp: false)));

        await using ScriptedDatagrams broken = new(query =>
        {
            byte[] answer = Answer(query);
            answer[7] = 1; // one answer, it says
            return [answer];
        });
        Assert.Equal((ProbeOutcome.Malformed, "the records of the answer are broken"), Of(await Probe(broken.Endpoint, overTcp: false)));
    }

    [Fact]
    [Shows("dns", "silent", "refused")]
    public async Task Over_udp_silence_and_refusal_fail()
    {
        await using ScriptedDatagrams silent = new(_ => []);
        await TimeOut.Expect("timed out after {0} waiting for the answer", timeoutMs => Probe(silent.Endpoint, overTcp: false, timeoutMs: timeoutMs));
        Assert.Equal((ProbeOutcome.Refused, "ICMP port unreachable"), Of(await Probe(BadServers.Nobody(SocketType.Dgram, ProtocolType.Udp), overTcp: false)));
    }

    [Fact]
    [Shows("dns", "drip", "half-closed", "endless-body", "reset")]
    public async Task Over_tcp_a_server_that_is_broken_fails_with_what_it_did()
    {
        Assert.Equal((ProbeOutcome.Refused, "connection refused"), Of(await Probe(BadServers.Nobody(), overTcp: true)));
        await using ScriptedServer silent = BadServers.Silent();
        await TimeOut.Expect("timed out after {0} waiting for the answer", timeoutMs => Probe(silent.Endpoint, overTcp: true, timeoutMs: timeoutMs));
        await using ScriptedServer drip = BadServers.Dripping([0x40, 0]);
        ProbeResult dripped = await Probe(drip.Endpoint, overTcp: true, timeoutMs: 1000);
        Assert.False(dripped.Passed);
        Assert.StartsWith("timed out after 1s waiting for the rest of the answer", dripped.Detail, StringComparison.Ordinal);
        await using ScriptedServer half = BadServers.HalfClosing("\0\u0020abc");
        Assert.Equal((ProbeOutcome.Broken, "the server closed in the middle of its answer"), Of(await Probe(half.Endpoint, overTcp: true)));
        await using ScriptedServer closed = BadServers.HalfClosing("");
        Assert.Equal((ProbeOutcome.Broken, "the server closed without an answer"), Of(await Probe(closed.Endpoint, overTcp: true)));
        await using ScriptedServer reset = BadServers.Resetting("\0\u0020abc");
        Assert.Equal((ProbeOutcome.Broken, "connection reset in the middle of the answer"), Of(await Probe(reset.Endpoint, overTcp: true)));
        await using ScriptedServer endless = BadServers.Endless("220 mail.example ESMTP\r\n");
        Assert.Equal((ProbeOutcome.Malformed, "the answer has another id"), Of(await Probe(endless.Endpoint, overTcp: true)));
    }

    private static (ProbeOutcome Outcome, string Detail) Of(ProbeResult result) => (result.Outcome, result.Detail);
}
