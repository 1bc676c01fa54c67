using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Language;

/// <summary>Latency weights as written.</summary>
internal sealed class LatencyWeightsDraft : Draft
{
    public Located<int>? Min { get; set; }

    public Located<int>? Max { get; set; }

    public Located<TimeSpan>? HalfLife { get; set; }
}

/// <summary>The keys of services.NAME.latency_weights.</summary>
internal static class LatencyWeightsTable
{
    public const int DefaultMin = 50;
    public const int DefaultMax = 150;
    public static readonly TimeSpan DefaultHalfLife = TimeSpan.FromSeconds(10);

    public static readonly MappingShape<LatencyWeightsDraft> Shape = new("services.NAME.latency_weights", "{} or a mapping such as { min: 50%, max: 150% }",
        new Field<LatencyWeightsDraft, int>("min", Scalars.Percent(1, 100, "[1-9]|[1-9][0-9]|100"), (d, v) => d.Min = v)
        {
            Default = "50%",
            Help = "Least share of its weight that a slow server is left with.",
        },
        new Field<LatencyWeightsDraft, int>("max", Scalars.Percent(100, 200, "1[0-9][0-9]|200"), (d, v) => d.Max = v)
        {
            Default = "150%",
            Help = "Most that a quick server gets.",
        },
        new Field<LatencyWeightsDraft, TimeSpan>("half_life", Scalars.Duration("100ms", "1h"), (d, v) => d.HalfLife = v)
        {
            Default = "10s",
            Help = "Time in which an old measurement loses half its say.",
        })
    { AllowEmpty = true };
}
