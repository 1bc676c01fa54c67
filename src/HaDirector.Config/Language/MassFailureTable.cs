using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Language;

/// <summary>What is done when most servers fail in the same moment, as written.</summary>
internal sealed class MassFailureDraft : Draft
{
    public Located<bool>? Hold { get; set; }

    public Located<int>? Share { get; set; }

    public Located<int>? Hosts { get; set; }

    public Located<TimeSpan>? Window { get; set; }

    public Located<TimeSpan>? HoldMax { get; set; }
}

/// <summary>The keys of mass_failure.</summary>
internal static class MassFailureTable
{
    private static readonly ChoiceShape<bool> Policies = new("policy", ("hold", true), ("believe", false));

    public static readonly MappingShape<MassFailureDraft> Shape = new("mass_failure", "a mapping such as { policy: hold, hold_max: 10s }",
        new Field<MassFailureDraft, bool>("policy", Policies, (d, v) => d.Hold = v)
        {
            Default = "hold",
            Help = "hold: the director suspects itself and leaves the servers in service for a while; believe: every verdict counts at once.",
        },
        new Field<MassFailureDraft, int>("share", Scalars.Percent(1, 100, "[1-9]|[1-9][0-9]|100"), (d, v) => d.Share = v)
        {
            Default = "80%",
            Help = "Share of the hosts that were up which must fail.",
        },
        new Field<MassFailureDraft, int>("hosts", Scalars.Number(2, 65535), (d, v) => d.Hosts = v)
        {
            Default = "4",
            Help = "Hosts that must have been up for a share to mean anything.",
        },
        new Field<MassFailureDraft, TimeSpan>("window", Scalars.Duration("100ms", "1m"), (d, v) => d.Window = v)
        {
            Default = "2s",
            Help = "What counts as the same moment.",
        },
        new Field<MassFailureDraft, TimeSpan>("hold_max", Scalars.Duration("1s", "10m"), (d, v) => d.HoldMax = v)
        {
            Default = "10s",
            Help = "How long verdicts are held; then they count after all.",
        })
    { AllowEmpty = true };
}
