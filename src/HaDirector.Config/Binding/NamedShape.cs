using System.Text.Json;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Binding;

/// <summary>A shape that stands in the schema once, under a name, so that it may hold itself.</summary>
/// <param name="name">Its name under $defs.</param>
/// <param name="expected">What should be written.</param>
/// <param name="shape">The shape; asked for only when it is used, since it may hold this.</param>
internal sealed class NamedShape<T>(string name, string expected, Func<Shape<T>> shape) : Shape<T>
{
    public override string Expected => expected;

    public override void Describe(Utf8JsonWriter json) => json.WriteString("$ref", "#/$defs/" + name);

    public override bool TryBind(YamlReader yaml, Label label, out Located<T> value) => shape().TryBind(yaml, label, out value);
}
