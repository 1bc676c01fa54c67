using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Config.Language.Checks;

/// <summary>A file check as written.</summary>
internal sealed class FileCheckDraft : KindDraft
{
    public Located<string>? Path { get; set; }

    public override bool NeedsPort => false;

    public override CheckKind Make(string director) => new FileCheck(Path!.Value.Value);
}

/// <summary>The keys of check.file.</summary>
internal static class FileCheckTable
{
    public static readonly MappingShape<FileCheckDraft> Whole = new("services.NAME.check.file", "a mapping such as { path: /run/web-is-good }",
        new Field<FileCheckDraft, string>("path", Scalars.File, (d, v) => d.Path = v)
        {
            Required = true,
            Elsewhere = ["track_file", "file"],
            Help = "File that must exist; when it begins with a whole number, that is the weight in percent.",
        });

    public static readonly BriefShape<FileCheckDraft, string> Shape = new(Scalars.File, (d, v) => d.Path = v, Whole);
}
