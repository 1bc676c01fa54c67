using System.Net;
using System.Net.Sockets;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;
using HaDirector.Probes;

namespace HaDirector.Linux.Tests.Probes;

public sealed class TlsProbeTests(NginxTlsServers nginx) : IClassFixture<NginxTlsServers>
{
    private const string Name = TestCertificates.Name;

    [Theory]
    [InlineData("good", Name, 0, "TLS 1.3, certificate valid for 45 days")]
    [InlineData("good", Name, 45, "TLS 1.3, certificate valid for 45 days")]
    [InlineData("tls12", Name, 0, "TLS 1.2, certificate valid for 45 days")]
    [InlineData("address", null, 0, "TLS 1.3, certificate valid for 44 days")]
    [InlineData("mutual", Name, 0, "TLS 1.3, certificate valid for 45 days")]
    [Shows("tls", "healthy")]
    public async Task Good_certificates_pass(string server, string? name, int minDaysLeft, string detail) =>
        Is(true, ProbeOutcome.Passed, detail, await Probe(server, nginx.Tls(name, minDaysLeft: minDaysLeft)));

    [Theory]
    [InlineData("expired", Name, 0, "certificate expired 3 days ago")]
    [InlineData("short", Name, 14, "certificate expires in 5 days, wanted at least 14 days")]
    [InlineData("other", Name, 0, "the certificate is for other.example, wanted www.example")]
    [InlineData("address", Name, 0, "the certificate is for 127.0.0.1, wanted www.example")]
    [InlineData("good", null, 0, "the certificate is for www.example, wanted 127.0.0.1")]
    [InlineData("self", Name, 0, "the certificate is not signed by a trusted authority, but by itself")]
    [InlineData("client", Name, 0, "the certificate is not meant for servers")]
    [InlineData("plain", Name, 0, "the answer is not TLS")]
    [Shows("tls", "expired", "wrong-name", "self-signed")]
    public async Task Bad_certificates_are_named(string server, string? name, int minDaysLeft, string detail) =>
        Is(false, ProbeOutcome.Tls, detail, await Probe(server, nginx.Tls(name, minDaysLeft: minDaysLeft)));

    [Theory]
    [InlineData("expired", 0, null)]
    [InlineData("other", 0, null)]
    [InlineData("self", 0, null)]
    [InlineData("short", 14, "certificate expires in 5 days, wanted at least 14 days")]
    public async Task Without_verification_only_the_wanted_days_count(string server, int minDaysLeft, string? objection)
    {
        ProbeResult result = await Probe(server, nginx.Tls(verify: false, minDaysLeft: minDaysLeft));
        Assert.Equal(objection is null, result.Passed);
        if (objection is not null) Assert.Equal(objection, result.Detail);
    }

    [Fact]
    public async Task The_systems_authorities_do_not_know_the_tests()
    {
        ProbeResult result = await Probe("good", nginx.Tls() with { CaFile = null });
        Is(false, ProbeOutcome.Tls, "the certificate is not signed by a trusted authority", result);
    }

    [Fact]
    public async Task A_certificate_that_is_trusted_itself_needs_no_authority() =>
        Assert.True((await Probe("self", nginx.Tls() with { CaFile = Path.Combine(Path.GetDirectoryName(nginx.Certificates.AuthorityFile)!, "self.pem") })).Passed);

    [Theory]
    [InlineData("h2", true, ProbeOutcome.Passed)]
    [InlineData("http/1.1", true, ProbeOutcome.Passed)]
    [InlineData("smtp", false, ProbeOutcome.Tls)]
    public async Task The_application_protocol_must_be_agreed_on(string protocol, bool passed, ProbeOutcome outcome)
    {
        ProbeResult result = await Probe("good", nginx.Tls(), protocol);
        Assert.Equal((passed, outcome), (result.Passed, result.Outcome));
        if (!passed) Assert.Equal("the server ended TLS: no application protocol", result.Detail);
    }

    [Fact]
    public async Task Files_that_are_missing_or_hold_nothing_blame_nobody()
    {
        string none = Path.Combine(Path.GetTempPath(), "hd-no-such-file.pem"), empty = nginx.Certificates.Write("empty", "nothing\n");
        foreach (TlsOptions tls in new[] { nginx.Tls() with { CaFile = none }, nginx.Tls() with { CaFile = empty }, nginx.Tls(own: none), nginx.Tls(own: empty) })
        {
            ProbeResult result = await Probe("good", tls);
            Assert.Equal((false, Fault.Local, ProbeOutcome.Local), (result.Passed, result.Fault, result.Outcome));
            Assert.Contains("cannot be used", result.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_that_changes_is_read_again()
    {
        string file = nginx.Certificates.Write("changing", await File.ReadAllTextAsync(nginx.Certificates.AuthorityFile));
        Assert.True((await Probe("good", nginx.Tls() with { CaFile = file })).Passed);
        File.Copy(nginx.Certificates.Signed("another", 10), file, overwrite: true);
        Assert.False((await Probe("good", nginx.Tls() with { CaFile = file })).Passed);
    }

    [Fact]
    [Shows("tls", "refused")]
    public async Task A_closed_port_is_refused()
    {
        IpEndpoint closed = NginxServer.Endpoint(NginxServer.FreePorts(1)[0]);
        Is(false, ProbeOutcome.Refused, "connection refused", await Run(new TlsCheck(nginx.Tls(), null), closed));
    }

    [Fact]
    [Shows("tls", "silent")]
    public async Task A_server_that_never_answers_times_out_in_the_handshake()
    {
        await using ScriptedServer silent = new((_, stop) => Task.Delay(Timeout.Infinite, stop));
        await TimeOut.Expect("timed out after {0} in the TLS handshake", timeoutMs => Run(new TlsCheck(nginx.Tls(), null), silent.Endpoint, timeoutMs));
    }

    [Fact]
    [Shows("tls", "drip")]
    public async Task A_slow_drip_does_not_stretch_the_timeout()
    {
        await using ScriptedServer drip = new(async (client, stop) =>
        {
            // The header of a record of 16 KiB of handshake, then a byte now and then.
            await client.SendAsync(new byte[] { 22, 3, 3, 0x40, 0 }, stop);
            for (; ; await Task.Delay(15, stop)) await client.SendAsync(new byte[] { 2 }, stop);
        });
        await TimeOut.Expect("timed out after {0} in the TLS handshake", timeoutMs => Run(new TlsCheck(nginx.Tls(), null), drip.Endpoint, timeoutMs));
    }

    [Theory]
    [InlineData("reset", "connection reset in the TLS handshake", ProbeOutcome.Broken)]
    [InlineData("close", "the server closed in the TLS handshake", ProbeOutcome.Broken)]
    [InlineData("half", "the server closed in the TLS handshake", ProbeOutcome.Broken)]
    [InlineData("words", "the answer is not TLS", ProbeOutcome.Tls)]
    [InlineData("flood", "the answer is not TLS", ProbeOutcome.Tls)]
    [Shows("tls", "wrong-answer", "half-closed", "endless-body", "reset")]
    public async Task What_is_no_handshake_is_named(string behaviour, string detail, ProbeOutcome outcome)
    {
        await using ScriptedServer server = new(async (client, stop) =>
        {
            await client.ReceiveAsync(new byte[4096], stop);
            switch (behaviour)
            {
                case "reset":
                    client.Close(0);
                    return;
                case "close":
                    return;
                case "half":
                    client.Shutdown(SocketShutdown.Send);
                    await Task.Delay(Timeout.Infinite, stop);
                    return;
                case "words":
                    await client.SendAsync("220 mail.example ESMTP ready\r\n"u8.ToArray(), stop);
                    await Task.Delay(Timeout.Infinite, stop);
                    return;
                default:
                    while (true) await client.SendAsync(new byte[10_000], stop);
            }
        });
        Is(false, outcome, detail, await Run(new TlsCheck(nginx.Tls(), null), server.Endpoint));
    }

    [Fact]
    public async Task Source_interface_and_mark_lead_the_packets()
    {
        EndPoint? from = null;
        await using ScriptedServer server = new((client, _) =>
        {
            from = client.RemoteEndPoint;
            return Task.CompletedTask;
        });
        CheckSpec check = TcpProbeTests.Check(new TlsCheck(nginx.Tls(), null), server.Endpoint);
        IpAddress source = IpAddress.Parse("127.0.0.77");
        await ProbeCatalog.Run(check with { Route = new CheckRoute(source, "lo", 7) }, CancellationToken.None);
        Assert.Equal(source.ToIPAddress(), ((IPEndPoint)from!).Address);

        ProbeResult result = await ProbeCatalog.Run(check with { Route = new CheckRoute(null, "hd-no-such", 0) }, CancellationToken.None);
        Assert.Equal((false, Fault.Local, ProbeOutcome.Local), (result.Passed, result.Fault, result.Outcome));
        Assert.StartsWith("this host cannot use the interface hd-no-such: ", result.Detail, StringComparison.Ordinal);
        result = await ProbeCatalog.Run(check with { Route = new CheckRoute(IpAddress.Parse("192.0.2.1"), null, 0) }, CancellationToken.None);
        Assert.StartsWith("this host cannot use the source address 192.0.2.1: ", result.Detail, StringComparison.Ordinal);
    }

    private static void Is(bool passed, ProbeOutcome outcome, string detail, ProbeResult result)
    {
        Assert.Equal((detail, passed, outcome), (result.Detail, result.Passed, result.Outcome));
        Assert.Equal(Fault.Server, result.Fault);
    }

    private static async Task<ProbeResult> Run(CheckKind kind, IpEndpoint target, int timeoutMs = 20_000) =>
        await ProbeCatalog.Run(TcpProbeTests.Check(kind, target, timeoutMs), CancellationToken.None);

    private Task<ProbeResult> Probe(string server, TlsOptions tls, string? protocol = null) => Run(new TlsCheck(tls, protocol), nginx[server]);
}
