using System.Buffers;
using System.Globalization;
using System.Text;
using HaDirector.Health.Kinds;

namespace HaDirector.Probes;

/// <summary>The bytes of a request in HTTP/1.1 (RFC 9112), and what cannot be put in one.</summary>
internal static class HttpRequestText
{
    private static readonly SearchValues<char> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"); // RFC 9110 section 5.6.2

    /// <summary>The header section and the body.</summary>
    public static byte[] Of(HttpRequest request, string host)
    {
        byte[] body = request.Body is null ? [] : Encoding.UTF8.GetBytes(request.Body);
        StringBuilder head = new();
        head.Append(CultureInfo.InvariantCulture, $"{request.Method} {request.Path} HTTP/1.1\r\nHost: {host}\r\n");
        if (!Has(request, "User-Agent")) head.Append("User-Agent: hadirector\r\n");
        if (!Has(request, "Accept")) head.Append("Accept: */*\r\n");
        foreach (HttpHeader header in request.Headers) head.Append(CultureInfo.InvariantCulture, $"{header.Name}: {header.Value}\r\n");
        if (request.Body is not null) head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        head.Append("Connection: close\r\n\r\n");
        return [.. Encoding.UTF8.GetBytes(head.ToString()), .. body];
    }

    /// <summary>Whether the check brings a header of its own by this name.</summary>
    public static bool Has(HttpRequest request, string name) =>
        request.Headers.Any(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Why the request cannot be sent; null when it can.</summary>
    public static string? Defect(HttpRequest request, string host)
    {
        if (!request.Path.StartsWith('/') || HasForbidden(request.Path) || host.Length == 0 || HasForbidden(host))
            return "the path or host of the check holds what HTTP does not allow";
        if (!Uri.TryCreate($"http://{host}/", UriKind.Absolute, out _)) return $"the host {host} of the check is none";
        if (!IsToken(request.Method)) return "the method of the check holds what HTTP does not allow";
        foreach (HttpHeader header in request.Headers)
        {
            if (!IsToken(header.Name) || header.Value.AsSpan().ContainsAny('\r', '\n', '\0')) return $"the header {header.Name} of the check holds what HTTP does not allow";
            if (header.Name.ToUpperInvariant() is "HOST" or "CONNECTION" or "CONTENT-LENGTH" or "TRANSFER-ENCODING")
                return $"the header {header.Name} is not the check's to set";
        }
        return null;
    }

    private static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(Token);

    private static bool HasForbidden(string text) => text.Any(c => c <= ' ' || c == 0x7F);
}
