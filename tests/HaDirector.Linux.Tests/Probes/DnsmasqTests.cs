using System.Diagnostics;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;
using HaDirector.Probes;

namespace HaDirector.Linux.Tests.Probes;

/// <summary>DNS checks against a real name server.</summary>
public sealed class DnsmasqTests : IAsyncLifetime
{
    private readonly IpEndpoint _target = BadServers.Nobody();
    private Process? _dnsmasq;

    public async Task InitializeAsync()
    {
        string much = new('x', 200);
        _dnsmasq = Process.Start(new ProcessStartInfo("dnsmasq",
        [
            "--keep-in-foreground", "--conf-file=/dev/null", "--no-hosts", "--no-resolv", "--pid-file=", "--user=", "--log-facility=-",
            $"--port={_target.Port}", "--listen-address=127.0.0.1", "--bind-interfaces", "--local=/example/",
            "--host-record=www.example,192.0.2.81,2001:db8::51", "--host-record=www.example,192.0.2.82", "--cname=alias.example,www.example",
            "--mx-host=example,mail.example,10", "--srv-host=_sip._udp.example,sip.example,5060,0,5", "--txt-record=example,hello,two words",
            "--ptr-record=81.2.0.192.in-addr.arpa,www.example", "--dns-rr=zone.example,2,026E73076578616D706C6500",
            "--dns-rr=zone.example,6,026E73076578616D706C650004726F6F740000000001000000020000000300000004000000FF",
            $"--txt-record=big.example,{much},{much},{much}",
        ])
        { RedirectStandardError = true })!;
        for (int i = 0; i < 1000 && !_dnsmasq.HasExited; i++)
        {
            if ((await Probe("www.example", DnsType.A, overTcp: true)).Passed) return;
            await Task.Delay(20);
        }

        throw new InvalidOperationException("dnsmasq did not start: " + (_dnsmasq.HasExited ? await _dnsmasq.StandardError.ReadToEndAsync() : ""));
    }

    public Task DisposeAsync()
    {
        _dnsmasq?.Kill();
        _dnsmasq?.WaitForExit();
        _dnsmasq?.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Shows("dns", "healthy")]
    public async Task Every_type_is_answered_as_wanted(bool overTcp)
    {
        foreach ((string name, DnsType type, string[] wanted) in new (string, DnsType, string[])[]
        {
            ("www.example", DnsType.A, ["192.0.2.82", "192.0.2.81"]),
            ("www.example", DnsType.AAAA, ["2001:db8::51"]),
            ("alias.example", DnsType.A, ["192.0.2.81"]),
            ("alias.example", DnsType.CNAME, ["www.example."]),
            ("example", DnsType.MX, ["10 mail.example."]),
            ("_sip._udp.example", DnsType.SRV, ["0 5 5060 sip.example."]),
            ("example", DnsType.TXT, ["\"hello\" \"two words\""]),
            ("81.2.0.192.in-addr.arpa", DnsType.PTR, ["www.example."]),
            ("zone.example", DnsType.NS, ["ns.example."]),
            ("zone.example", DnsType.SOA, ["ns.example. root. 1 2 3 4 255"]),
        })
        {
            ProbeResult result = await Probe(name, type, overTcp, 0, wanted);
            Assert.True(result.Passed, $"{name} {type}: {result.Detail}");
            Assert.StartsWith("NOERROR, ", result.Detail, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("nowhere.example", 0, "", false, "the answer is NXDOMAIN, wanted NOERROR")]
    [InlineData("nowhere.example", 3, "", true, "NXDOMAIN, 0 answers")]
    [InlineData("www.elsewhere", 0, "", false, "the answer is REFUSED, wanted NOERROR")]
    [InlineData("www.example", 3, "", false, "the answer is NOERROR, wanted NXDOMAIN")]
    [InlineData("www.example", 0, "192.0.2.99", false, "no answer is 192.0.2.99, the first of 2 is 192.0.2.8")]
    [InlineData("example", 0, "192.0.2.81", false, "no answer is 192.0.2.81, there is none")]
    [Shows("dns", "wrong-answer")]
    public async Task Another_answer_is_named(string name, int code, string wanted, bool passed, string detail)
    {
        foreach (bool overTcp in (bool[])[false, true])
        {
            ProbeResult result = await Probe(name, DnsType.A, overTcp, code, wanted.Length == 0 ? [] : [wanted]);
            Assert.Equal(passed ? ProbeOutcome.Passed : ProbeOutcome.WrongAnswer, result.Outcome);
            Assert.StartsWith(detail, result.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_truncated_answer_is_an_answer_but_holds_no_more_than_came()
    {
        Assert.Equal((true, "NOERROR, 0 answers, truncated"), Of(await Probe("big.example", DnsType.TXT, overTcp: false)));
        string text = $"\"{new string('x', 200)}\"";
        Assert.Equal((true, "NOERROR, 1 answers"), Of(await Probe("big.example", DnsType.TXT, overTcp: true, 0, $"{text} {text} {text}")));
    }

    private static (bool Passed, string Detail) Of(ProbeResult result) => (result.Passed, result.Detail);

    private async Task<ProbeResult> Probe(string name, DnsType type, bool overTcp, int code = 0, params string[] wanted) =>
        await ProbeCatalog.Run(TcpProbeTests.Check(new DnsCheck(name, type, overTcp, code, ValueList.Of<string>(wanted)), _target), CancellationToken.None);
}
