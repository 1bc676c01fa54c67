using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Config.Language.Checks;

/// <summary>A script check as written.</summary>
internal sealed class ScriptCheckDraft : KindDraft
{
    public Located<IReadOnlyList<Located<string>>>? Command { get; set; }

    public Located<string>? User { get; set; }

    public override bool NeedsPort => false;

    public override bool TakesPort => true;

    public override IEnumerable<NeededFile> Files => Command?.Value is [{ } program, ..] ? [new NeededFile(program, Run: true, AsRoot: User is null or { Value: "root" })] : [];

    public override void Judge(Findings findings)
    {
        if (Command?.Value is [{ } program, ..] && program.Value[0] != '/')
        {
            findings.Error(DiagnosticCodes.Script, program.At, $"{Findings.Quote(program.Value)} is no absolute path",
                "no shell reads it: command: [ /usr/bin/program, argument ]");
        }
    }

    public override CheckKind Make(string director) => new ScriptCheck([.. Command!.Value.Value.Select(word => word.Value)], User?.Value);
}

/// <summary>The keys of check.script.</summary>
internal static class ScriptCheckTable
{
    /// <summary>Most words of a command line.</summary>
    private const int WordsMax = 64;

    public static readonly MappingShape<ScriptCheckDraft> Shape = new("services.NAME.check.script", "a mapping such as { command: [ /usr/local/bin/check ] }",
        new Field<ScriptCheckDraft, IReadOnlyList<Located<string>>>("command", new ListShape<string>(Words.Line, "words", 1, WordsMax), (d, v) => d.Command = v)
        {
            Required = true,
            Elsewhere = ["misc_path", "path"],
            Help = "Program with its absolute path, and its arguments; no shell reads them.",
        },
        new Field<ScriptCheckDraft, string>("user", Words.User, (d, v) => d.User = v)
        {
            Default = "(the director's own)",
            Elsewhere = ["script_user"],
            Help = "User it runs as.",
        });
}
