using HaDirector.Model;

namespace HaDirector.Health;

/// <summary>A change of verdict that was.</summary>
/// <param name="From">What was concluded before.</param>
/// <param name="To">What was concluded then.</param>
/// <param name="Detail">The result that decided, in words.</param>
/// <param name="At">When.</param>
public readonly record struct Transition(Verdict From, Verdict To, string Detail, Instant At)
{
    /// <summary>How many are remembered of each check.</summary>
    public const int Max = 20;
}
