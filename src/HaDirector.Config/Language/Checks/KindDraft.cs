using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Health;

namespace HaDirector.Config.Language.Checks;

/// <summary>What a check tries, as written.</summary>
internal abstract class KindDraft : Draft
{
    /// <summary>Whether it must know a port to talk to.</summary>
    public virtual bool NeedsPort => true;

    /// <summary>Whether that is never the port of the service itself.</summary>
    public virtual bool NeedsOwnPort => false;

    /// <summary>Whether the port is part of the question; if not, services on different ports share the check.</summary>
    public virtual bool TakesPort => NeedsPort;

    /// <summary>Regular expressions that are matched against answers.</summary>
    public virtual IEnumerable<Located<string>> Patterns => [];

    /// <summary>Files it needs on this host.</summary>
    public virtual IEnumerable<NeededFile> Files => [];

    /// <summary>Reports what does not go together.</summary>
    public virtual void Judge(Findings findings) { }

    /// <summary>The kind; only of a draft without findings.</summary>
    /// <param name="director">Name of this director.</param>
    public abstract CheckKind Make(string director);
}

/// <summary>A file that a check needs.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Run">Whether it is run, and not read.</param>
/// <param name="AsRoot">Whether it is run as root.</param>
internal readonly record struct NeededFile(Located<string> Path, bool Run = false, bool AsRoot = false);
