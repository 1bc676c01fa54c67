using System.Text.Json;
using HaDirector.Config.Binding;
using HaDirector.Health.Kinds;

namespace HaDirector.Config.Language.Checks;

/// <summary>A status code, or a range of them.</summary>
internal static class HttpStatus
{
    public static readonly ScalarShape<StatusRange> Shape = new("a status code or a range of them (200-299)", Describe, TryParse);

    private static void Describe(Utf8JsonWriter json)
    {
        json.WriteStartArray("anyOf");
        json.WriteStartObject();
        json.WriteString("type", "integer");
        json.WriteNumber("minimum", 100);
        json.WriteNumber("maximum", 599);
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteString("type", "string");
        json.WriteString("pattern", "^[1-5][0-9][0-9](-[1-5][0-9][0-9])?$");
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static bool TryParse(string text, out StatusRange range)
    {
        int dash = text.IndexOf('-', StringComparison.Ordinal);
        bool read = dash < 0
            ? TryCode(text, out int from) & TryCode(text, out int to)
            : TryCode(text[..dash], out from) & TryCode(text[(dash + 1)..], out to);
        range = new(from, to);
        return read && from <= to;
    }

    private static bool TryCode(string text, out int code) => Scalars.TryNumber(text, out code) && code is >= 100 and <= 599;
}
