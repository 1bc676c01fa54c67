using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;

namespace HaDirector.Config.Language.Checks;

/// <summary>A TCP check as written.</summary>
internal sealed class TcpDraft : KindDraft
{
    public Located<ValueList<byte>>? Send { get; set; }

    public Located<ValueList<byte>>? Expect { get; set; }

    public Located<string>? ExpectRegex { get; set; }

    public Located<bool>? Full { get; set; }

    public override IEnumerable<Located<string>> Patterns => ExpectRegex is { } pattern ? [pattern] : [];

    public override void Judge(Findings findings) => Payload.Judge(Expect, ExpectRegex, findings);

    public override CheckKind Make(string director) =>
        new TcpCheck(Send?.Value, Payload.Expected(Expect, ExpectRegex), Full?.Value ?? false);
}

/// <summary>The keys of check.tcp.</summary>
internal static class TcpTable
{
    private static readonly ChoiceShape<bool> Endings = new("way to close", ("reset", false), ("full", true));

    public static readonly MappingShape<TcpDraft> Shape = new("services.NAME.check.tcp", "{} or a mapping such as { send: 'PING\\r\\n', expect: +PONG }",
        new Field<TcpDraft, ValueList<byte>>("send", Payload.Bytes, (d, v) => d.Send = v)
        {
            Help = "Text sent when the connection is open; other bytes as \\xHH.",
        },
        new Field<TcpDraft, ValueList<byte>>("expect", Payload.Bytes, (d, v) => d.Expect = v)
        {
            Help = "Text that must come somewhere in the answer; other bytes as \\xHH.",
        },
        new Field<TcpDraft, string>("expect_regex", Payload.Pattern, (d, v) => d.ExpectRegex = v)
        {
            Help = "Regular expression that must match somewhere in the answer (linear time: no look-around, no back-references).",
        },
        new Field<TcpDraft, bool>("connect", Endings, (d, v) => d.Full = v)
        {
            Default = "reset",
            Help = "reset: the connection is reset as soon as the server's kernel answers, before its program is bothered; full: opened and closed in good order.",
        })
    { AllowEmpty = true };
}
