using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Language;

/// <summary>Flap damping as written.</summary>
internal sealed class FlapDraft : Draft
{
    public Located<int>? Failures { get; set; }

    public Located<TimeSpan>? Window { get; set; }

    public Located<TimeSpan>? Hold { get; set; }

    public Located<TimeSpan>? HoldMax { get; set; }
}

/// <summary>The keys of services.NAME.flap_damping.</summary>
internal static class FlapTable
{
    public const int DefaultFailures = 3;
    public static readonly TimeSpan DefaultWindow = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan DefaultHold = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan DefaultHoldMax = TimeSpan.FromMinutes(5);

    public static readonly MappingShape<FlapDraft> Shape = new("services.NAME.flap_damping", "{} or a mapping such as { failures: 3, window: 1m }",
        new Field<FlapDraft, int>("failures", Scalars.Number(2, 100), (d, v) => d.Failures = v)
        {
            Default = "3",
            Help = "Failures within the window from which on it is held back.",
        },
        new Field<FlapDraft, TimeSpan>("window", Scalars.Duration("1s", "24h"), (d, v) => d.Window = v)
        {
            Default = "1m",
            Help = "Time looked back.",
        },
        new Field<FlapDraft, TimeSpan>("hold", Scalars.Duration("1s", "24h"), (d, v) => d.Hold = v)
        {
            Default = "10s",
            Help = "How long it is held back the first time; each further time twice as long.",
        },
        new Field<FlapDraft, TimeSpan>("hold_max", Scalars.Duration("1s", "24h"), (d, v) => d.HoldMax = v)
        {
            Default = "5m",
            Help = "It is never held back longer.",
        })
    { AllowEmpty = true };
}
