using System.Text.Json;
using HaDirector.Config.Yaml;
using YamlDotNet.Core.Events;

namespace HaDirector.Config.Binding;

/// <summary>A mapping, or in brief the value of its one key that matters most.</summary>
/// <param name="brief">Shape of that value.</param>
/// <param name="set">Where it goes.</param>
/// <param name="whole">The mapping.</param>
internal sealed class BriefShape<TDraft, T>(Shape<T> brief, Action<TDraft, Located<T>> set, MappingShape<TDraft> whole) : Shape<TDraft>
    where TDraft : Draft, new()
{
    public override string Expected => $"{brief.Expected}, or {whole.Expected}";

    public override void Describe(Utf8JsonWriter json)
    {
        json.WriteStartArray("anyOf");
        foreach (Shape shape in new Shape[] { brief, whole })
        {
            json.WriteStartObject();
            shape.Describe(json);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public override bool TryBind(YamlReader yaml, Label label, out Located<TDraft> value)
    {
        if (yaml.Current is MappingStart) return whole.TryBind(yaml, label, out value);
        value = default;
        if (yaml.Current is not Scalar) return Refuse(yaml, label, out value);
        if (!brief.TryBind(yaml, label, out Located<T> one)) return false;
        TDraft draft = new() { At = one.At };
        set(draft, one);
        value = new(draft, one.At);
        return true;
    }
}
