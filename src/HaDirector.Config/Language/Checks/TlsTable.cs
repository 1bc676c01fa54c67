using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Config.Language.Checks;

/// <summary>How a check that speaks TLS knows its server, as written.</summary>
internal sealed class TlsDraft : KindDraft
{
    public Located<string>? ServerName { get; set; }

    public Located<bool>? Verify { get; set; }

    public Located<string>? CaFile { get; set; }

    public Located<int>? MinDays { get; set; }

    public Located<string>? CertificateFile { get; set; }

    public Located<string>? Alpn { get; set; }

    public override IEnumerable<NeededFile> Files =>
        new[] { CaFile, CertificateFile }.OfType<Located<string>>().Select(file => new NeededFile(file));

    public override void Judge(Findings findings)
    {
        if (Verify is { Value: false } && CaFile is { } file)
            findings.Error(DiagnosticCodes.CheckKeys, file.At, "'ca_file' without verification has no effect", "remove 'verify: false' or 'ca_file'");
    }

    public override CheckKind Make(string director) => new TlsCheck(Options(null), Alpn?.Value);

    /// <summary>The options; a name is the one written, else <paramref name="host"/> without its port.</summary>
    public TlsOptions Options(string? host) =>
        new(ServerName?.Value ?? NameOf(host), Verify?.Value ?? true, CaFile?.Value, MinDays?.Value ?? 0, CertificateFile?.Value);

    private static string? NameOf(string? host)
    {
        if (host is null) return null;
        int colon = host.LastIndexOf(':');
        return colon < 0 || host.EndsWith(']') ? host : host[..colon];
    }
}

/// <summary>The keys of check.tls, and of tls in the other kinds that speak it.</summary>
internal static class TlsTable
{
    private static readonly Field<TlsDraft>[] Fields =
    [
        new Field<TlsDraft, string>("server_name", Words.Host, (d, v) => d.ServerName = v)
        {
            Default = "(the host, else the server's address)",
            Elsewhere = ["sni", "virtualhost"],
            Help = "Name sent as SNI, and the one the certificate must bear.",
        },
        new Field<TlsDraft, bool>("verify", Scalars.Boolean, (d, v) => d.Verify = v)
        {
            Default = "true",
            Help = "Whether the certificate's chain and name are verified.",
        },
        new Field<TlsDraft, string>("ca_file", Scalars.File, (d, v) => d.CaFile = v)
        {
            Default = "(the system's authorities)",
            Elsewhere = ["ca"],
            Help = "PEM file of the only authorities that are trusted.",
        },
        new Field<TlsDraft, int>("min_days_left", Scalars.Number(0, 3650), (d, v) => d.MinDays = v)
        {
            Default = "0",
            Help = "Days the certificate must still be valid.",
        },
        new Field<TlsDraft, string>("certificate_file", Scalars.File, (d, v) => d.CertificateFile = v)
        {
            Elsewhere = ["crt", "certificate"],
            Help = "PEM file with the certificate and key shown to the server.",
        },
    ];

    public static readonly MappingShape<TlsDraft> Options = new("services.NAME.check.KIND.tls", "{} or a mapping such as { server_name: www.example.net }", Fields)
    { AllowEmpty = true };

    public static readonly MappingShape<TlsDraft> Shape = new("services.NAME.check.tls", "{} or a mapping such as { server_name: www.example.net }",
        [
            .. Fields,
            new Field<TlsDraft, string>("alpn", Words.Word, (d, v) => d.Alpn = v)
            {
                Help = "Application protocol that must be agreed on, such as h2.",
            },
        ])
    { AllowEmpty = true };
}
