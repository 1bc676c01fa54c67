using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;
using HaDirector.Probes;

namespace HaDirector.Linux.Tests.Probes;

/// <summary>HTTP/1.1 and HTTP/2 over TLS.</summary>
public sealed class HttpsProbeTests(NginxTlsServers nginx) : IClassFixture<NginxTlsServers>
{
    [Theory]
    [InlineData(HttpVersion.Http11, "good", "/healthz", "^all green HTTP/1.1 www.example\n$", true, "status 200")]
    [InlineData(HttpVersion.Http2, "good", "/healthz", "^all green HTTP/2.0 www.example\n$", true, "status 200")]
    [InlineData(HttpVersion.Http11, "tls12", "/healthz", "green", true, "status 200")]
    [InlineData(HttpVersion.Http2, "tls12", "/healthz", "green", true, "status 200")]
    [InlineData(HttpVersion.Http11, "good", "/big.txt", "the end$", true, "status 200")]
    [InlineData(HttpVersion.Http2, "good", "/big.txt", "the end$", true, "status 200")]
    [InlineData(HttpVersion.Http11, "good", "/healthz", "red", false, "the body does not match")]
    [InlineData(HttpVersion.Http2, "good", "/healthz", "red", false, "the body does not match")]
    [InlineData(HttpVersion.Http11, "good", "/busy", null, false, "status 503, wanted 200-299")]
    [InlineData(HttpVersion.Http2, "good", "/busy", null, false, "status 503, wanted 200-299")]
    [InlineData(HttpVersion.Http11, "good", "/moved", null, false, "status 302, wanted 200-299")]
    [Shows("https", "healthy", "wrong-answer")]
    public async Task Answers_are_judged(HttpVersion version, string server, string path, string? pattern, bool passed, string detail)
    {
        ProbeResult result = await Probe(version, server, nginx.Tls(), new HttpRequest(path, Ok) { BodyPattern = pattern });
        Assert.Equal((detail, passed), (result.Detail, result.Passed));
        Assert.Equal(passed ? ProbeOutcome.Passed : ProbeOutcome.WrongAnswer, result.Outcome);
    }

    [Theory]
    [InlineData(HttpVersion.Http11)]
    [InlineData(HttpVersion.Http2)]
    public async Task Method_headers_body_and_host_are_sent(HttpVersion version)
    {
        HttpRequest request = new("/echo", Ok)
        {
            Method = "PUT",
            Headers = [new HttpHeader("X-Probe", "yes"), new HttpHeader("User-Agent", "watcher")],
            Body = "green",
            BodyPattern = "^PUT yes 5 shop\\.example watcher\n$",
        };
        Assert.Equal("status 200", (await Probe(version, "good", nginx.Tls(), request)).Detail);
    }

    [Theory]
    [InlineData(HttpVersion.Http11)]
    [InlineData(HttpVersion.Http2)]
    public async Task Redirects_and_several_requests(HttpVersion version)
    {
        HttpCheck check = new([new HttpRequest("/moved", Ok) { BodyPattern = "green" }, new HttpRequest("/state", Ok)
        {
            BodyJson = new JsonExpectation("/status", "green"),
        }], "shop.example", nginx.Tls(), version, 1);
        Assert.Equal("status 200", (await Run(check, nginx["good"])).Detail);
        Assert.Equal("GET /moved: status 302, wanted 200-299", (await Run(check with { RedirectsMax = 0 }, nginx["good"])).Detail);
    }

    [Theory]
    [InlineData(HttpVersion.Http11, "expired", "certificate expired 3 days ago")]
    [InlineData(HttpVersion.Http2, "expired", "certificate expired 3 days ago")]
    [InlineData(HttpVersion.Http11, "other", "the certificate is for other.example, wanted www.example")]
    [InlineData(HttpVersion.Http2, "other", "the certificate is for other.example, wanted www.example")]
    [InlineData(HttpVersion.Http11, "self", "the certificate is not signed by a trusted authority, but by itself")]
    [InlineData(HttpVersion.Http2, "self", "the certificate is not signed by a trusted authority, but by itself")]
    [InlineData(HttpVersion.Http11, "short", "certificate expires in 5 days, wanted at least 14 days")]
    [InlineData(HttpVersion.Http2, "short", "certificate expires in 5 days, wanted at least 14 days")]
    [InlineData(HttpVersion.Http11, "plain", "the answer is not TLS")]
    [InlineData(HttpVersion.Http2, "plain", "the answer is not TLS")]
    [Shows("https", "expired", "wrong-name", "self-signed")]
    public async Task Bad_certificates_are_named(HttpVersion version, string server, string detail)
    {
        ProbeResult result = await Probe(version, server, nginx.Tls(minDaysLeft: 14), new HttpRequest("/healthz", Ok));
        Assert.Equal((detail, false, ProbeOutcome.Tls), (result.Detail, result.Passed, result.Outcome));
    }

    [Fact]
    public async Task A_server_without_http2_is_named()
    {
        ProbeResult result = await Probe(HttpVersion.Http2, "http1", nginx.Tls(), new HttpRequest("/healthz", Ok));
        Assert.Equal(("the server ended TLS: no application protocol", ProbeOutcome.Tls), (result.Detail, result.Outcome));
        Assert.True((await Probe(HttpVersion.Http11, "http1", nginx.Tls(), new HttpRequest("/healthz", Ok))).Passed);
    }

    [Theory]
    [InlineData(HttpVersion.Http11)]
    [InlineData(HttpVersion.Http2)]
    public async Task A_server_that_asks_who_we_are_is_told(HttpVersion version)
    {
        HttpRequest request = new("/healthz", Ok);
        Assert.Equal("status 200", (await Probe(version, "mutual", nginx.Tls(own: nginx.OwnCertificate), request)).Detail);
        Assert.Equal("status 400, wanted 200-299", (await Probe(version, "mutual", nginx.Tls(), request)).Detail);
    }

    [Theory]
    [InlineData(HttpVersion.Http11)]
    [InlineData(HttpVersion.Http2)]
    public async Task A_body_that_is_too_long_for_its_hash_is_named(HttpVersion version)
    {
        HttpRequest request = new("/huge.txt", Ok) { BodySha256 = new string('0', 64) };
        Assert.Equal("the body is longer than 256 KiB", (await Probe(version, "good", nginx.Tls(), request)).Detail);
    }

    [Theory]
    [InlineData("silent", "timed out after {0} waiting for the answer", ProbeOutcome.TimedOut)]
    [InlineData("drip", "timed out after {0} waiting for the rest of the answer", ProbeOutcome.TimedOut)]
    [InlineData("reset", "connection reset in the middle of the answer", ProbeOutcome.Broken)]
    [InlineData("reset-at-once", "connection reset", ProbeOutcome.Broken)]
    [InlineData("half", "the server closed in the middle of its answer", ProbeOutcome.Broken)]
    [InlineData("close", "the server closed without an answer", ProbeOutcome.Broken)]
    [InlineData("headers", "the headers are longer than 64 KiB", ProbeOutcome.Malformed)]
    [InlineData("body", "the body does not match", ProbeOutcome.WrongAnswer)]
    [InlineData("words", "the answer is not HTTP/1", ProbeOutcome.Malformed)]
    [Shows("https", "silent", "drip", "reset", "half-closed", "oversize-headers", "endless-body")]
    public async Task Evil_servers_are_named(string behaviour, string detail, ProbeOutcome outcome)
    {
        string certificate = nginx.Certificates.Signed($"evil-{behaviour}", 30);
        await using ScriptedServer server = ScriptedServer.Tls(certificate, (secure, client, stop) => Behave(behaviour, secure, client, stop));
        HttpRequest request = new("/healthz", Ok) { BodyPattern = "never there" };
        HttpCheck check = new([request], null, nginx.Tls(), HttpVersion.Http11, 0);
        if (outcome == ProbeOutcome.TimedOut)
        {
            await TimeOut.Expect(detail, timeoutMs => Run(check, server.Endpoint, timeoutMs));
            return;
        }
        ProbeResult result = await Run(check, server.Endpoint);
        Assert.Equal((detail, outcome), (result.Detail, result.Outcome));
    }

    [Theory]
    [InlineData("silent", "timed out after {0} waiting for the answer", ProbeOutcome.TimedOut)]
    [InlineData("drip", "timed out after {0} waiting for the rest of the answer", ProbeOutcome.TimedOut)]
    [InlineData("wrong", "status 503, wanted 200-299", ProbeOutcome.WrongAnswer)]
    [InlineData("reset-stream", "HTTP/2 ended with INTERNAL_ERROR in the middle of the answer", ProbeOutcome.Broken)]
    [InlineData("goaway", "the server turned the request away (GOAWAY or REFUSED_STREAM)", ProbeOutcome.Broken)]
    [InlineData("headers", "the headers are longer than 64 KiB", ProbeOutcome.Malformed)]
    [InlineData("words", "the answer is not HTTP/2", ProbeOutcome.Malformed)]
    public async Task Evil_servers_of_http2_are_named(string behaviour, string detail, ProbeOutcome outcome)
    {
        await using EvilHttp2Server evil = new(behaviour);
        await using ScriptedServer server = ScriptedServer.Tls(
            nginx.Certificates.Signed($"evil2-{behaviour}", 30), (secure, _, stop) => Relay(secure, evil.Endpoint, stop), SslApplicationProtocol.Http2);
        HttpCheck check = new([new HttpRequest("/", Ok) { BodyPattern = "never there" }], null, nginx.Tls(), HttpVersion.Http2, 0);
        if (outcome == ProbeOutcome.TimedOut)
        {
            await TimeOut.Expect(detail, timeoutMs => Run(check, server.Endpoint, timeoutMs));
            return;
        }
        ProbeResult result = await Run(check, server.Endpoint);
        Assert.StartsWith(detail, result.Detail, StringComparison.Ordinal); // a code may follow
        Assert.Equal(outcome, result.Outcome);
    }

    [Theory]
    [InlineData(HttpVersion.Http11)]
    [InlineData(HttpVersion.Http2)]
    public async Task A_handshake_that_does_not_come_to_an_end_times_out_there(HttpVersion version)
    {
        HttpCheck check = new([new HttpRequest("/", Ok)], null, nginx.Tls(), version, 0);
        await using ScriptedServer silent = BadServers.Silent(), slow = BadServers.Dripping([0x16, 3, 3, 0x40, 0, 2, 0, 0x3F, 0xFC]); // a record of 16 KiB begins
        await TimeOut.Expect("timed out after {0} in the TLS handshake", timeoutMs => Run(check, silent.Endpoint, timeoutMs));
        await TimeOut.Expect("timed out after {0} in the TLS handshake", timeoutMs => Run(check, slow.Endpoint, timeoutMs));
    }

    [Fact]
    [Shows("https", "refused")]
    public async Task A_closed_port_is_refused() => Assert.Equal(
        ("connection refused", ProbeOutcome.Refused),
        (await Run(new HttpCheck([new HttpRequest("/", Ok)], null, nginx.Tls(), HttpVersion.Http11, 0), BadServers.Nobody())) is var result ? (result.Detail, result.Outcome) : default);

    [Fact]
    public async Task Many_checks_leave_no_connection_on_this_host()
    {
        HttpRequest request = new("/big.txt", Ok) { BodyPattern = "^aaaa" };
        for (int round = 0; round < 5; round++)
        {
            // Half of them end in the middle, wherever that is.
            IEnumerable<Task<ProbeResult>> tries = from version in new[] { HttpVersion.Http11, HttpVersion.Http2 }
                                                   from timeoutMs in new[] { 5, 20, 20_000, 20_000 }
                                                   select Run(new HttpCheck([request], null, nginx.Tls(), version, 0), nginx["good"], timeoutMs);
            await Task.WhenAll(tries);
        }
        // Columns of /proc/net/tcp: slot, local, remote, state.
        string port = $":{nginx["good"].Port:X4}";
        bool IsOpen() => File.ReadLines("/proc/net/tcp").Any(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2].EndsWith(port, StringComparison.Ordinal));
        for (int i = 0; i < 1500 && IsOpen(); i++) await Task.Delay(20);
        Assert.False(IsOpen());
    }

    private static Model.ValueList<StatusRange> Ok => [new StatusRange(200, 299)];

    // TLS is taken off here, and what is evil comes from behind.
    private static async Task Relay(SslStream secure, IpEndpoint behind, CancellationToken stop)
    {
        using TcpClient server = new();
        await server.ConnectAsync(System.Net.IPAddress.Parse(behind.Address.ToString()), behind.Port, stop);
        NetworkStream plain = server.GetStream();
        await Task.WhenAll(secure.CopyToAsync(plain, stop), plain.CopyToAsync(secure, stop));
    }

    private static async Task Behave(string behaviour, SslStream secure, Socket client, CancellationToken stop)
    {
        int _ = await secure.ReadAsync(new byte[4096], stop);
        ValueTask Send(string text) => secure.WriteAsync(Encoding.ASCII.GetBytes(text), stop);
        string more = string.Concat(Enumerable.Repeat("X-Filler: 0123456789\r\n", 100));
        switch (behaviour)
        {
            case "silent":
                await Task.Delay(Timeout.Infinite, stop);
                break;
            case "drip":
                await Send("HTTP/1.1 200 OK\r\nX-Slow: ");
                for (; ; await Task.Delay(15, stop)) await Send("z");
            case "reset":
                await Send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                await Task.Delay(200, stop); // a reset overtakes what was not read yet
                client.Close(0);
                break;
            case "reset-at-once":
                client.Close(0);
                break;
            case "half":
                await Send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                client.Shutdown(SocketShutdown.Send);
                await Task.Delay(Timeout.Infinite, stop);
                break;
            case "close":
                await secure.ShutdownAsync();
                break;
            case "words":
                await Send("220 mail.example ESMTP ready\r\n");
                break;
            default:
                await Send(behaviour == "headers" ? "HTTP/1.1 200 OK\r\n" : "HTTP/1.1 200 OK\r\n\r\n");
                while (true) await Send(more);
        }
    }

    private static async Task<ProbeResult> Run(HttpCheck check, IpEndpoint target, int timeoutMs = 20_000) =>
        await ProbeCatalog.Run(TcpProbeTests.Check(check, target, timeoutMs), CancellationToken.None);

    private Task<ProbeResult> Probe(HttpVersion version, string server, TlsOptions tls, HttpRequest request) =>
        Run(new HttpCheck([request], "shop.example", tls, version, 0), nginx[server]);
}
