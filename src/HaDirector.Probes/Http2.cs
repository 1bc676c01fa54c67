using System.Text;
using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Probes;

/// <summary>One request of HTTP/2.</summary>
internal static class Http2
{
    /// <summary>Asks on a connection of its own.</summary>
    public static async ValueTask<HttpAnswer> Ask(CheckSpec spec, HttpExchange exchange, TlsOptions? tls, long startedAt, CancellationToken stop)
    {
        using Http2Call call = new(spec, tls, startedAt, stop);
        using HttpRequestMessage request = Message(exchange, tls is null ? "http" : "https");
        if (await call.Send(request).ConfigureAwait(false) is { } failure) return failure;
        if (exchange.WantsBody && await call.ReadBody(HttpResponseReader.BodyMax).ConfigureAwait(false) is { } broken) return broken;
        return HttpAnswer.Of(
            call.Connection, exchange, (int)call.Response.StatusCode, call.Body.Span, call.BodyCut, call.Response.Headers.Location?.OriginalString);
    }

    /// <summary>The address of a request, with the path as the check writes it.</summary>
    public static Uri Address(string scheme, string host, string path) =>
        new($"{scheme}://{host}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private static HttpRequestMessage Message(HttpExchange exchange, string scheme)
    {
        HttpRequest asked = exchange.Asked;
        HttpRequestMessage message = new(new HttpMethod(asked.Method), Address(scheme, exchange.Host, asked.Path));
        if (asked.Body is { } body) message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (!HttpRequestText.Has(asked, "User-Agent")) message.Headers.TryAddWithoutValidation("User-Agent", "hadirector");
        if (!HttpRequestText.Has(asked, "Accept")) message.Headers.TryAddWithoutValidation("Accept", "*/*");
        foreach (HttpHeader header in asked.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(header.Name, header.Value)) message.Content?.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }
        return message;
    }
}
