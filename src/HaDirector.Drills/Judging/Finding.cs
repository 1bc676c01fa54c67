namespace HaDirector.Drills;

/// <summary>One expectation and what was measured.</summary>
/// <param name="Fault">The fault it is about.</param>
/// <param name="Expectation">What is expected, in words.</param>
/// <param name="Measured">What was measured, in words.</param>
/// <param name="Met">Whether it was met.</param>
/// <param name="Value">The measured number the limit is about; null when it is not about a number.</param>
/// <param name="Limit">The largest number that meets the expectation.</param>
public sealed record Finding(Fault Fault, string Expectation, string Measured, bool Met, double? Value = null, double? Limit = null);
