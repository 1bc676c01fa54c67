using HaDirector.Config;
using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;

namespace HaDirector.Tests.Config;

/// <summary>What is written of checks and policies reaches the plan.</summary>
public class CheckPlanTests
{
    private static readonly TlsOptions Verified = new("www.example.net", true, null, 0, null);

    private static VirtualServiceSpec Service(string keys, string director = "lb01")
    {
        LoadResult result = Texts.Load(
            $$"""
            directors: { lb01: {}, lb02: {} }
            bfd: { link: { peer: { lb01: 192.0.2.12, lb02: 192.0.2.11 }, multihop: true } }
            services:
              web:
                address: tcp://192.0.2.80:80
                forwarding: dr
            {{string.Join('\n', keys.Split('\n').Select(line => "    " + line))}}
            """, director);
        Assert.DoesNotContain(result.Diagnostics, d => d.Severity == Severity.Error);
        return result.Plan!.Services[0];
    }

    private static CheckTree Tree(string check, string director = "lb01") =>
        Service($"check: {check}\nservers: [ {{ address: 192.0.2.21 }} ]", director).Servers[0].Check!;

    private static CheckSpec Check(string check, string director = "lb01") => Assert.Single(Tree(check, director).Checks);

    public static TheoryData<string, CheckKind> Kinds => new()
    {
        { "{ tcp: {} }", new TcpCheck() },
        { """{ tcp: { send: 'PING\r\n', expect: "\x2BPONG", connect: full } }""", new TcpCheck([.. "PING\r\n"u8], new AnswerPattern([.. "+PONG"u8], null), true) },
        { """{ tcp: { send: '\x00\xfF\\', expect_regex: '^a' } }""", new TcpCheck([0, 255, (byte)'\\'], new AnswerPattern(null, "^a")) },
        { "{ tls: { server_name: a, verify: false, min_days_left: 7, certificate_file: /c, alpn: h2 } }", new TlsCheck(new TlsOptions("a", false, null, 7, "/c"), "h2") },
        { "{ tls: { ca_file: /ca } }", new TlsCheck(new TlsOptions(null, true, "/ca", 0, null), null) },
        { "{ http: {} }", HttpCheck.Get("/", null, 200, 299, null) },
        {
            """{ http: { path: /a, method: POST, headers: { X-A: "1", X-B: b c }, send: x, status: [ 200, 300-399 ], body_sha256: AB23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, host: h, version: http/2, redirects: 3 } }""",
            new HttpCheck(
                [
                    new HttpRequest("/a", [new StatusRange(200, 200), new StatusRange(300, 399)])
                    {
                        Method = "POST", Headers = [new HttpHeader("X-A", "1"), new HttpHeader("X-B", "b c")], Body = "x",
                        BodySha256 = "ab23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                    },
                ], "h", null, HttpVersion.Http2, 3)
        },
        {
            "{ https: { host: 'www.example.net:8443', requests: [ { body: ok }, { path: /b, body_json: { pointer: /a/0, equals: \"1\" } } ] } }",
            new HttpCheck(
                [
                    new HttpRequest("/", [new StatusRange(200, 299)]) { BodyPattern = "ok" },
                    new HttpRequest("/b", [new StatusRange(200, 299)]) { BodyJson = new JsonExpectation("/a/0", "1") },
                ], "www.example.net:8443", Verified, HttpVersion.Http11, 0)
        },
        { "{ grpc: {} }", new GrpcCheck("", null, null) },
        { "{ grpc: { service: shop.Cart, host: www.example.net, tls: {} } }", new GrpcCheck("shop.Cart", "www.example.net", Verified) },
        { "{ dns: { name: a.example } }", new DnsCheck("a.example", DnsType.A, false, 0, []) },
        { "{ dns: { name: ., type: SOA, transport: tcp, response: nxdomain, answers: [ a, b c ] } }", new DnsCheck(".", DnsType.SOA, true, 3, ["a", "b c"]) },
        { "{ udp: {} }", new UdpCheck([], null, true) },
        { "{ udp: { send: a, answer_required: false } }", new UdpCheck([.. "a"u8], null, false) },
        { "{ icmp: {} }", new IcmpCheck(56) },
        { "{ icmp: { payload: 8 } }", new IcmpCheck(8) },
        { "{ smtp: {} }", new SmtpCheck("lb01", null, false) },
        { "{ smtp: { hello: a, starttls: true } }", new SmtpCheck("a", new TlsOptions(null, true, null, 0, null), true) },
        { "{ script: { command: [ /bin/check, -v ], user: nobody } }", new ScriptCheck(["/bin/check", "-v"], "nobody") },
        { "{ file: /run/a }", new FileCheck("/run/a") },
        { "{ agent: { send: 'web\\n' }, port: 9 }", new AgentCheck([.. "web\n"u8]) },
        { "{ bfd: link }", new BfdCheck("link") },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_is_as_written(string check, CheckKind kind) => Assert.Equal(kind, Check(check).Kind);

    [Fact]
    public void Timing_and_the_way_are_as_written()
    {
        const string Written =
            "{ tcp: {}, interval: 2s, fast_interval: 1s, slow_interval: 3s, timeout: 900ms, rise: 4, fall: 5, jitter: 6%, port: 7, address: 192.0.2.8, source: { lb01: 192.0.2.9, lb02: 192.0.2.10 }, interface: { lb01: eth0 }, mark: 11 }";
        Assert.True(IpEndpoint.TryParse("192.0.2.8:7", out IpEndpoint target));
        CheckSpec expected = new(new TcpCheck(), target, TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(900), 4, 5)
        {
            FastInterval = TimeSpan.FromSeconds(1),
            SlowInterval = TimeSpan.FromSeconds(3),
            JitterPercent = 6,
            Route = new CheckRoute(IpAddress.Parse("192.0.2.9"), "eth0", 11),
        };
        Assert.Equal(expected, Check(Written));
        Assert.Equal(expected with { Route = new CheckRoute(IpAddress.Parse("192.0.2.10"), null, 11) }, Check(Written, "lb02"));
    }

    [Fact]
    public void Parts_take_over_what_they_do_not_write()
    {
        CheckTree.All all = Assert.IsType<CheckTree.All>(Tree("{ interval: 2s, rise: 3, all: [ { tcp: {}, rise: 1 }, { any: [ { icmp: {} }, { file: /run/a, interval: 5s } ] } ] }"));
        CheckTree.Any any = Assert.IsType<CheckTree.Any>(all.Parts[1]);
        Assert.Equal(
            [("tcp", 2, 1, "192.0.2.21:80"), ("icmp", 2, 3, "192.0.2.21:0"), ("file", 5, 3, "192.0.2.21:0")],
            all.Checks.Select(c => (c.Kind.Name, (int)c.Interval.TotalSeconds, c.Rise, c.Target.ToString())));
        Assert.Equal(2, any.Parts.Count);
    }

    [Fact]
    public void Equal_checks_are_one_object_however_often_they_are_written()
    {
        VirtualServiceSpec web = Service(
            """
            check: { http: { path: /a } }
            servers: [ { address: 192.0.2.21 }, { address: 192.0.2.22 }, { address: 192.0.2.23, check: { http: { path: /a } } } ]
            """);
        CheckSpec[] checks = [.. web.Servers.SelectMany(s => s.Check!.Checks)];
        Assert.All(checks, check => Assert.Same(checks[0].Kind, check.Kind));

        LoadResult two = Texts.Load(
            """
            directors: { lb01: {} }
            services:
              a: { address: tcp://192.0.2.80:80, forwarding: dr, check: { tcp: {} }, servers: [ { address: 192.0.2.21 } ] }
              b: { address: tcp://192.0.2.81:80, forwarding: dr, check: { tcp: {} }, servers: [ { address: 192.0.2.21 } ] }
            """);
        Assert.Same(two.Plan!.Services[0].Servers[0].Check, two.Plan.Services[1].Servers[0].Check);
    }

    [Fact]
    public void Policies_are_as_written()
    {
        ServicePolicy policy = Service(
            """
            on_failure: remove
            start: up
            drain: 30s
            slow_start: { duration: 20s, aggression: 1.5, min: 20% }
            latency_weights: { min: 60%, max: 160%, half_life: 5s }
            quorum: { minimum: 3, hysteresis: 1 }
            sorry_server: { address: 192.0.2.99, check: { tcp: {}, interval: 5s } }
            panic: 40%
            flap_damping: { failures: 4, window: 2m, hold: 20s, hold_max: 6m }
            servers: [ { address: 192.0.2.21, weight: 4 }, { address: 192.0.2.22, backup: true } ]
            """).Policy;
        Assert.Equal(
            (FailureAction.Remove, StartPolicy.Up, TimeSpan.FromSeconds(30), new SlowStartSpec(TimeSpan.FromSeconds(20), 1.5, 20), 40),
            (policy.OnFailure, policy.Start, policy.Drain, policy.SlowStart, policy.PanicPercent));
        Assert.Equal(new LatencyWeightsSpec(60, 160, TimeSpan.FromSeconds(5)), policy.LatencyWeights);
        Assert.Equal(new QuorumSpec(3, 1), policy.Quorum);
        Assert.Equal(new FlapSpec(4, TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(6)), policy.Flap);
        Assert.Equal("192.0.2.99:80", policy.SorryServer!.Address.ToString());
        Assert.Equal(5, Assert.Single(policy.SorryServer.Check!.Checks).Interval.TotalSeconds);
    }

    [Fact]
    public void What_is_brief_is_the_same_as_what_is_whole()
    {
        ServicePolicy brief = Service("slow_start: 20s\nquorum: 2\nsorry_server: 192.0.2.99\nlatency_weights: {}\nflap_damping: {}\nservers: [ { address: 192.0.2.21, weight: 2 } ]").Policy;
        Assert.Equal(new SlowStartSpec(TimeSpan.FromSeconds(20), 1, 10), brief.SlowStart);
        Assert.Equal(new QuorumSpec(2, 0), brief.Quorum);
        Assert.Null(brief.SorryServer!.Check);
        Assert.Equal(new LatencyWeightsSpec(50, 150, TimeSpan.FromSeconds(10)), brief.LatencyWeights);
        Assert.Equal(new FlapSpec(3, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5)), brief.Flap);
    }

    [Fact]
    public void Nothing_written_is_the_default_policy()
    {
        VirtualServiceSpec web = Service("servers: [ { address: 192.0.2.21 } ]");
        Assert.Equal(ServicePolicy.Default, web.Policy);
        Assert.False(web.Servers[0].Backup);
    }

    [Fact]
    public void The_whole_file_has_a_policy_for_mass_failures_and_a_folder_for_maintenance()
    {
        Plan plan = Texts.Load(
            """
            directors: { lb01: {} }
            mass_failure: { policy: believe, share: 70%, hosts: 5, window: 3s, hold_max: 20s }
            maintenance_folder: /run/maintenance
            """).Plan!;
        Assert.Equal(new MassFailureSpec(false, 70, 5, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(20)), plan.MassFailure);
        Assert.Equal("/run/maintenance", plan.MaintenanceFolder);
        Assert.Equal(MassFailureSpec.Default, Texts.Load("directors: { lb01: {} }\nmass_failure: {}").Plan!.MassFailure);
    }

    [Fact]
    public void Files_that_checks_need_are_judged_where_the_host_is_known()
    {
        HostFacts host = new([]) { Files = (path, run, asRoot) => path == "/good" ? null : $"no {run} {asRoot}" };
        string text =
            """
            directors: { lb01: {} }
            services:
              a:
                address: tcp://192.0.2.80:80
                forwarding: dr
                servers:
                  - { address: 192.0.2.21, check: { script: { command: [ /bad ] } } }
                  - { address: 192.0.2.22, check: { script: { command: [ /bad ], user: nobody } } }
                  - { address: 192.0.2.23, check: { script: { command: [ /good ] } } }
                  - { address: 192.0.2.24, check: { https: { tls: { ca_file: /good, certificate_file: /gone } } } }
            """;
        Assert.Equal(
            """
            f.yaml:7:62: error HAD1144: '/bad' cannot be run: no True True
            f.yaml:8:62: error HAD1144: '/bad' cannot be run: no True False
            f.yaml:10:91: error HAD1144: '/gone' cannot be read: no False False
            """, string.Join('\n', Texts.Load(text, "lb01", host).Diagnostics));
        Assert.Empty(Texts.Load(text).Diagnostics);
    }
}
