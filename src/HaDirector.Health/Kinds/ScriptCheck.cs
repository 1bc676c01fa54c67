using HaDirector.Model;

namespace HaDirector.Health.Kinds;

/// <summary>A program ends with 0. The first line of its output may be agent text or a weight in percent.</summary>
/// <param name="Command">Absolute path and arguments; no shell.</param>
/// <param name="User">User it runs as; null is the daemon's own.</param>
public sealed record ScriptCheck(ValueList<string> Command, string? User) : CheckKind
{
    /// <inheritdoc/>
    public override string Name => "script";
}
