using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using HaDirector.Config.Language;
using HaDirector.Config.Language.Checks;

namespace HaDirector.Config;

/// <summary>hadirector schema: the JSON Schema (draft 2020-12) of the configuration, for editors.</summary>
public static class Schema
{
    /// <summary>The schema as indented JSON, generated from the declarations that bind the file.</summary>
    public static string Render()
    {
        ArrayBufferWriter<byte> buffer = new();
        JsonWriterOptions readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (Utf8JsonWriter json = new(buffer, readable))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            json.WriteString("title", "HaDirector configuration");
            FileTable.Shape.Describe(json);
            json.WriteStartObject("$defs");
            json.WriteStartObject(CheckTable.Name);
            CheckTable.Shape.Describe(json);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }
}
