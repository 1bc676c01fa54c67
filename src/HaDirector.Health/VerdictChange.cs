using HaDirector.Model;

namespace HaDirector.Health;

/// <summary>A check has concluded something new about its target.</summary>
/// <param name="Check">The check.</param>
/// <param name="From">What it had concluded before.</param>
/// <param name="To">What it concludes now, never <see cref="Verdict.Unknown"/>.</param>
/// <param name="Detail">The result that decided, in words.</param>
/// <param name="At">When that result was recorded.</param>
public readonly record struct VerdictChange(CheckSpec Check, Verdict From, Verdict To, string Detail, Instant At)
{
    /// <summary>Whether one more try than usual was made, for a pool would be empty without the server.</summary>
    public bool Confirmed { get; init; }
}
