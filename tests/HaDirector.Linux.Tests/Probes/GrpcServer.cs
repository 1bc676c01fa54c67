using System.Diagnostics;
using HaDirector.Health.Kinds;
using HaDirector.Model;
using HaDirector.Probes;

namespace HaDirector.Linux.Tests.Probes;

/// <summary>A server of gRPC's own library (Debian's python3-grpcio), until it is disposed.</summary>
/// <remarks>That package has no grpc_health, so the two messages of grpc.health.v1 are written in the script; transport, framing and status are the library's.</remarks>
public sealed class GrpcServer : IAsyncLifetime
{
    private const string Script = """
        import sys, time
        from concurrent import futures
        import grpc

        STATUS = {b'': 1, b'shop': 1, b'stock': 2, b'new': 0}

        def check(request, context):
            name = request[2:] if request else b''
            if name == b'hangs': time.sleep(3600)
            if name == b'fails': context.abort(grpc.StatusCode.UNAVAILABLE, 'database is "gone"')
            if name == b'endless': return b'\x12\xff\x7f' + b'x' * 100000
            if name == b'garbage': return b'\xff\xff'
            if name not in STATUS: context.abort(grpc.StatusCode.NOT_FOUND, 'unknown service')
            return bytes([8, STATUS[name]]) if STATUS[name] else b''

        def server(port, handlers, pem=None):
            server = grpc.server(futures.ThreadPoolExecutor(max_workers=8))
            server.add_generic_rpc_handlers(handlers)
            if pem: server.add_secure_port('127.0.0.1:' + port, grpc.ssl_server_credentials([(pem, pem)]))
            else: server.add_insecure_port('127.0.0.1:' + port)
            server.start()
            return server

        health = grpc.method_handlers_generic_handler('grpc.health.v1.Health', {'Check': grpc.unary_unary_rpc_method_handler(check)})
        pem = open(sys.argv[4], 'rb').read()
        running = [server(sys.argv[1], [health]), server(sys.argv[2], []), server(sys.argv[3], [health], pem)]
        while sys.stdin.read(1): pass
        import os
        os._exit(0)
        """;

    private readonly int[] _ports = NginxServer.FreePorts(3);
    private Process _process = null!;

    public TestCertificates Certificates { get; } = new();

    /// <summary>Offers health checking.</summary>
    public IpEndpoint Healthy => NginxServer.Endpoint(_ports[0]);

    /// <summary>Does not.</summary>
    public IpEndpoint Bare => NginxServer.Endpoint(_ports[1]);

    /// <summary>Offers it over TLS, as www.example.</summary>
    public IpEndpoint Secure => NginxServer.Endpoint(_ports[2]);

    public async Task InitializeAsync()
    {
        string script = Certificates.Write("server", Script), certificate = Certificates.Signed("good", 45);
        _process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [script, .. _ports.Select(port => $"{port}"), certificate]) { RedirectStandardInput = true })!;
        for (int i = 0; i < 3000 && !_process.HasExited; i++) // the last port that is opened
        {
            if ((await ProbeCatalog.Run(TcpProbeTests.Check(new TcpCheck(), Secure), CancellationToken.None)).Passed) return;
            await Task.Delay(20);
        }
        throw new InvalidOperationException("the gRPC server did not start");
    }

    public Task DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Certificates.Dispose();
        return Task.CompletedTask;
    }
}
