using System.Globalization;
using System.Text.Json;

namespace HaDirector.Health;

/// <summary>The checks of a director as they were at a moment, and their form in a file: <c>{"at":"2026-01-31T12:00:00Z","checks":[{...}]}</c>.</summary>
/// <param name="At">That moment by the wall clock: the only one that outlives a boot.</param>
/// <param name="Checks">What <see cref="CheckBoard.Save"/> gave.</param>
public sealed record SavedBoard(DateTimeOffset At, IReadOnlyList<SavedCheck> Checks)
{
    /// <summary>Larger files are not read, in bytes.</summary>
    public const int BytesMax = 64 << 20;

    /// <summary>More checks are not read.</summary>
    public const int ChecksMax = 200_000;

    /// <summary>What is kept of a transition's detail, in characters.</summary>
    public const int DetailMax = 200;

    private const int PieceBytes = 32 * 1024;

    /// <summary>How old it is; null when it claims to be of the future, so that nobody can say. A minute is left to clocks that are set right after a boot.</summary>
    public TimeSpan? AgeAt(DateTimeOffset now) => (now - At) switch
    {
        { } age when age >= TimeSpan.Zero => age,
        { } age when age >= -TimeSpan.FromMinutes(1) => TimeSpan.Zero,
        _ => null,
    };

    /// <summary>Writes the text of the file, in UTF-8, piece by piece: with tens of thousands of checks it has megabytes.</summary>
    public void Write(Stream output)
    {
        using Utf8JsonWriter json = new(output);
        json.WriteStartObject();
        json.WriteString("at", At.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteStartArray("checks");
        foreach (SavedCheck check in Checks)
        {
            SavedCheckText.Write(json, check);
            if (json.BytesPending > PieceBytes) json.Flush();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Reads such a text; null and the reason when it is damaged. Keys it does not know are passed over.</summary>
    public static SavedBoard? Read(ReadOnlySpan<byte> text, out string reason)
    {
        reason = "";
        if (text.Length > BytesMax)
        {
            reason = $"it is longer than {BytesMax >> 20} MiB";
            return null;
        }
        try
        {
            Utf8JsonReader json = new(text);
            return Read(ref json);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            reason = e.Message; // the reader's own way to say that a text is not JSON, or not of the shape it was asked for
            return null;
        }
    }

    private static SavedBoard Read(ref Utf8JsonReader json)
    {
        DateTimeOffset? at = null;
        List<SavedCheck>? checks = null;
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject) throw new JsonException("it is not a JSON object");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("at"u8))
            {
                json.Read();
                at = json.GetDateTimeOffset();
            }
            else if (json.ValueTextEquals("checks"u8)) checks = ReadChecks(ref json);
            else json.Skip();
        }
        if (json.Read()) throw new JsonException("something follows the object"); // throws by itself when it is no JSON
        return new SavedBoard(at ?? throw new JsonException("it does not say of when it is"), checks ?? throw new JsonException("it has no checks"));
    }

    private static List<SavedCheck> ReadChecks(ref Utf8JsonReader json)
    {
        List<SavedCheck> checks = [];
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray) throw new JsonException("its checks are not a list");
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (checks.Count == ChecksMax) throw new JsonException($"it has more than {ChecksMax} checks");
            checks.Add(SavedCheckText.Read(ref json));
        }
        return checks;
    }
}
