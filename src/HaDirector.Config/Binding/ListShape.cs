using System.Text.Json;
using HaDirector.Config.Yaml;
using YamlDotNet.Core.Events;

namespace HaDirector.Config.Binding;

/// <summary>A list of values of one shape, in order.</summary>
/// <param name="item">Shape of each item.</param>
/// <param name="items">What they are together: "addresses".</param>
/// <param name="least">Fewest items.</param>
/// <param name="most">Most items.</param>
internal sealed class ListShape<T>(Shape<T> item, string items, int least, int most = int.MaxValue) : Shape<IReadOnlyList<Located<T>>>
{
    public override string Expected => $"a list of {items}";

    /// <summary>Shape of each item.</summary>
    public Shape Item => item;

    public override void Describe(Utf8JsonWriter json)
    {
        json.WriteString("type", "array");
        if (least > 0) json.WriteNumber("minItems", least);
        if (most < int.MaxValue) json.WriteNumber("maxItems", most);
        json.WriteStartObject("items");
        item.Describe(json);
        json.WriteEndObject();
    }

    public override bool TryBind(YamlReader yaml, Label label, out Located<IReadOnlyList<Located<T>>> value)
    {
        if (yaml.Current is not SequenceStart) return Refuse(yaml, label, out value);
        Spot at = yaml.At;
        string each = $"an item of {label.Text}";
        List<Located<T>> bound = [];
        int written = 0;
        for (yaml.Advance(); yaml.Current is not SequenceEnd; written++)
        {
            if (item.TryBind(yaml, new Label(each, yaml.At), out Located<T> one)) bound.Add(one);
        }
        yaml.Advance();
        if (written < least) yaml.Findings.Error(DiagnosticCodes.WrongValue, at, $"{label.Text} should be {Expected}, at least {least}");
        if (written > most) yaml.Findings.Error(DiagnosticCodes.WrongValue, at, $"{label.Text} should be {Expected}, at most {most}");
        value = new(bound, at);
        return true;
    }
}
