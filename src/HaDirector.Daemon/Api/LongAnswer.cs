using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace HaDirector.Daemon.Api;

/// <summary>Writes answers as they are made: what is written waits for who reads it, so that of the longest answer only a piece is there at a time.</summary>
internal static class LongAnswer
{
    /// <summary>Answers with JSON; lists of the answer are enumerated meanwhile.</summary>
    public static Task Write<T>(HttpContext context, T answer, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json";
        return Write(context.Response.BodyWriter, answer, type, context.RequestAborted);
    }

    /// <summary>Answers with text in pieces.</summary>
    public static Task Write(HttpContext context, string contentType, IEnumerable<string> pieces)
    {
        context.Response.ContentType = contentType;
        return Write(context.Response.BodyWriter, pieces, context.RequestAborted);
    }

    /// <summary>Writes JSON to <paramref name="to"/>, flushed every few items.</summary>
    public static Task Write<T>(PipeWriter to, T answer, JsonTypeInfo<T> type, CancellationToken aborted) => JsonSerializer.SerializeAsync(to, answer, type, aborted);

    /// <summary>Writes text to <paramref name="to"/>, flushed after each piece.</summary>
    public static async Task Write(PipeWriter to, IEnumerable<string> pieces, CancellationToken aborted)
    {
        foreach (string piece in pieces)
        {
            Encoding.UTF8.GetBytes(piece, to);
            FlushResult flushed = await to.FlushAsync(aborted).ConfigureAwait(false);
            if (flushed.IsCompleted) return; // nobody reads on
        }
    }
}
