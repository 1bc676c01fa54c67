using System.Globalization;
using System.Net;
using HaDirector.Control;
using HaDirector.Control.Metrics;
using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Serilog.Extensions.Logging;

namespace HaDirector.Daemon.Api;

/// <summary>Serves the control API over a local socket, or the metrics alone over TCP: a generic host around a slim Kestrel.</summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private const UnixFileMode SocketMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private const int PointsMax = 360; // of a history
    private const int VerbMax = 32;
    private const string LimitWords = "limit is a number from 1 on\n";

    private readonly WebApplication _host;
    private readonly string? _socket;

    private ControlServer(WebApplication host, string? socket) => (_host, _socket) = (host, socket);

    /// <summary>Opens the whole API on the local socket <paramref name="path"/>.</summary>
    /// <exception cref="IOException">The path cannot be used.</exception>
    public static async Task<ControlServer> OpenSocket(string path, ControlApi api, Serilog.ILogger log)
    {
        File.Delete(path); // left by a director that was killed: the caller has made sure that nobody listens
        WebApplication host = Build(log, kestrel => kestrel.ListenUnixSocket(path));
        host.Run(context => Answer(context, api));
        await host.StartAsync().ConfigureAwait(false);
        File.SetUnixFileMode(path, SocketMode);
        return new ControlServer(host, path);
    }

    /// <summary>Opens /metrics on a TCP address.</summary>
    /// <exception cref="IOException">The address cannot be used.</exception>
    public static async Task<ControlServer> OpenMetrics(IpEndpoint address, ControlApi api, Serilog.ILogger log)
    {
        WebApplication host = Build(log, kestrel => kestrel.Listen(new IPEndPoint(address.Address.ToIPAddress(), address.Port)));
        host.Run(context => Metrics(context, api));
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

    private static Task Answer(HttpContext context, ControlApi api)
    {
        bool post = HttpMethods.IsPost(context.Request.Method);
        if (!post && !HttpMethods.IsGet(context.Request.Method)) return Text(context, StatusCodes.Status405MethodNotAllowed, "text/plain", "GET or POST\n");
        if (PlanEndpoints.Has(context.Request.Path.Value, post)) return PlanEndpoints.Answer(context, api.Plans);
        return context.Request.Path.Value switch
        {
            "/server" when post => Command(context, api),
            "/ipvs-change" when post => Announced(context, api),
            _ when post => Text(context, StatusCodes.Status405MethodNotAllowed, "text/plain", "POST /server /ipvs-change /plan /apply /confirm /rollback\n"),
            "/metrics" => Metrics(context, api),
            "/status" => Status(context, api),
            "/checks" => Checks(context, api),
            "/servers" => Servers(context, api),
            "/services" => Services(context, api),
            "/history" => History(context, api),
            "/healthz" => Text(context, StatusCodes.Status200OK, "text/plain", "ok\n"),
            _ => Text(
                context, StatusCodes.Status404NotFound, "text/plain",
                "/status /services /history /checks /servers /journal /metrics /healthz, POST /server /ipvs-change /plan /apply /confirm /rollback\n"),
        };
    }

    private static Task Metrics(HttpContext context, ControlApi api)
    {
        if (!HttpMethods.IsGet(context.Request.Method)) return Text(context, StatusCodes.Status405MethodNotAllowed, "text/plain", "GET only\n");
        return context.Request.Path.Value == "/metrics"
            ? LongAnswer.Write(context, MetricsText.ContentType, MetricsText.Pieces(api.Status(StatusQuery.Bounded)))
            : Text(context, StatusCodes.Status404NotFound, "text/plain", "/metrics\n");
    }

    private static Task Status(HttpContext context, ControlApi api)
    {
        bool all = Asked(context, "all") is not null;
        StatusQuery query = new(
            Asked(context, "service"), Asked(context, "problems") is not null,
            all ? int.MaxValue : StatusQuery.Bounded.ServicesMax, all ? int.MaxValue : StatusQuery.Bounded.ServersMax);
        return LongAnswer.Write(context, api.Status(query), ControlJson.Status);
    }

    private static Task Checks(HttpContext context, ControlApi api)
    {
        Verdict? verdict = null;
        if (Asked(context, "verdict") is { } word)
        {
            if (!Enum.TryParse(word, ignoreCase: true, out Verdict named) || !Enum.IsDefined(named))
                return Text(context, StatusCodes.Status400BadRequest, "text/plain", "verdict is up, down or unknown\n");
            verdict = named;
        }
        if (!TryLimit(context, out int limit)) return Text(context, StatusCodes.Status400BadRequest, "text/plain", LimitWords);
        CheckQuery query = new(Asked(context, "service"), Asked(context, "server"), verdict, Asked(context, "history") is not null, limit);
        return LongAnswer.Write(context, api.Checks(query), ControlJson.Checks);
    }

    private static Task Servers(HttpContext context, ControlApi api)
    {
        if (!TryLimit(context, out int limit)) return Text(context, StatusCodes.Status400BadRequest, "text/plain", LimitWords);
        return LongAnswer.Write(context, api.Servers(Asked(context, "service"), limit), ControlJson.Servers);
    }

    private static Task Services(HttpContext context, ControlApi api)
    {
        ServiceOrder sort = default;
        if (Asked(context, "sort") is { } order && !(Enum.TryParse(order, ignoreCase: true, out sort) && Enum.IsDefined(sort)))
            return Text(context, StatusCodes.Status400BadRequest, "text/plain", "sort is file, connections, rate or bytes\n");
        if (!TryLimit(context, out int limit)) return Text(context, StatusCodes.Status400BadRequest, "text/plain", LimitWords);
        ServiceQuery query = new(Asked(context, "service"), Asked(context, "problems") is not null, sort, limit);
        return LongAnswer.Write(context, api.Services(query), ControlJson.Services);
    }

    private static Task History(HttpContext context, ControlApi api)
    {
        int points = PointsMax;
        if (Asked(context, "points") is { } number && !(int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out points) && points is > 0 and <= PointsMax))
            return Text(context, StatusCodes.Status400BadRequest, "text/plain", $"points is a number from 1 to {PointsMax}\n");
        return LongAnswer.Write(context, api.History(Asked(context, "service"), points), ControlJson.History);
    }

    // Who may write to the socket may command: its mode lets root and its group. There is none over TCP.
    private static Task Command(HttpContext context, ControlApi api)
    {
        bool done = api.Commands.TryDo(
            Asked(context, "service") ?? "", Asked(context, "server") ?? "", Asked(context, "mode") ?? "", Asked(context, "for"), out string text);
        return Text(context, done ? StatusCodes.Status200OK : StatusCodes.Status409Conflict, "text/plain", text + "\n");
    }

    // What a verb is about to do to the table; the request line, and so the list, is bounded by Kestrel.
    private static Task Announced(HttpContext context, ControlApi api)
    {
        HashSet<ServiceKey>? services = null;
        foreach (string? text in context.Request.Query["service"])
        {
            if (!ServiceKey.TryParse(text, out ServiceKey key)) return Text(context, StatusCodes.Status400BadRequest, "text/plain", "service is one such as tcp://192.0.2.80:80\n");
            (services ??= []).Add(key);
        }
        if (Asked(context, "verb") is not { Length: > 0 and <= VerbMax } verb || !verb.All(letter => char.IsAsciiLetterLower(letter) || letter is '-'))
            return Text(context, StatusCodes.Status400BadRequest, "text/plain", "verb is one of hadirector ipvs\n");
        api.Announce(PlanEndpoints.Author(context), verb, services);
        return Text(context, StatusCodes.Status200OK, "text/plain", "heard\n");
    }

    private static bool TryLimit(HttpContext context, out int limit)
    {
        limit = int.MaxValue;
        return Asked(context, "limit") is not { } number || (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit > 0);
    }

    private static string? Asked(HttpContext context, string key) => context.Request.Query.TryGetValue(key, out StringValues value) ? value.ToString() : null;

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
