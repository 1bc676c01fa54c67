using System.Net;
using HaDirector.Control;
using HaDirector.Control.Metrics;
using HaDirector.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serilog.Extensions.Logging;

namespace HaDirector.Daemon.Api;

/// <summary>Serves the control API over a local socket, or the metrics alone over TCP: a generic host around a slim Kestrel.</summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private const UnixFileMode SocketMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private readonly WebApplication _host;
    private readonly string? _socket;

    private ControlServer(WebApplication host, string? socket) => (_host, _socket) = (host, socket);

    /// <summary>Opens the whole API on the local socket <paramref name="path"/>.</summary>
    /// <exception cref="IOException">The path cannot be used.</exception>
    public static async Task<ControlServer> OpenSocket(string path, Func<Snapshot> snapshot, Serilog.ILogger log)
    {
        File.Delete(path); // left by a director that was killed: the caller has made sure that nobody listens
        WebApplication host = Build(log, kestrel => kestrel.ListenUnixSocket(path));
        host.Run(context => Answer(context, snapshot, metricsOnly: false));
        await host.StartAsync().ConfigureAwait(false);
        File.SetUnixFileMode(path, SocketMode);
        return new ControlServer(host, path);
    }

    /// <summary>Opens /metrics on a TCP address.</summary>
    /// <exception cref="IOException">The address cannot be used.</exception>
    public static async Task<ControlServer> OpenMetrics(IpEndpoint address, Func<Snapshot> snapshot, Serilog.ILogger log)
    {
        WebApplication host = Build(log, kestrel => kestrel.Listen(new IPEndPoint(address.Address.ToIPAddress(), address.Port)));
        host.Run(context => Answer(context, snapshot, metricsOnly: true));
        await host.StartAsync().ConfigureAwait(false);
        return new ControlServer(host, null);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMilliseconds(300));
        await _host.StopAsync(limit.Token).ConfigureAwait(false);
        await _host.DisposeAsync().ConfigureAwait(false);
        if (_socket is not null) File.Delete(_socket);
    }

    private static WebApplication Build(Serilog.ILogger log, Action<KestrelServerOptions> listen)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = 64;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
            listen(kestrel);
        });
        // Signals are the VRRP process's to hear; the host must not end by itself.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Logging.AddProvider(new SerilogLoggerProvider(log)).SetMinimumLevel(LogLevel.Warning);
        return builder.Build();
    }

    private static Task Answer(HttpContext context, Func<Snapshot> snapshot, bool metricsOnly)
    {
        if (!HttpMethods.IsGet(context.Request.Method)) return Text(context, StatusCodes.Status405MethodNotAllowed, "text/plain", "GET only\n");
        return context.Request.Path.Value switch
        {
            "/metrics" => Text(context, StatusCodes.Status200OK, MetricsText.ContentType, MetricsText.Render(snapshot())),
            "/status" when !metricsOnly => Bytes(context, "application/json", ControlJson.Write(snapshot())),
            "/healthz" when !metricsOnly => Text(context, StatusCodes.Status200OK, "text/plain", "ok\n"),
            _ => Text(context, StatusCodes.Status404NotFound, "text/plain", metricsOnly ? "/metrics\n" : "/status /metrics /healthz\n"),
        };
    }

    private static Task Text(HttpContext context, int status, string type, string text)
    {
        context.Response.StatusCode = status;
        return Bytes(context, type, System.Text.Encoding.UTF8.GetBytes(text));
    }

    private static async Task Bytes(HttpContext context, string type, byte[] bytes)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
