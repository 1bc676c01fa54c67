using System.Globalization;
using System.Text.Json;
using HaDirector.Config.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace HaDirector.Config.Binding;

/// <summary>Parses the text of a scalar.</summary>
internal delegate bool ScalarParser<T>(string text, out T value);

/// <summary>A single value: a number, a duration, an address.</summary>
/// <param name="expected">What should be written.</param>
/// <param name="describe">Its JSON Schema members.</param>
/// <param name="parse">Text to value.</param>
internal sealed class ScalarShape<T>(string expected, Action<Utf8JsonWriter> describe, ScalarParser<T> parse) : Shape<T>
{
    public override string Expected => expected;

    /// <summary>Whether quotes make it another type: true for numbers and booleans.</summary>
    public bool PlainOnly { get; init; }

    /// <summary>Whether a number or a boolean must be quoted to be meant: true for free text.</summary>
    public bool TextOnly { get; init; }

    /// <summary>Whether a finding leaves out what is written.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The same text as another value.</summary>
    public ScalarShape<TOther> Select<TOther>(Func<T, TOther> other) => new(expected, describe, (string text, out TOther value) =>
    {
        bool parsed = parse(text, out T one);
        value = parsed ? other(one) : default!;
        return parsed;
    })
    { PlainOnly = PlainOnly, TextOnly = TextOnly, IsSecret = IsSecret };

    public override void Describe(Utf8JsonWriter json) => describe(json);

    public override bool TryBind(YamlReader yaml, Label label, out Located<T> value)
    {
        if (yaml.Current is not Scalar scalar) return Refuse(yaml, label, out value);
        bool plain = scalar.Style == ScalarStyle.Plain;
        if (plain && scalar.Value is "" or "~" or "null") return Refuse(yaml, label, out value);
        if (!parse(scalar.Value, out T parsed)) return Refuse(yaml, label, out value, secret: IsSecret);
        if (PlainOnly && !plain) return Refuse(yaml, label, out value, "remove the quotes");
        if (TextOnly && plain && IsOtherType(scalar.Value)) return Refuse(yaml, label, out value, "write it in quotes");
        value = new Located<T>(parsed, yaml.At);
        yaml.Advance();
        return true;
    }

    /// <summary>What YAML reads as a boolean or a number, so that an editor with the schema and we agree.</summary>
    private static bool IsOtherType(string text) =>
        text is "true" or "false" || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
