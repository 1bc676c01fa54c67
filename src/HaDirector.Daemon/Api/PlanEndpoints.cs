using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HaDirector.Control;
using HaDirector.Daemon.Configuration;
using HaDirector.Engine.Applying;
using HaDirector.Linux;
using HaDirector.Model;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace HaDirector.Daemon.Api;

/// <summary>POST /plan, /apply, /confirm and /rollback, GET /journal: files come as bodies, bounded as the configuration file is.</summary>
internal static class PlanEndpoints
{
    private const int NameMax = 64, FileNameMax = 256, JournalMax = 1000;

    /// <summary>Whether one of these is asked for.</summary>
    public static bool Has(string? path, bool post) => post ? path is "/plan" or "/apply" or "/confirm" or "/rollback" : path == "/journal";

    /// <summary>Answers.</summary>
    public static async Task Answer(HttpContext context, PlanApi plans)
    {
        CancellationToken end = context.RequestAborted;
        switch (context.Request.Path.Value)
        {
            case "/journal":
                await Write(context, plans.Journal(Count(context)), PlanJson.Journal).ConfigureAwait(false);
                break;
            case "/plan":
                if (await Content(context).ConfigureAwait(false) is { } plan)
                    await Write(context, await plans.Plan(plan, FileName(context), Asked(context, "all") is not null, end).ConfigureAwait(false), PlanJson.Plan).ConfigureAwait(false);
                break;
            case "/apply":
                if (!TryDuration(context, "confirm", out TimeSpan? confirm) || !TryDuration(context, "watch", out TimeSpan? watch))
                    await Say(context, StatusCodes.Status400BadRequest, $"confirm and watch are durations such as 60s, at most {DurationText.Format(ApplyTerms.Longest)}").ConfigureAwait(false);
                else if (await Content(context).ConfigureAwait(false) is { } content)
                    await Write(context, await plans.Apply(content, FileName(context), confirm, watch, Author(context), end).ConfigureAwait(false), PlanJson.Apply).ConfigureAwait(false);
                break;
            case "/confirm":
                await Write(context, await plans.Confirm(Author(context), end).ConfigureAwait(false), PlanJson.Apply).ConfigureAwait(false);
                break;
            default:
                await Write(context, await plans.Withdraw(Author(context), end).ConfigureAwait(false), PlanJson.Apply).ConfigureAwait(false);
                break;
        }
    }

    // Null when it was answered already.
    private static async Task<byte[]?> Content(HttpContext context)
    {
        if (context.Request.ContentLength is not { } length || length > ConfigReader.LengthMax)
        {
            await Say(context, StatusCodes.Status400BadRequest, "a file comes with its length, and is not larger than 64 MiB").ConfigureAwait(false);
            return null;
        }
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bound) bound.MaxRequestBodySize = ConfigReader.LengthMax;
        byte[] content = new byte[length];
        await context.Request.Body.ReadExactlyAsync(content, context.RequestAborted).ConfigureAwait(false);
        return content;
    }

    /// <summary>Who asks: the kernel says who it is; the name is what that one says.</summary>
    public static JournalAuthor Author(HttpContext context)
    {
        string? name = Asked(context, "by") is { Length: > 0 } given ? Plain(given, NameMax) : null;
        Socket? socket = context.Features.Get<IConnectionSocketFeature>()?.Socket;
        return socket is not null && PeerCredentials.Of(socket) is { } peer
            ? new JournalAuthor("socket", peer.User, peer.UserName, peer.Process, name)
            : new JournalAuthor("socket", null, null, null, name);
    }

    private static string FileName(HttpContext context) => Asked(context, "file") is { Length: > 0 } name ? Plain(name, FileNameMax) : "(no name)";

    private static string Plain(string text, int lengthMax) => new([.. text.Take(lengthMax).Select(letter => char.IsControl(letter) ? '?' : letter)]);

    private static int Count(HttpContext context) =>
        int.TryParse(Asked(context, "last"), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? Math.Min(count, JournalMax) : JournalMax;

    private static bool TryDuration(HttpContext context, string key, out TimeSpan? duration)
    {
        duration = null;
        if (Asked(context, key) is not { } text) return true;
        if (!DurationText.TryParse(text, out TimeSpan time) || time > ApplyTerms.Longest || (time == TimeSpan.Zero && key == "confirm")) return false;
        duration = time;
        return true;
    }

    private static string? Asked(HttpContext context, string key) => context.Request.Query.TryGetValue(key, out StringValues value) ? value.ToString() : null;

    private static Task Write<T>(HttpContext context, T? report, JsonTypeInfo<T> type)
        where T : class
    {
        if (report is null) return Say(context, StatusCodes.Status409Conflict, "the director is busy with what others ask: try again");
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, report, type, context.RequestAborted);
    }

    private static Task Say(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync(text + "\n", context.RequestAborted);
    }
}
