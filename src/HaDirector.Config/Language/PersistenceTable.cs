using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Language;

/// <summary>Persistence as written.</summary>
internal sealed class PersistenceDraft : Draft
{
    public Located<TimeSpan>? Timeout { get; set; }

    public Located<int>? Granularity { get; set; }

    public Located<string>? Engine { get; set; }
}

/// <summary>The keys of services.NAME.persistence.</summary>
internal static class PersistenceTable
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(300);

    private static readonly ChoiceShape<string> Engines = new("persistence engine", ("sip", "sip"));

    public static readonly MappingShape<PersistenceDraft> Shape = new("services.NAME.persistence", "a mapping such as { timeout: 300s }",
        new Field<PersistenceDraft, TimeSpan>("timeout", Scalars.Duration("1s", "31d", "1s"), (d, v) => d.Timeout = v)
        {
            Default = "300s",
            Help = "How long after its last connection a client still comes back to its server.",
        },
        new Field<PersistenceDraft, int>("granularity", Scalars.Number(1, 128), (d, v) => d.Granularity = v)
        {
            Default = "(32, for IPv6 128)",
            Help = "Bits of the client's address that make one client: 24 keeps a /24 together.",
        },
        new Field<PersistenceDraft, string>("engine", Engines, (d, v) => d.Engine = v)
        {
            Default = "(none: by address)",
            Elsewhere = ["persistence_engine", "pe"],
            Help = "What makes packets belong together besides the client's address: sip (the Call-ID of SIP over UDP).",
        })
    { AllowEmpty = true };
}
