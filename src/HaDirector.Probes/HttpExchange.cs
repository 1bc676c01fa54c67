using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;

namespace HaDirector.Probes;

/// <summary>What an HTTP check asks and wants, made once for a check and kept as long as its spec is.</summary>
internal sealed class HttpExchange
{
    private static readonly ConditionalWeakTable<CheckSpec, HttpExchange> Prepared = [];
    private readonly HttpRequest _request;
    private (int Status, string Text) _lastPassed;

    private HttpExchange(CheckSpec spec, HttpCheck http)
    {
        _request = http.Requests[0];
        string host = http.Host ?? HostOf(spec.Target);
        Defect = !_request.Path.StartsWith('/') || HasForbidden(_request.Path) || host.Length == 0 || HasForbidden(host)
            ? "the path or host of the check holds what HTTP does not allow"
            : null;
        Request = Encoding.UTF8.GetBytes(
            $"{_request.Method} {_request.Path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: hadirector\r\nAccept: */*\r\nConnection: close\r\n\r\n");
        if (_request.BodyPattern is null) return;
        try
        {
            Pattern = BodyPatterns.Of(_request.BodyPattern);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            Defect = $"the body pattern of the check cannot be used: {e.Message}";
        }
    }

    /// <summary>The bytes of the request.</summary>
    public byte[] Request { get; }

    /// <summary>What the body must match; null is any body. Linear in the body's length.</summary>
    public Regex? Pattern { get; }

    /// <summary>Why the check cannot be run at all; null when it can.</summary>
    public string? Defect { get; }

    /// <summary>The exchange of a check, from the spec's first use on.</summary>
    public static HttpExchange Of(CheckSpec spec, HttpCheck http) =>
        Prepared.TryGetValue(spec, out HttpExchange? known) ? known : Prepared.GetValue(spec, key => new HttpExchange(key, http));

    /// <summary>What is wrong with a whole response; null when it is as wanted.</summary>
    public string? Objection(HttpResponseReader response)
    {
        if (!_request.Status.Any(range => response.Status >= range.From && response.Status <= range.To))
        {
            string wanted = string.Join(", ", _request.Status.Select(range => range.From == range.To ? $"{range.From}" : $"{range.From}-{range.To}"));
            return string.Create(CultureInfo.InvariantCulture, $"status {response.Status}, wanted {wanted}");
        }
        return Pattern is null || Matches(Pattern, response.Body) ? null : "the body does not match";
    }

    /// <summary>"status 200": a healthy server gives the same each time, so the text is kept.</summary>
    public string PassedDetail(int status)
    {
        (int Status, string Text) last = _lastPassed;
        if (last.Status == status && last.Text is not null) return last.Text;
        string text = string.Create(CultureInfo.InvariantCulture, $"status {status}");
        _lastPassed = (status, text);
        return text;
    }

    private static bool Matches(Regex pattern, ReadOnlySpan<byte> body)
    {
        char[] text = ArrayPool<char>.Shared.Rent(body.Length);
        try
        {
            return pattern.IsMatch(text.AsSpan(0, Encoding.UTF8.GetChars(body, text)));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(text);
        }
    }

    private static string HostOf(IpEndpoint target)
    {
        string address = target.Address.IsV4 ? target.Address.ToString() : $"[{target.Address}]";
        return target.Port == 80 ? address : $"{address}:{target.Port}";
    }

    private static bool HasForbidden(string text) => text.Any(c => c <= ' ' || c == 0x7F);
}
