using System.Globalization;
using System.Text.Json;

namespace HaDirector.Config.Binding;

/// <summary>The JSON Schema of a table of fields.</summary>
internal static class TableSchema
{
    public static void Describe(ITable table, bool allowEmpty, Utf8JsonWriter json)
    {
        if (allowEmpty)
        {
            json.WriteStartArray("type");
            json.WriteStringValue("object");
            json.WriteStringValue("null");
            json.WriteEndArray();
        }
        else
        {
            json.WriteString("type", "object");
        }
        json.WriteBoolean("additionalProperties", false);
        if (table.Fields.Any(f => f.Required))
        {
            json.WriteStartArray("required");
            foreach (Field field in table.Fields.Where(f => f.Required)) json.WriteStringValue(field.Name);
            json.WriteEndArray();
        }
        json.WriteStartObject("properties");
        foreach (Field field in table.Fields)
        {
            json.WriteStartObject(field.Name);
            json.WriteString("description", field.Help);
            WriteDefault(json, field.Default);
            field.Shape.Describe(json);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteDefault(Utf8JsonWriter json, string? text)
    {
        if (text is null or ['(', ..]) return;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)) json.WriteNumber("default", number);
        else if (bool.TryParse(text, out bool truth)) json.WriteBoolean("default", truth);
        else json.WriteString("default", text);
    }
}
