using System.Collections.Frozen;
using System.Text.Json;
using HaDirector.Config.Yaml;
using HaDirector.Model;
using YamlDotNet.Core.Events;

namespace HaDirector.Config.Binding;

/// <summary>One of a few names.</summary>
/// <param name="noun">What the name is of: "scheduler".</param>
/// <param name="choices">Names and values; the first name of a value is the one that is written.</param>
internal sealed class ChoiceShape<T>(string noun, params (string Name, T Value)[] choices) : Shape<T>
{
    private readonly FrozenDictionary<string, T> _values = choices.ToFrozenDictionary(c => c.Name, c => c.Value, StringComparer.Ordinal);

    public override string Expected { get; } = "one of " + string.Join(", ", choices.Select(c => c.Name));

    /// <summary>The names in the order of the declaration.</summary>
    public IReadOnlyList<string> Names { get; } = [.. choices.Select(c => c.Name)];

    public override void Describe(Utf8JsonWriter json)
    {
        json.WriteStartArray("enum");
        foreach (string name in Names) json.WriteStringValue(name);
        json.WriteEndArray();
    }

    public override bool TryBind(YamlReader yaml, Label label, out Located<T> value)
    {
        if (yaml.Current is not Scalar scalar || scalar.Value.Length == 0) return Refuse(yaml, label, out value);
        if (_values.TryGetValue(scalar.Value, out T? known))
        {
            value = new Located<T>(known, yaml.At);
            yaml.Advance();
            return true;
        }
        value = default;
        string hint = Nearest.Name(scalar.Value, Names) is { } near ? $"did you mean '{near}'?" : Expected;
        yaml.Findings.Error(DiagnosticCodes.UnknownChoice, yaml.At,
            $"unknown {noun} {Findings.Quote(scalar.Value)} for {label.Text}", hint);
        yaml.Advance();
        return false;
    }
}
