using System.Text.Json;
using HaDirector.Config.Yaml;
using YamlDotNet.Core.Events;

namespace HaDirector.Config.Binding;

/// <summary>A named entry of a map; <paramref name="At"/> is the place of the name.</summary>
internal readonly record struct Entry<T>(string Name, Spot At, T Value);

/// <summary>A mapping of free names to values of one shape, in order.</summary>
/// <param name="name">What a name may be.</param>
/// <param name="item">Shape of each value.</param>
/// <param name="items">What they are together: "virtual routers".</param>
internal sealed class MapShape<T>(NameRule name, Shape<T> item, string items) : Shape<IReadOnlyList<Entry<T>>>
{
    public override string Expected => $"a mapping of names to {items}";

    /// <summary>Shape of each value.</summary>
    public Shape Item => item;

    public override void Describe(Utf8JsonWriter json)
    {
        json.WriteString("type", "object");
        json.WriteStartObject("propertyNames");
        json.WriteString("pattern", name.Pattern);
        json.WriteEndObject();
        json.WriteStartObject("additionalProperties");
        item.Describe(json);
        json.WriteEndObject();
    }

    public override bool TryBind(YamlReader yaml, Label label, out Located<IReadOnlyList<Entry<T>>> value)
    {
        if (yaml.Current is not MappingStart) return Refuse(yaml, label, out value);
        Spot at = yaml.At;
        List<Entry<T>> bound = [];
        Dictionary<string, Spot> seen = new(StringComparer.Ordinal);
        yaml.Advance();
        while (MappingKeys.TryNext(yaml, label, out string key, out Spot keyAt))
        {
            string quoted = Findings.Quote(key);
            if (!seen.TryAdd(key, keyAt))
                yaml.Findings.Error(DiagnosticCodes.KeyTwice, keyAt,
                    $"{quoted} is written twice in {label.Text}", $"first in line {seen[key].Line}");
            if (!name.Allows(key))
                yaml.Findings.Error(DiagnosticCodes.WrongValue, keyAt, $"the name {quoted} should be {name.Expected}");
            if (item.TryBind(yaml, new Label(quoted, keyAt), out Located<T> one) && seen[key] == keyAt)
                bound.Add(new Entry<T>(key, keyAt, one.Value));
        }
        value = new(bound, at);
        return true;
    }
}
