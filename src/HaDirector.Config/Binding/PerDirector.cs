using System.Text.Json;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using YamlDotNet.Core.Events;

namespace HaDirector.Config.Binding;

/// <summary>A value that is the same for all directors, or one per director.</summary>
internal sealed class PerDirector<T>
{
    private readonly Located<T>? _all;

    public PerDirector(Located<T> all) => _all = all;

    public PerDirector(IReadOnlyList<Entry<Located<T>>> each) => Each = each;

    /// <summary>The entries by director; empty when one value is for all.</summary>
    public IReadOnlyList<Entry<Located<T>>> Each { get; } = [];

    /// <summary>Whether one value is for all.</summary>
    public bool IsShared => _all is not null;

    /// <summary>The value on a director; null when the map does not name it.</summary>
    public Located<T>? On(string director)
    {
        if (_all is { } shared) return shared;
        foreach (Entry<Located<T>> entry in Each)
            if (entry.Name == director) return entry.Value;
        return null;
    }
}

/// <summary>A value for all directors, or a mapping of director names to values.</summary>
internal sealed class PerDirectorShape<T>(Shape<T> one) : Shape<PerDirector<T>>
{
    private readonly MapShape<Located<T>> _map = new(Names.Director, new KeepPlace(one), one.Expected);

    public override string Expected => $"{one.Expected}, or a mapping of directors to that";

    public override void Describe(Utf8JsonWriter json)
    {
        json.WriteStartArray("anyOf");
        json.WriteStartObject();
        one.Describe(json);
        json.WriteEndObject();
        json.WriteStartObject();
        _map.Describe(json);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    public override bool TryBind(YamlReader yaml, Label label, out Located<PerDirector<T>> value)
    {
        value = default;
        if (yaml.Current is MappingStart)
        {
            if (!_map.TryBind(yaml, label, out var each)) return false;
            value = new(new PerDirector<T>(each.Value), each.At);
            return true;
        }
        if (!one.TryBind(yaml, label, out Located<T> all)) return false;
        value = new(new PerDirector<T>(all), all.At);
        return true;
    }

    /// <summary>Lets an entry keep the place of its value besides that of its name.</summary>
    private sealed class KeepPlace(Shape<T> inner) : Shape<Located<T>>
    {
        public override string Expected => inner.Expected;

        public override void Describe(Utf8JsonWriter json) => inner.Describe(json);

        public override bool TryBind(YamlReader yaml, Label label, out Located<Located<T>> value)
        {
            bool bound = inner.TryBind(yaml, label, out Located<T> one);
            value = new(one, one.At);
            return bound;
        }
    }
}
