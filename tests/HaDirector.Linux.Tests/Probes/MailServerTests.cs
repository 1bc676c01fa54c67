using System.Diagnostics;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;
using HaDirector.Probes;

namespace HaDirector.Linux.Tests.Probes;

/// <summary>SMTP checks against a real mail server: plain with STARTTLS, and with TLS from the first byte.</summary>
public sealed class MailServerTests(TestCertificates certificates) : IClassFixture<TestCertificates>, IAsyncLifetime
{
    private readonly IpEndpoint _plain = BadServers.Nobody(), _secure = BadServers.Nobody();
    private readonly List<Process> _servers = [];

    private TlsOptions Tls => new(TestCertificates.Name, Verify: true, certificates.AuthorityFile, 0, null);

    public async Task InitializeAsync()
    {
        string certificate = certificates.Signed("mail", 30);
        await StartAsync(_plain, new SmtpCheck("lb01.example", null, false), "--tlscert", certificate, "--tlskey", certificate, "--no-requiretls");
        await StartAsync(_secure, new SmtpCheck("lb01.example", Tls, false), "--smtpscert", certificate, "--smtpskey", certificate);
    }

    public Task DisposeAsync()
    {
        foreach (Process server in _servers)
        {
            if (!server.HasExited) server.Kill();
            server.WaitForExit();
            server.Dispose();
        }
        return Task.CompletedTask;
    }

    [Fact]
    [Shows("smtp", "healthy")]
    public async Task It_greets_and_takes_leave_in_each_way()
    {
        ProbeResult plain = await Probe(_plain, null, false);
        Assert.True(plain.Passed, plain.Detail);
        Assert.StartsWith("220 ", plain.Detail, StringComparison.Ordinal);
        ProbeResult upgraded = await Probe(_plain, Tls, true);
        Assert.True(upgraded.Passed, upgraded.Detail);
        Assert.Contains("certificate valid for", upgraded.Detail, StringComparison.Ordinal);
        ProbeResult secure = await Probe(_secure, Tls, false);
        Assert.True(secure.Passed, secure.Detail);
    }

    [Fact]
    [Shows("smtp", "wrong-name")]
    public async Task Its_certificate_is_judged_in_both_ways_of_tls()
    {
        TlsOptions other = Tls with { ServerName = "other.example" };
        foreach (ProbeResult result in (ProbeResult[])[await Probe(_plain, other, true), await Probe(_secure, other, false)])
            Assert.Equal((false, ProbeOutcome.Tls), (result.Passed, result.Outcome));
        ProbeResult noTls = await Probe(_plain, Tls, false);
        Assert.Equal((false, ProbeOutcome.Tls, "the answer is not TLS"), (noTls.Passed, noTls.Outcome, noTls.Detail));
    }

    [Fact]
    [Shows("smtp", "refused")]
    public async Task A_killed_server_is_refused()
    {
        _servers[0].Kill();
        await _servers[0].WaitForExitAsync();
        Assert.Equal("connection refused", (await Probe(_plain, null, false)).Detail);
    }

    private static async Task<ProbeResult> Probe(IpEndpoint target, TlsOptions? tls, bool startTls) =>
        await ProbeCatalog.Run(TcpProbeTests.Check(new SmtpCheck("lb01.example", tls, startTls), target), CancellationToken.None);

    private async Task StartAsync(IpEndpoint target, SmtpCheck check, params string[] more)
    {
        Process server = Process.Start(new ProcessStartInfo("aiosmtpd", ["--nosetuid", "--listen", target.ToString(), .. more])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        _servers.Add(server);
        ProbeResult last = default;
        for (int i = 0; i < 1500 && !server.HasExited; i++)
        {
            last = await ProbeCatalog.Run(TcpProbeTests.Check(check, target), CancellationToken.None);
            if (last.Passed) return;
            await Task.Delay(20);
        }

        throw new InvalidOperationException($"the mail server did not start: {last.Detail} {(server.HasExited ? await server.StandardError.ReadToEndAsync() : "")}");
    }
}
