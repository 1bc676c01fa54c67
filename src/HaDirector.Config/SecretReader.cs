namespace HaDirector.Config;

/// <summary>Reads a file that holds a secret; the rim's, for nothing in here reads files.</summary>
/// <param name="path">Absolute path, as the configuration names it.</param>
/// <param name="content">Its bytes.</param>
/// <returns>Why it cannot be read, in words; null when it can.</returns>
public delegate string? SecretReader(string path, out ReadOnlyMemory<byte> content);
