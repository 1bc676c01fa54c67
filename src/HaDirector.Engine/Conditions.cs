namespace HaDirector.Engine;

/// <summary>Something that is wrong now, said to a human.</summary>
/// <param name="Name">Stable name in kebab case, documented in docs/conditions.md: "ipvs-missing".</param>
/// <param name="Subject">What it concerns ("router web"), or empty.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Advice">What to do about it.</param>
/// <param name="Since">Wall-clock time it began.</param>
public sealed record Condition(string Name, string Subject, string Message, string Advice, DateTimeOffset Since);
