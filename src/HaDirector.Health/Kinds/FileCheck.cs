namespace HaDirector.Health.Kinds;

/// <summary>A file exists; when it begins with a whole number, that is a weight in percent.</summary>
/// <param name="Path">Absolute path.</param>
public sealed record FileCheck(string Path) : CheckKind
{
    /// <inheritdoc/>
    public override string Name => "file";
}
