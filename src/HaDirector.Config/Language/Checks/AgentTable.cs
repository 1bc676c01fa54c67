using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;

namespace HaDirector.Config.Language.Checks;

/// <summary>An agent check as written.</summary>
internal sealed class AgentDraft : KindDraft
{
    public Located<ValueList<byte>>? Send { get; set; }

    public override bool NeedsOwnPort => true;

    public override CheckKind Make(string director) => new AgentCheck(Send?.Value);
}

/// <summary>The keys of check.agent.</summary>
internal static class AgentTable
{
    public static readonly MappingShape<AgentDraft> Shape = new("services.NAME.check.agent", "{} or a mapping such as { send: 'web\\n' }",
        new Field<AgentDraft, ValueList<byte>>("send", Payload.Bytes, (d, v) => d.Send = v)
        {
            Elsewhere = ["agent-send"],
            Help = "Text sent to the agent first; other bytes as \\xHH.",
        })
    { AllowEmpty = true };
}
