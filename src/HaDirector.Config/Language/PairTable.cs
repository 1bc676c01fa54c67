using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Language;

/// <summary>How the directors see each other, as written.</summary>
internal sealed class PairDraft : Draft
{
    public Located<int>? Port { get; set; }

    public Located<string>? Key { get; set; }

    public Located<string>? KeyFile { get; set; }
}

/// <summary>What a start may do, as written.</summary>
internal sealed class RestartDraft : Draft
{
    public Located<TimeSpan>? PreemptAfterCrash { get; set; }
}

/// <summary>The keys of pair and restart.</summary>
internal static class PairTable
{
    public const int DefaultPort = 8112;

    public static readonly MappingShape<PairDraft> Shape = new("pair", "a mapping such as { key_file: /etc/hadirector/pair.key }",
        new Field<PairDraft, int>("port", Scalars.Number(1, 65535), (d, v) => d.Port = v)
        {
            Default = "8112",
            Help = "UDP port of the hellos by which directors that have an address see each other.",
        },
        new Field<PairDraft, string>("key", Scalars.Secret(16, 64), (d, v) => d.Key = v)
        {
            Elsewhere = ["secret"],
            Help = "Secret of the hellos. Without one it is made from the names and addresses of the directors, which guards against accidents only.",
        },
        new Field<PairDraft, string>("key_file", Scalars.File, (d, v) => d.KeyFile = v)
        {
            Elsewhere = ["secret_file"],
            Help = "File with that secret; a line end after it does not count.",
        })
    { AllowEmpty = true };

    public static readonly MappingShape<RestartDraft> Restart = new("restart", "a mapping such as { preempt_after_crash: 60s }",
        new Field<RestartDraft, TimeSpan>("preempt_after_crash", Scalars.Duration("0s", "1h"), (d, v) => d.PreemptAfterCrash = v)
        {
            Default = "60s",
            Help = "How long a director that crashed must run before it takes addresses from another one again.",
        })
    { AllowEmpty = true };
}
