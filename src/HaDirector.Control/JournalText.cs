using System.Text.Json;
using System.Text.Json.Serialization;

namespace HaDirector.Control;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalEntry))]
internal sealed partial class JournalContext : JsonSerializerContext;

/// <summary>The journal's file: an entry a line.</summary>
public static class JournalText
{
    /// <summary>An entry as a line with its end.</summary>
    public static byte[] Line(JournalEntry entry) => [.. JsonSerializer.SerializeToUtf8Bytes(entry, JournalContext.Default.JournalEntry), (byte)'\n'];

    /// <summary>The entries of a file, the last line of each number, by number. A line that is none, such as one cut off by a power failure, is counted.</summary>
    public static IReadOnlyList<JournalEntry> Read(ReadOnlySpan<byte> file, out int rejected)
    {
        SortedDictionary<long, JournalEntry> entries = [];
        rejected = 0;
        foreach (Range range in file.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = file[range];
            if (line.IsEmpty) continue;
            if (TryRead(line) is { } entry) entries[entry.Number] = entry;
            else rejected++;
        }
        return [.. entries.Values];
    }

    private static JournalEntry? TryRead(ReadOnlySpan<byte> line)
    {
        try
        {
            JournalEntry? entry = JsonSerializer.Deserialize(line, JournalContext.Default.JournalEntry);
            return entry is { Number: > 0, By: not null, File: not null, BeforeHash: not null, Outcome: not null, Counts: not null, Changes: not null } ? entry : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
