using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;
using HaDirector.Probes;

namespace HaDirector.Linux.Tests.Probes;

/// <summary>The probes against a real web server.</summary>
public sealed class NginxTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hd-nginx-").FullName;
    private readonly int _port = FreePort();
    private Process? _nginx;

    private IpEndpoint Target => new(IpAddress.Parse("127.0.0.1"), (ushort)_port);

    public async Task InitializeAsync()
    {
        string config = Path.Combine(_folder, "nginx.conf");
        await File.WriteAllTextAsync(config, $$"""
            daemon off; master_process off; pid {{_folder}}/pid; error_log {{_folder}}/error.log;
            events { worker_connections 256; }
            http {
              access_log off;
              client_body_temp_path {{_folder}}/1; proxy_temp_path {{_folder}}/2; fastcgi_temp_path {{_folder}}/3; uwsgi_temp_path {{_folder}}/4; scgi_temp_path {{_folder}}/5;
              gzip on; gzip_min_length 1; gzip_types *;
              server {
                listen 127.0.0.1:{{_port}};
                location = /healthz { return 200 "all green\n"; }
                location = /busy { return 503; }
                location = /host { return 200 "host=$http_host\n"; }
                root {{_folder}};
              }
            }
            """);
        await File.WriteAllTextAsync(Path.Combine(_folder, "big.txt"), new string('a', 200_000) + "the end");
        _nginx = Process.Start(new ProcessStartInfo("nginx", ["-p", _folder, "-c", config]) { RedirectStandardError = true })!;
        for (int i = 0; i < 500; i++)
        {
            if ((await Probe(new TcpCheck())).Passed) return;
            await Task.Delay(20);
        }
        throw new InvalidOperationException("nginx did not start");
    }

    public Task DisposeAsync()
    {
        _nginx?.Kill();
        _nginx?.WaitForExit();
        _nginx?.Dispose();
        Directory.Delete(_folder, recursive: true);
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
    public async Task Http(string path, string? pattern, bool passed, string detail)
    {
        ProbeResult result = await Probe(HttpCheck.Get(path, "shop.example", 200, 299, pattern));
        Assert.Equal((passed, detail), (result.Passed, result.Detail));
    }

    [Fact]
    public async Task A_killed_server_is_refused()
    {
        _nginx!.Kill();
        await _nginx.WaitForExitAsync();
        Assert.Equal("connection refused", (await Probe(new TcpCheck())).Detail);
    }

    private async Task<ProbeResult> Probe(CheckKind kind) => await ProbeCatalog.Run(TcpProbeTests.Check(kind, Target), CancellationToken.None);

    private static int FreePort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
