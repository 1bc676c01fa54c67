using HaDirector.Model;

namespace HaDirector.Health;

/// <summary>How a check stands, for status and metrics.</summary>
/// <param name="Check">The check.</param>
/// <param name="Verdict">What it concludes.</param>
/// <param name="VerdictSince">When it concluded that; <see cref="Instant.Never"/> while unknown.</param>
/// <param name="Last">The last result; default before the first.</param>
/// <param name="LastAt">When the last result was recorded; <see cref="Instant.Never"/> before the first.</param>
/// <param name="Streak">Equal results in a row up to now: passes above zero, failures below.</param>
/// <param name="Recent">The last results that counted, at most ten, oldest first: '+' passed, '-' failed.</param>
/// <param name="Tries">Tries started.</param>
/// <param name="Failures">Failures that counted.</param>
/// <param name="Discarded">Results that did not count, being our own fault.</param>
public sealed record CheckState(
    CheckSpec Check,
    Verdict Verdict,
    Instant VerdictSince,
    ProbeResult Last,
    Instant LastAt,
    int Streak,
    string Recent,
    long Tries,
    long Failures,
    long Discarded);
