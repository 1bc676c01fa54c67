using System.Globalization;
using System.Runtime.CompilerServices;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;

namespace HaDirector.Probes;

/// <summary>One request of an HTTP check and what is wanted of its answer, made once for a check and kept as long as its spec is.</summary>
internal sealed class HttpExchange
{
    private static readonly ConditionalWeakTable<CheckSpec, HttpExchange[]> Prepared = [];

    private readonly CheckSpec _spec;
    private readonly HttpCheck _http;
    private readonly HttpExpectation _wanted;

    private HttpExchange(CheckSpec spec, HttpCheck http, HttpRequest request)
    {
        (_spec, _http, Asked) = (spec, http, request);
        Host = http.Host ?? HostOf(spec.Target, http.Tls is null ? 80 : 443);
        _wanted = new HttpExpectation(request);
        Request = HttpRequestText.Of(request, Host);
        Defect = HttpRequestText.Defect(request, Host) ?? _wanted.Defect;
    }

    /// <summary>What is asked for.</summary>
    public HttpRequest Asked { get; }

    /// <summary>Host header or :authority.</summary>
    public string Host { get; }

    /// <summary>The bytes of the request in HTTP/1.1.</summary>
    public byte[] Request { get; }

    /// <summary>Whether the body of the answer must be read.</summary>
    public bool WantsBody => _wanted.WantsBody;

    /// <summary>Why the check cannot be run at all; null when it can.</summary>
    public string? Defect { get; }

    /// <summary>The first exchange of a check.</summary>
    public static HttpExchange Of(CheckSpec spec, HttpCheck http) => AllOf(spec, http)[0];

    /// <summary>The exchanges of a check, the same from the spec's first use on.</summary>
    public static HttpExchange[] AllOf(CheckSpec spec, HttpCheck http) => Prepared.TryGetValue(spec, out HttpExchange[]? known)
        ? known
        : Prepared.GetValue(spec, key => [.. http.Requests.Select(request => new HttpExchange(key, http, request))]);

    /// <summary>What is wrong with a whole response; null when it is as wanted.</summary>
    public string? Objection(HttpResponseReader response) => _wanted.Objection(response.Status, response.Body, response.BodyCut);

    /// <summary>What is wrong with a whole answer; null when it is as wanted.</summary>
    public string? Objection(int status, ReadOnlySpan<byte> body, bool bodyCut) => _wanted.Objection(status, body, bodyCut);

    /// <summary>"status 200": a healthy server gives the same each time, so the text is kept.</summary>
    public string PassedDetail(int status) => _wanted.PassedDetail(status);

    /// <summary>Whether an answer sends us elsewhere and the check goes there.</summary>
    public bool Follows(int status, string? location) => _http.RedirectsMax > 0 && location is not null && status is 301 or 302 or 303 or 307 or 308;

    /// <summary>The same question at another place of the same server; null when it is another server's.</summary>
    public HttpExchange? At(int status, string location)
    {
        string scheme = _http.Tls is null ? "http" : "https";
        if (!Uri.TryCreate($"{scheme}://{Host}{Asked.Path}", UriKind.Absolute, out Uri? here)) return null;
        if (!Uri.TryCreate(here, location, out Uri? there)) return null;
        bool same = there.Scheme == here.Scheme && string.Equals(there.Host, here.Host, StringComparison.OrdinalIgnoreCase)
            && (there.IsDefaultPort || there.Port == here.Port || there.Port == _spec.Target.Port);
        if (!same) return null;
        // 303 wants a GET, and so do 301 and 302 in practice after a POST (RFC 9110 section 15.4).
        bool asGet = Asked.Method != "HEAD" && (status == 303 || (status is 301 or 302 && Asked.Method == "POST"));
        HttpRequest request = Asked with { Path = there.PathAndQuery };
        return new HttpExchange(_spec, _http, asGet ? request with { Method = "GET", Body = null } : request);
    }

    private static string HostOf(IpEndpoint target, int standardPort)
    {
        string address = target.Address.IsV4 ? target.Address.ToString() : $"[{target.Address}]";
        return target.Port == standardPort ? address : string.Create(CultureInfo.InvariantCulture, $"{address}:{target.Port}");
    }
}
