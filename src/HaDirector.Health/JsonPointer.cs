using System.Text.Json;
using HaDirector.Health.Kinds;

namespace HaDirector.Health;

/// <summary>Compares a value in a JSON text, found by its pointer (RFC 6901), with the wanted one. Total: any bytes give an answer.</summary>
public static class JsonPointer
{
    private const int ShownMax = 60; // characters of a value that a line for people shows

    /// <summary>What is wrong with the text; null when the value is there and as wanted.</summary>
    public static string? Objection(ReadOnlySpan<byte> json, JsonExpectation wanted)
    {
        if (json.StartsWith("\uFEFF"u8)) json = json[3..];
        try
        {
            Utf8JsonReader reader = new(json);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            if (reader.Read()) return "the body is not JSON";
            return Find(document.RootElement, wanted.Pointer) is { } value
                ? Compare(value, wanted)
                : $"the body has nothing at {Name(wanted)}";
        }
        catch (JsonException)
        {
            return "the body is not JSON";
        }
        catch (InvalidOperationException) // text that is no UTF-16: "\ud800"
        {
            return $"the body has no readable text at {Name(wanted)}";
        }
    }

    private static JsonElement? Find(JsonElement at, string pointer)
    {
        if (pointer.Length == 0) return at;
        foreach (string token in pointer.Split('/').Skip(1)) // the pointer begins with a slash
        {
            string name = token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            switch (at.ValueKind)
            {
                case JsonValueKind.Object when at.TryGetProperty(name, out JsonElement member):
                    at = member;
                    break;
                case JsonValueKind.Array when IsIndex(name, out int index) && index < at.GetArrayLength():
                    at = at[index];
                    break;
                default:
                    return null;
            }
        }
        return at;
    }

    private static string? Compare(JsonElement value, JsonExpectation wanted)
    {
        if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            return $"{Name(wanted)} of the body is an {(value.ValueKind == JsonValueKind.Object ? "object" : "array")}, wanted {wanted.Value}";
        string found = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        if (found == wanted.Value) return null;
        string shown = found.Length > ShownMax ? found[..ShownMax] + "..." : found;
        return $"{Name(wanted)} of the body is {shown.ReplaceLineEndings(" ")}, wanted {wanted.Value}";
    }

    /// <summary>Digits without a leading zero (RFC 6901 section 4).</summary>
    private static bool IsIndex(string text, out int index)
    {
        index = 0;
        return text.Length is > 0 and < 10 && text.All(char.IsAsciiDigit) && (text.Length == 1 || text[0] != '0') && int.TryParse(text, out index);
    }

    private static string Name(JsonExpectation wanted) => wanted.Pointer.Length == 0 ? "the whole" : wanted.Pointer;
}
