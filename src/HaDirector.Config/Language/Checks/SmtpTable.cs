using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Config.Language.Checks;

/// <summary>A mail check as written.</summary>
internal sealed class SmtpDraft : KindDraft
{
    public Located<string>? Hello { get; set; }

    public Located<bool>? StartTls { get; set; }

    public Located<TlsDraft>? Tls { get; set; }

    public override IEnumerable<NeededFile> Files => Tls?.Value.Files ?? [];

    public override void Judge(Findings findings) => Tls?.Value.Judge(findings);

    public override CheckKind Make(string director)
    {
        bool startTls = StartTls?.Value ?? false;
        TlsDraft? tls = Tls?.Value ?? (startTls ? new TlsDraft() : null);
        return new SmtpCheck(Hello?.Value ?? director, tls?.Options(null), startTls);
    }
}

/// <summary>The keys of check.smtp.</summary>
internal static class SmtpTable
{
    public static readonly MappingShape<SmtpDraft> Shape = new("services.NAME.check.smtp", "{} or a mapping such as { starttls: true }",
        new Field<SmtpDraft, string>("hello", Words.Host, (d, v) => d.Hello = v)
        {
            Default = "(the director's name)",
            Elsewhere = ["helo_name", "helo"],
            Help = "Name that is said in EHLO.",
        },
        new Field<SmtpDraft, bool>("starttls", Scalars.Boolean, (d, v) => d.StartTls = v)
        {
            Default = "false",
            Help = "Whether TLS begins with STARTTLS; with tls alone it begins with the connection.",
        },
        new Field<SmtpDraft, TlsDraft>("tls", TlsTable.Options, (d, v) => d.Tls = v)
        {
            Default = "(plain text)",
            Help = "Speaks TLS, and how the server is known.",
        })
    { AllowEmpty = true };
}
