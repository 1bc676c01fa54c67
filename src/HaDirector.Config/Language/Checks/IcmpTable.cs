using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Config.Language.Checks;

/// <summary>A ping check as written.</summary>
internal sealed class IcmpDraft : KindDraft
{
    private const int DefaultPayload = 56;

    public Located<int>? Payload { get; set; }

    public override bool NeedsPort => false;

    public override CheckKind Make(string director) => new IcmpCheck(Payload?.Value ?? DefaultPayload);
}

/// <summary>The keys of check.icmp.</summary>
internal static class IcmpTable
{
    public static readonly MappingShape<IcmpDraft> Shape = new("services.NAME.check.icmp", "{} or a mapping such as { payload: 56 }",
        new Field<IcmpDraft, int>("payload", Scalars.Number(0, 1400), (d, v) => d.Payload = v)
        {
            Default = "56",
            Help = "Bytes of payload.",
        })
    { AllowEmpty = true };
}
