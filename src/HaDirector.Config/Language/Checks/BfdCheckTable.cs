using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Config.Language.Checks;

/// <summary>A BFD check as written.</summary>
internal sealed class BfdCheckDraft : KindDraft
{
    public Located<string>? Session { get; set; }

    public override bool NeedsPort => false;

    public override CheckKind Make(string director) => new BfdCheck(Session!.Value.Value);
}

/// <summary>The keys of check.bfd.</summary>
internal static class BfdCheckTable
{
    public static readonly MappingShape<BfdCheckDraft> Whole = new("services.NAME.check.bfd", "a mapping such as { session: link }",
        new Field<BfdCheckDraft, string>("session", Scalars.Name(Names.InMessages), (d, v) => d.Session = v)
        {
            Required = true,
            Elsewhere = ["name"],
            Help = "BFD session of the file that must be up.",
        });

    public static readonly BriefShape<BfdCheckDraft, string> Shape = new(Scalars.Name(Names.InMessages), (d, v) => d.Session = v, Whole);
}
