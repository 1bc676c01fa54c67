using System.Text.Json;
using System.Text.RegularExpressions;

namespace HaDirector.Tests.Config;

/// <summary>As much of JSON Schema 2020-12 as ours uses; an unknown keyword fails, so that nothing is passed over.</summary>
internal static class JsonSchema
{
    public static bool Accepts(JsonElement root, JsonElement value) => Accepts(root, root, value);

    private static bool Accepts(JsonElement root, JsonElement schema, JsonElement value)
    {
        foreach (JsonProperty keyword in schema.EnumerateObject())
        {
            JsonElement rule = keyword.Value;
            bool good = keyword.Name switch
            {
                "$schema" or "title" or "description" or "default" or "$defs" => true,
                "$ref" => Accepts(root, root.GetProperty("$defs").GetProperty(rule.GetString()!["#/$defs/".Length..]), value),
                "type" => rule.ValueKind == JsonValueKind.Array
                    ? rule.EnumerateArray().Any(t => IsType(t.GetString()!, value))
                    : IsType(rule.GetString()!, value),
                "enum" => rule.EnumerateArray().Any(e => e.ValueKind == value.ValueKind
                    && (e.ValueKind == JsonValueKind.String ? e.GetString() == value.GetString() : value.ValueKind == JsonValueKind.Number && e.GetDouble() == value.GetDouble())),
                "pattern" => value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule.GetString()!, RegexOptions.ECMAScript),
                "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() >= rule.GetDouble(),
                "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() <= rule.GetDouble(),
                "minItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= rule.GetInt32(),
                "maxItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= rule.GetInt32(),
                "items" => value.ValueKind != JsonValueKind.Array || value.EnumerateArray().All(v => Accepts(root, rule, v)),
                "anyOf" => rule.EnumerateArray().Any(s => Accepts(root, s, value)),
                "required" => value.ValueKind != JsonValueKind.Object || rule.EnumerateArray().All(r => value.TryGetProperty(r.GetString()!, out _)),
                "propertyNames" => value.ValueKind != JsonValueKind.Object
                    || value.EnumerateObject().All(p => Regex.IsMatch(p.Name, rule.GetProperty("pattern").GetString()!)),
                "properties" => value.ValueKind != JsonValueKind.Object
                    || value.EnumerateObject().All(p => !rule.TryGetProperty(p.Name, out JsonElement s) || Accepts(root, s, p.Value)),
                "additionalProperties" => value.ValueKind != JsonValueKind.Object || value.EnumerateObject().All(p => Additional(root, schema, rule, p)),
                _ => throw new NotSupportedException(keyword.Name),
            };
            if (!good) return false;
        }
        return true;
    }

    private static bool Additional(JsonElement root, JsonElement schema, JsonElement rule, JsonProperty property)
    {
        if (schema.TryGetProperty("properties", out JsonElement known) && known.TryGetProperty(property.Name, out _)) return true;
        return rule.ValueKind == JsonValueKind.Object ? Accepts(root, rule, property.Value) : rule.GetBoolean();
    }

    private static bool IsType(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "null" => value.ValueKind == JsonValueKind.Null,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => throw new NotSupportedException(type),
    };
}
