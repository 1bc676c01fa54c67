using System.Text.Json;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Binding;

/// <summary>One form of a value in the language: it binds what is written and describes what may be written,
/// from the same declaration.</summary>
internal abstract class Shape
{
    /// <summary>What should be written, after "should be": "a number from 1 to 255".</summary>
    public abstract string Expected { get; }

    /// <summary>Writes the members of its JSON Schema object.</summary>
    public abstract void Describe(Utf8JsonWriter json);
}

/// <summary>A shape whose values are <typeparamref name="T"/>.</summary>
internal abstract class Shape<T> : Shape
{
    /// <summary>Binds the value that begins at the reader's event; consumes exactly that value whatever it finds,
    /// and reports it if it is wrong.</summary>
    public abstract bool TryBind(YamlReader yaml, Label label, out Located<T> value);

    /// <summary>Reports a value that is not of this shape, and passes over it.</summary>
    protected bool Refuse(YamlReader yaml, Label label, out Located<T> value, string? hint = null, string code = DiagnosticCodes.WrongValue, bool secret = false)
    {
        value = default;
        // An alias has been reported by the reader.
        if (yaml.Current is not YamlDotNet.Core.Events.AnchorAlias)
            yaml.Findings.Error(code, yaml.At, $"{label.Text} should be {Expected}{(secret ? "" : $", not {yaml.Kind}")}", hint);
        yaml.Skip();
        return false;
    }
}
