using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;
using HaDirector.Probes;

namespace HaDirector.Linux.Tests.Probes;

public sealed class GrpcProbeTests(GrpcServer server) : IClassFixture<GrpcServer>
{
    [Theory]
    [InlineData("", true, "serving", ProbeOutcome.Passed)]
    [InlineData("shop", true, "serving", ProbeOutcome.Passed)]
    [InlineData("stock", false, "not serving", ProbeOutcome.WrongAnswer)]
    [InlineData("new", false, "the server does not know its health", ProbeOutcome.WrongAnswer)]
    [InlineData("nobody", false, "the server does not know the service \"nobody\" (grpc-status 5 NOT_FOUND)", ProbeOutcome.WrongAnswer)]
    [InlineData("fails", false, "\"database is \\\"gone\\\"\" (grpc-status 14 UNAVAILABLE)", ProbeOutcome.WrongAnswer)]
    [InlineData("endless", false, "the answer is longer than 4 KiB", ProbeOutcome.Malformed)]
    [InlineData("garbage", false, "the answer is not a message of grpc.health.v1", ProbeOutcome.Malformed)]
    [Shows("grpc", "healthy", "wrong-answer")]
    public async Task Health_is_judged(string service, bool passed, string detail, ProbeOutcome outcome) =>
        Is(passed, detail, outcome, await Probe(server.Healthy, service));

    [Fact]
    public async Task A_server_without_health_checking_is_named() => Is(
        false, "the server does not offer grpc.health.v1 (grpc-status 12 UNIMPLEMENTED)", ProbeOutcome.WrongAnswer, await Probe(server.Bare, ""));

    [Fact]
    public async Task A_service_that_hangs_times_out() =>
        await TimeOut.Expect("timed out after {0} waiting for the answer", timeoutMs => Probe(server.Healthy, "hangs", timeoutMs: timeoutMs));

    [Fact]
    [Shows("grpc", "wrong-name")]
    public async Task Tls_is_spoken_and_judged()
    {
        TlsOptions tls = new(TestCertificates.Name, true, server.Certificates.AuthorityFile, 0, null);
        Is(true, "serving", ProbeOutcome.Passed, await Probe(server.Secure, "shop", tls));
        Is(false, "the certificate is for www.example, wanted other.example", ProbeOutcome.Tls,
            await Probe(server.Secure, "shop", tls with { ServerName = "other.example" }));
        Is(false, "the certificate is not signed by a trusted authority", ProbeOutcome.Tls, await Probe(server.Secure, "shop", tls with { CaFile = null }));
    }

    [Fact]
    [Shows("grpc", "refused")]
    public async Task A_closed_port_is_refused() =>
        Is(false, "connection refused", ProbeOutcome.Refused, await Probe(NginxServer.Endpoint(NginxServer.FreePorts(1)[0]), ""));

    [Fact]
    public async Task A_server_that_is_not_grpc_is_named()
    {
        int port = NginxServer.FreePorts(1)[0];
        using NginxServer nginx = await NginxServer.Start(port, $$"""
            server {
              listen 127.0.0.1:{{port}} http2;
              location / { return 404; }
              location /grpc.health.v1.Health/ { return 200 "all green\n"; }
            }
            """);
        Is(false, "the answer is not gRPC", ProbeOutcome.Malformed, await Probe(NginxServer.Endpoint(port), ""));
    }

    [Fact]
    public async Task A_server_that_has_no_such_path_is_named()
    {
        int port = NginxServer.FreePorts(1)[0];
        using NginxServer nginx = await NginxServer.Start(port, $$"""server { listen 127.0.0.1:{{port}} http2; location / { return 404; } }""");
        Is(false, "HTTP status 404, not gRPC's 200", ProbeOutcome.WrongAnswer, await Probe(NginxServer.Endpoint(port), ""));
    }

    [Theory]
    [InlineData("silent", "timed out after {0} waiting for the answer", ProbeOutcome.TimedOut)]
    [InlineData("drip", "timed out after {0} waiting for the rest of the answer", ProbeOutcome.TimedOut)]
    [InlineData("half", "the server closed ", ProbeOutcome.Broken)]
    [InlineData("close", "the server closed without an answer", ProbeOutcome.Broken)]
    [InlineData("reset", "connection reset", ProbeOutcome.Broken)]
    [InlineData("reset-stream", "HTTP/2 ended with INTERNAL_ERROR", ProbeOutcome.Broken)]
    [InlineData("body", "the answer is longer than 4 KiB", ProbeOutcome.Malformed)]
    [InlineData("headers", "the headers are longer than 64 KiB", ProbeOutcome.Malformed)]
    [InlineData("words", "the answer is not HTTP/2", ProbeOutcome.Malformed)]
    [Shows("grpc", "silent", "drip", "half-closed", "reset", "endless-body", "oversize-headers")]
    public async Task Evil_servers_are_named(string behaviour, string detail, ProbeOutcome outcome)
    {
        await using EvilHttp2Server evil = new(behaviour, grpc: true);
        if (outcome == ProbeOutcome.TimedOut)
        {
            await TimeOut.Expect(detail, timeoutMs => Probe(evil.Endpoint, "", timeoutMs: timeoutMs));
            return;
        }
        ProbeResult result = await Probe(evil.Endpoint, "");
        Assert.StartsWith(detail, result.Detail, StringComparison.Ordinal); // it may not have seen the headers when the rest happens
        Assert.Equal((false, outcome, Fault.Server), (result.Passed, result.Outcome, result.Fault));
    }

    private static void Is(bool passed, string detail, ProbeOutcome outcome, ProbeResult result) =>
        Assert.Equal((detail, passed, outcome, Fault.Server), (result.Detail, result.Passed, result.Outcome, result.Fault));

    private static async Task<ProbeResult> Probe(IpEndpoint target, string service, TlsOptions? tls = null, int timeoutMs = 20_000) =>
        await ProbeCatalog.Run(TcpProbeTests.Check(new GrpcCheck(service, null, tls), target, timeoutMs), CancellationToken.None);
}
