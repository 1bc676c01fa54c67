namespace HaDirector.Config;

/// <summary>What a verb prints and ends with.</summary>
/// <param name="Text">Text for standard output, ending in a line feed.</param>
/// <param name="ExitCode">0, or 1 when the file is refused.</param>
public readonly record struct VerbOutput(string Text, int ExitCode);
