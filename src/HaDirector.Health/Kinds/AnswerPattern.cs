using HaDirector.Model;

namespace HaDirector.Health.Kinds;

/// <summary>What must be found in the bytes of an answer: these bytes, or a match of an expression.</summary>
/// <param name="Bytes">Bytes that must occur; null when an expression is given.</param>
/// <param name="Pattern">Regular expression (non-backtracking, over Latin-1) that must match somewhere; null when bytes are given.</param>
public sealed record AnswerPattern(ValueList<byte>? Bytes, string? Pattern);
