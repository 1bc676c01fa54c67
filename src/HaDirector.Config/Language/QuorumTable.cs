using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Language;

/// <summary>A quorum as written.</summary>
internal sealed class QuorumDraft : Draft
{
    public Located<int>? Minimum { get; set; }

    public Located<int>? Hysteresis { get; set; }
}

/// <summary>The keys of services.NAME.quorum.</summary>
internal static class QuorumTable
{
    public const int DefaultMinimum = 1;

    private static readonly ScalarShape<int> Minimum = Scalars.Number(1, int.MaxValue);

    public static readonly MappingShape<QuorumDraft> Whole = new("services.NAME.quorum", "a mapping such as { minimum: 2, hysteresis: 1 }",
        new Field<QuorumDraft, int>("minimum", Minimum, (d, v) => d.Minimum = v)
        {
            Default = "1",
            Elsewhere = ["quorum"],
            Help = "Weight of servers that are up below which the service has not enough.",
        },
        new Field<QuorumDraft, int>("hysteresis", Scalars.Number(0, int.MaxValue), (d, v) => d.Hysteresis = v)
        {
            Default = "0",
            Help = "How much less it may become before the quorum is lost, and how much more it must be to be gained; less than minimum.",
        });

    public static readonly BriefShape<QuorumDraft, int> Shape = new(Minimum, (d, v) => d.Minimum = v, Whole);
}
