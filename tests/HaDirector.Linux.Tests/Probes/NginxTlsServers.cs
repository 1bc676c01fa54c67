using HaDirector.Health.Kinds;
using HaDirector.Model;

namespace HaDirector.Linux.Tests.Probes;

/// <summary>One nginx with a port for each sort of certificate, HTTP/1.1 and HTTP/2 on all of them.</summary>
public sealed class NginxTlsServers : IAsyncLifetime
{
    private static readonly string[] Names = ["good", "expired", "short", "other", "address", "self", "client", "tls12", "mutual", "http1", "plain", "h2c"];

    private readonly Dictionary<string, int> _ports = [];
    private NginxServer _nginx = null!;

    public TestCertificates Certificates { get; } = new();

    /// <summary>Our own certificate, for the server that wants one.</summary>
    public string OwnCertificate { get; private set; } = "";

    public IpEndpoint this[string server] => NginxServer.Endpoint(_ports[server]);

    /// <summary>How a check knows these servers.</summary>
    public TlsOptions Tls(string? name = TestCertificates.Name, bool verify = true, int minDaysLeft = 0, string? own = null) =>
        new(name, verify, Certificates.AuthorityFile, minDaysLeft, own);

    public async Task InitializeAsync()
    {
        foreach ((string name, int port) in Names.Zip(NginxServer.FreePorts(Names.Length))) _ports[name] = port;
        OwnCertificate = Certificates.Signed("own", 30, "hadirector.example", forServers: false);
        string good = Certificates.Signed("good", 45.5);
        string blocks = Secure("good", good)
            + Secure("expired", Certificates.Signed("expired", -3.5))
            + Secure("short", Certificates.Signed("short", 5.5))
            + Secure("other", Certificates.Signed("other", 45, "other.example"))
            + Secure("address", Certificates.Signed("address", 45, "127.0.0.1"))
            + Secure("self", Certificates.SelfSigned("self"))
            + Secure("client", Certificates.Signed("client", 45, forServers: false))
            + Secure("tls12", good, more: "ssl_protocols TLSv1.2;")
            + Secure("mutual", good, more: $"ssl_protocols TLSv1.2 TLSv1.3; ssl_client_certificate {Certificates.AuthorityFile}; ssl_verify_client on;")
            + Secure("http1", good, http2: "")
            + Block("plain", "", "")
            + Block("h2c", "http2", "");
        _nginx = await NginxServer.Start(_ports["good"], blocks, ("big.txt", new string('a', 200_000) + "the end"), ("huge.txt", new string('a', 300_000)));
    }

    public Task DisposeAsync()
    {
        _nginx.Dispose();
        Certificates.Dispose();
        return Task.CompletedTask;
    }

    private string Secure(string name, string certificate, string http2 = "http2", string more = "ssl_protocols TLSv1.2 TLSv1.3;") =>
        Block(name, $"ssl {http2}", $"ssl_certificate {certificate}; ssl_certificate_key {certificate}; {more}");

    private string Block(string name, string listen, string more) => $$"""
        server {
          listen 127.0.0.1:{{_ports[name]}} {{listen}};
          {{more}}
          location = /healthz { return 200 "all green $server_protocol $ssl_server_name\n"; }
          location = /busy { return 503; }
          location = /echo { return 200 "$request_method $http_x_probe $content_length $http_host $http_user_agent\n"; }
          location = /moved { return 302 /healthz; }
          location = /state { return 200 '{"status": "green"}'; }
          root $FOLDER;
        }

        """;
}
