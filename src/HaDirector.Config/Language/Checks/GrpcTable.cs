using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Config.Language.Checks;

/// <summary>A gRPC check as written.</summary>
internal sealed class GrpcDraft : KindDraft
{
    public Located<string>? Service { get; set; }

    public Located<string>? Host { get; set; }

    public Located<TlsDraft>? Tls { get; set; }

    public override IEnumerable<NeededFile> Files => Tls?.Value.Files ?? [];

    public override void Judge(Findings findings) => Tls?.Value.Judge(findings);

    public override CheckKind Make(string director) => new GrpcCheck(Service?.Value ?? "", Host?.Value, Tls?.Value.Options(Host?.Value));
}

/// <summary>The keys of check.grpc.</summary>
internal static class GrpcTable
{
    public static readonly MappingShape<GrpcDraft> Shape = new("services.NAME.check.grpc", "{} or a mapping such as { service: shop.Cart }",
        new Field<GrpcDraft, string>("service", Words.Word, (d, v) => d.Service = v)
        {
            Default = "(the server as a whole)",
            Help = "Service that must be SERVING.",
        },
        new Field<GrpcDraft, string>("host", Words.Host, (d, v) => d.Host = v)
        {
            Default = "(the server's address)",
            Elsewhere = ["authority", "virtualhost"],
            Help = "The :authority header.",
        },
        new Field<GrpcDraft, TlsDraft>("tls", TlsTable.Options, (d, v) => d.Tls = v)
        {
            Default = "(plain text)",
            Help = "Speaks TLS, and how the server is known.",
        })
    { AllowEmpty = true };
}
