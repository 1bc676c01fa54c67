using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Config.Language.Checks;

/// <summary>An HTTP check as written.</summary>
internal class HttpDraft : KindDraft
{
    public Located<string>? Host { get; set; }

    public Located<HttpVersion>? Version { get; set; }

    public Located<int>? Redirects { get; set; }

    /// <summary>The request that is written in the check itself.</summary>
    public HttpRequestDraft Own { get; } = new();

    public Located<IReadOnlyList<Located<HttpRequestDraft>>>? Requests { get; set; }

    public override IEnumerable<Located<string>> Patterns => Asked.Select(request => request.Body).OfType<Located<string>>();

    private IEnumerable<HttpRequestDraft> Asked => Requests is { } several ? several.Value.Select(request => request.Value).Append(Own) : [Own];

    public override void Judge(Findings findings)
    {
        if (Requests is not null && Own.Said is { } at)
            findings.Error(DiagnosticCodes.CheckKeys, at, "a request stands beside 'requests'", "move it into the list");
        foreach (HttpRequestDraft request in Asked) request.Judge(findings);
    }

    public override CheckKind Make(string director) => new HttpCheck(
        Requests is { } several ? [.. several.Value.Select(request => request.Value.Make())] : [Own.Make()],
        Host?.Value, Tls, Version?.Value ?? HttpVersion.Http11, Redirects?.Value ?? 0);

    protected virtual TlsOptions? Tls => null;
}

/// <summary>An HTTPS check as written.</summary>
internal sealed class HttpsDraft : HttpDraft
{
    public Located<TlsDraft>? Options { get; set; }

    public override IEnumerable<NeededFile> Files => Options?.Value.Files ?? [];

    public override void Judge(Findings findings)
    {
        base.Judge(findings);
        Options?.Value.Judge(findings);
    }

    protected override TlsOptions? Tls => (Options?.Value ?? new TlsDraft()).Options(Host?.Value);
}

/// <summary>The keys of check.http and check.https.</summary>
internal static class HttpTable
{
    /// <summary>Most requests of one check: they share its time-out.</summary>
    private const int RequestsMax = 16;

    private static readonly ChoiceShape<HttpVersion> Versions = new("version", ("http/1.1", HttpVersion.Http11), ("http/2", HttpVersion.Http2));

    public static readonly MappingShape<HttpDraft> Shape =
        new("services.NAME.check.http", "a mapping such as { path: /, status: 200-299 }", Fields<HttpDraft>()) { AllowEmpty = true };

    public static readonly MappingShape<HttpsDraft> Https = new("services.NAME.check.https", "a mapping such as { path: /, host: www.example.net }",
        [
            .. Fields<HttpsDraft>(),
            new Field<HttpsDraft, TlsDraft>("tls", TlsTable.Options, (d, v) => d.Options = v)
            {
                Default = "(verified as the host)",
                Help = "How the server is known.",
            },
        ])
    { AllowEmpty = true };

    private static Field<T>[] Fields<T>()
        where T : HttpDraft =>
    [
        .. HttpRequestTable.Fields<T>(draft => draft.Own),
        new Field<T, string>("host", Words.Host, (d, v) => d.Host = v)
        {
            Default = "(the server's address)",
            Elsewhere = ["virtualhost"],
            Help = "The Host header.",
        },
        new Field<T, HttpVersion>("version", Versions, (d, v) => d.Version = v)
        {
            Default = "http/1.1",
            Elsewhere = ["http_protocol"],
            Help = "Version that is spoken; http/2 over plain text begins at once, without an upgrade.",
        },
        new Field<T, int>("redirects", Scalars.Number(0, 10), (d, v) => d.Redirects = v)
        {
            Default = "0",
            Help = "Redirects to the same server that are followed; with 0 a redirect is the answer.",
        },
        new Field<T, IReadOnlyList<Located<HttpRequestDraft>>>(
            "requests", new ListShape<HttpRequestDraft>(HttpRequestTable.Shape, "requests", 1, RequestsMax), (d, v) => d.Requests = v)
        {
            Help = "Several requests in place of one, each with the keys of a request; they share the time-out.",
        },
    ];
}
