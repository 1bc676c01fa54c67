namespace HaDirector.Engine;

/// <summary>When most targets across services fail within a moment, it is the director that is alone: verdicts are held until it knows better.</summary>
/// <param name="Hold">Whether they are held.</param>
/// <param name="Percent">Share of the targets that were up.</param>
/// <param name="TargetsMin">Distinct hosts that must be up for a share to mean anything.</param>
/// <param name="Window">What counts as the same moment.</param>
/// <param name="HoldMax">After this they count after all.</param>
public sealed record MassFailureSpec(bool Hold, int Percent, int TargetsMin, TimeSpan Window, TimeSpan HoldMax)
{
    /// <summary>Held for 10 s when 80 % of at least 4 hosts fail within 2 s.</summary>
    public static MassFailureSpec Default { get; } = new(true, 80, 4, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10));
}
