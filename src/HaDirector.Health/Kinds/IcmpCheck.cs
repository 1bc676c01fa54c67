namespace HaDirector.Health.Kinds;

/// <summary>An echo request is answered.</summary>
/// <param name="PayloadBytes">Bytes of payload, 0-1400.</param>
public sealed record IcmpCheck(int PayloadBytes) : CheckKind
{
    /// <inheritdoc/>
    public override string Name => "icmp";
}
