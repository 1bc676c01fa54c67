using System.Security.Cryptography;
using System.Text;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Probes;

namespace HaDirector.Linux.Tests.Probes;

/// <summary>The probes against a real web server.</summary>
public sealed class NginxTests : IAsyncLifetime
{
    private const string AllGreen = "all green\n";

    private readonly int _port = NginxServer.FreePorts(1)[0];
    private NginxServer _nginx = null!;

    public async Task InitializeAsync() => _nginx = await NginxServer.Start(_port, $$"""
        server {
          listen 127.0.0.1:{{_port}};
          location = /healthz { return 200 "all green\n"; }
          location = /busy { return 503; }
          location = /host { return 200 "host=$http_host\n"; }
          location = /echo { return 200 "$request_method $http_x_probe $content_length\n"; }
          location = /state { return 200 '{"status": "green", "parts": [{"load": 7}]}'; }
          location = /moved { return 302 /healthz; }
          location = /away { return 301 http://other.example/healthz; }
          location = /round { return 307 /round; }
          root $FOLDER;
        }
        """, ("big.txt", new string('a', 200_000) + "the end"), ("huge.txt", new string('a', 300_000)));

    public Task DisposeAsync()
    {
        _nginx.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("/healthz", "green", true, "status 200")]
    [InlineData("/healthz", "^all green\n$", true, "status 200")]
    [InlineData("/healthz", "red", false, "the body does not match")]
    [InlineData("/busy", null, false, "status 503, wanted 200-299")]
    [InlineData("/missing", null, false, "status 404, wanted 200-299")]
    [InlineData("/big.txt", "the end$", true, "status 200")]
    [InlineData("/host", "host=shop\\.example", true, "status 200")]
    [InlineData("/moved", null, false, "status 302, wanted 200-299")]
    [Shows("http", "healthy", "wrong-answer")]
    public async Task Http(string path, string? pattern, bool passed, string detail) =>
        Is(passed, detail, await Probe(HttpCheck.Get(path, "shop.example", 200, 299, pattern)));

    [Theory]
    [InlineData("/healthz", AllGreen, true, null)]
    [InlineData("/healthz", "all red\n", false, "the body has SHA-256 ")]
    [InlineData("/huge.txt", AllGreen, false, "the body is longer than 256 KiB")]
    public async Task The_hash_of_the_body(string path, string text, bool passed, string? detail)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        ProbeResult result = await Probe(Ask(new HttpRequest(path, Ok) { BodySha256 = hash }));
        Assert.Equal(passed, result.Passed);
        Assert.StartsWith(detail ?? "status 200", result.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/state", "/status", "green", true, "status 200")]
    [InlineData("/state", "/parts/0/load", "7", true, "status 200")]
    [InlineData("/state", "/status", "red", false, "/status of the body is green, wanted red")]
    [InlineData("/healthz", "/status", "red", false, "the body is not JSON")]
    public async Task A_value_in_the_body(string path, string pointer, string value, bool passed, string detail) =>
        Is(passed, detail, await Probe(Ask(new HttpRequest(path, Ok) { BodyJson = new JsonExpectation(pointer, value) })));

    [Fact]
    public async Task Method_headers_and_body_are_sent()
    {
        HttpRequest request = new("/echo", Ok) { Method = "PUT", Headers = [new HttpHeader("X-Probe", "yes")], Body = "gr\u00fcn" };
        Is(true, "status 200", await Probe(Ask(request with { BodyPattern = "^PUT yes 5\n$" })));
        Is(true, "status 200", await Probe(Ask(new HttpRequest("/healthz", Ok) { Method = "HEAD" })));
    }

    [Theory]
    [InlineData("/moved", 1, true, "status 200")]
    [InlineData("/away", 3, false, "redirected to another server: \"http://other.example/healthz\"")]
    [InlineData("/round", 3, false, "more than 3 redirects")]
    public async Task Redirects_are_followed_to_the_same_server(string path, int most, bool passed, string detail) =>
        Is(passed, detail, await Probe(Ask(new HttpRequest(path, Ok)) with { RedirectsMax = most }));

    [Fact]
    public async Task All_requests_must_be_answered_as_wanted()
    {
        HttpRequest good = new("/healthz", Ok), bad = new("/busy", Ok);
        Is(true, "status 200", await Probe(Ask(good, good)));
        Is(false, "GET /busy: status 503, wanted 200-299", await Probe(Ask(good, bad, good)));
    }

    [Fact]
    [Shows("http", "refused")]
    public async Task A_killed_server_is_refused()
    {
        await _nginx.Kill();
        ProbeResult result = await Probe(new TcpCheck());
        Assert.Equal(("connection refused", ProbeOutcome.Refused), (result.Detail, result.Outcome));
    }

    private static Model.ValueList<StatusRange> Ok => [new StatusRange(200, 299)];

    private static HttpCheck Ask(params HttpRequest[] requests) => new([.. requests], "shop.example", null, HttpVersion.Http11, 0);

    private static void Is(bool passed, string detail, ProbeResult result)
    {
        Assert.Equal((passed, detail), (result.Passed, result.Detail));
        Assert.Equal(passed ? ProbeOutcome.Passed : ProbeOutcome.WrongAnswer, result.Outcome);
    }

    private async Task<ProbeResult> Probe(CheckKind kind) =>
        await ProbeCatalog.Run(TcpProbeTests.Check(kind, NginxServer.Endpoint(_port)), CancellationToken.None);
}
