using System.Text.Json;
using HaDirector.Config.Yaml;
using YamlDotNet.Core.Events;

namespace HaDirector.Config.Binding;

/// <summary>A value, or a list of such values.</summary>
/// <param name="item">Shape of each.</param>
/// <param name="items">What they are together.</param>
internal sealed class OneOrMoreShape<T>(Shape<T> item, string items) : Shape<IReadOnlyList<Located<T>>>
{
    private readonly ListShape<T> _list = new(item, items, 1);

    public override string Expected => $"{item.Expected}, or {_list.Expected}";

    public override void Describe(Utf8JsonWriter json)
    {
        json.WriteStartArray("anyOf");
        foreach (Shape shape in new Shape[] { item, _list })
        {
            json.WriteStartObject();
            shape.Describe(json);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public override bool TryBind(YamlReader yaml, Label label, out Located<IReadOnlyList<Located<T>>> value)
    {
        if (yaml.Current is SequenceStart) return _list.TryBind(yaml, label, out value);
        bool bound = item.TryBind(yaml, label, out Located<T> one);
        value = bound ? new([one], one.At) : default;
        return bound;
    }
}
