namespace HaDirector.Health.Kinds;

/// <summary>A BFD session of the file is up.</summary>
/// <param name="Session">Its name.</param>
public sealed record BfdCheck(string Session) : CheckKind
{
    /// <inheritdoc/>
    public override string Name => "bfd";
}
