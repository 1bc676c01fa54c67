using HaDirector.Control;

namespace HaDirector.Daemon.Applying;

/// <summary>The journal's files in a state directory, as they are read.</summary>
public static class JournalFiles
{
    /// <summary>Name of the file that is written.</summary>
    public const string Name = "journal.jsonl";

    /// <summary>Name of the one before it.</summary>
    internal const string OlderName = "journal.1.jsonl";

    /// <summary>A file longer than this is put aside for a new one.</summary>
    internal const long BytesMax = 1024 * 1024;

    /// <summary>The newest entries, the newest last; empty when there is no journal that can be read.</summary>
    /// <param name="directory">The state directory.</param>
    /// <param name="count">How many.</param>
    public static IReadOnlyList<JournalEntry> Read(string directory, int count = int.MaxValue)
    {
        byte[] text = [.. Bytes(Path.Combine(directory, OlderName)), (byte)'\n', .. Bytes(Path.Combine(directory, Name))];
        IReadOnlyList<JournalEntry> entries = JournalText.Read(text, out _);
        return entries.Count <= count ? entries : [.. entries.Skip(entries.Count - count)];
    }

    private static byte[] Bytes(string path)
    {
        try
        {
            // Twice the bound: the last line may go beyond it, and what is longer is not ours.
            return new FileInfo(path) is { Exists: true, Length: <= 2 * BytesMax } ? File.ReadAllBytes(path) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
