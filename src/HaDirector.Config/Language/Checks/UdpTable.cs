using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;

namespace HaDirector.Config.Language.Checks;

/// <summary>A UDP check as written.</summary>
internal sealed class UdpDraft : KindDraft
{
    public Located<ValueList<byte>>? Send { get; set; }

    public Located<ValueList<byte>>? Expect { get; set; }

    public Located<string>? ExpectRegex { get; set; }

    public Located<bool>? AnswerRequired { get; set; }

    public override IEnumerable<Located<string>> Patterns => ExpectRegex is { } pattern ? [pattern] : [];

    public override void Judge(Findings findings)
    {
        Payload.Judge(Expect, ExpectRegex, findings);
        if (AnswerRequired is { Value: false } optional && (Expect is not null || ExpectRegex is not null))
            findings.Error(DiagnosticCodes.CheckKeys, optional.At, "an answer is expected, and not required", "remove 'answer_required: false'");
    }

    public override CheckKind Make(string director) =>
        new UdpCheck(Send?.Value ?? [], Payload.Expected(Expect, ExpectRegex), AnswerRequired?.Value ?? true);
}

/// <summary>The keys of check.udp.</summary>
internal static class UdpTable
{
    public static readonly MappingShape<UdpDraft> Shape = new("services.NAME.check.udp", "{} or a mapping such as { send: '\\x00ping', expect: pong }",
        new Field<UdpDraft, ValueList<byte>>("send", Payload.Bytes, (d, v) => d.Send = v)
        {
            Default = "(an empty datagram)",
            Elsewhere = ["payload"],
            Help = "Text that is sent; other bytes as \\xHH.",
        },
        new Field<UdpDraft, ValueList<byte>>("expect", Payload.Bytes, (d, v) => d.Expect = v)
        {
            Default = "(any answer)",
            Elsewhere = ["reply"],
            Help = "Text that must be somewhere in the answer; other bytes as \\xHH.",
        },
        new Field<UdpDraft, string>("expect_regex", Payload.Pattern, (d, v) => d.ExpectRegex = v)
        {
            Help = "Regular expression that must match somewhere in the answer (linear time: no look-around, no back-references).",
        },
        new Field<UdpDraft, bool>("answer_required", Scalars.Boolean, (d, v) => d.AnswerRequired = v)
        {
            Default = "true",
            Elsewhere = ["require_reply"],
            Help = "Whether silence fails; if not, only a refusal by ICMP does, and a host that is off passes.",
        })
    { AllowEmpty = true };
}
