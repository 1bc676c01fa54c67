using System.Collections.Frozen;
using System.Text.Json;
using HaDirector.Config.Yaml;
using HaDirector.Model;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace HaDirector.Config.Binding;

/// <summary>A mapping of known keys, declared as a table of fields that both binds and describes.</summary>
internal sealed class MappingShape<TDraft>(string title, string what, params Field<TDraft>[] fields) : Shape<TDraft>, ITable
    where TDraft : Draft, new()
{
    private readonly FrozenDictionary<string, int> _index =
        fields.Select((f, i) => (f.Name, i)).ToFrozenDictionary(p => p.Name, p => p.i, StringComparer.Ordinal);

    public override string Expected => what;

    /// <inheritdoc/>
    public string Title => title;

    /// <inheritdoc/>
    public IReadOnlyList<Field> Fields => fields;

    /// <summary>Whether nothing may be written: every key has a default.</summary>
    public bool AllowEmpty { get; init; }

    public override void Describe(Utf8JsonWriter json) => TableSchema.Describe(this, AllowEmpty, json);

    public override bool TryBind(YamlReader yaml, Label label, out Located<TDraft> value)
    {
        TDraft draft = new() { At = label.At };
        value = new(draft, yaml.At);
        if (AllowEmpty && yaml.Current is Scalar { Style: ScalarStyle.Plain, Value: "" or "~" or "null" })
        {
            yaml.Advance();
            return true;
        }
        if (yaml.Current is not MappingStart) return Refuse(yaml, label, out value);
        yaml.Advance();
        Span<int> lines = stackalloc int[fields.Length];
        lines.Clear();
        while (MappingKeys.TryNext(yaml, label, out string key, out Spot at))
        {
            if (!_index.TryGetValue(key, out int i))
            {
                Field<TDraft>? meant = Meant(key);
                yaml.Findings.Error(DiagnosticCodes.UnknownKey, at, $"unknown key {Findings.Quote(key)} in {label.Text}", Hint(meant));
                // One slip of the pen is one finding: the key that was meant is not missing too.
                if (meant is not null) draft.MarkWrong(meant.Name);
                yaml.Skip();
            }
            else if (lines[i] > 0)
            {
                yaml.Findings.Error(DiagnosticCodes.KeyTwice, at, $"{fields[i].Quoted} is written twice", $"first in line {lines[i]}");
                yaml.Skip();
            }
            else
            {
                lines[i] = at.Line;
                fields[i].Bind(yaml, at, draft);
            }
        }
        for (int i = 0; i < fields.Length; i++)
        {
            if (fields[i].Required && lines[i] == 0 && !draft.Wrong(fields[i].Name))
                yaml.Findings.Error(DiagnosticCodes.MissingKey, label.At,
                    $"{fields[i].Quoted} is missing in {label.Text}", fields[i].Shape.Expected);
        }
        return true;
    }

    private Field<TDraft>? Meant(string key)
    {
        if (fields.FirstOrDefault(f => f.Elsewhere.Contains(key)) is { } known) return known;
        return Nearest.Name(key, _index.Keys) is { } near ? fields[_index[near]] : null;
    }

    private string? Hint(Field? meant) =>
        meant is not null ? $"did you mean '{meant.Name}'?"
        : fields.Length == 0 ? null
        : "known are " + string.Join(", ", fields.Select(f => f.Name));
}

/// <summary>A mapping's fields, for those who describe the language.</summary>
internal interface ITable
{
    /// <summary>Where the mapping stands in the file: "services.NAME.check".</summary>
    string Title { get; }

    /// <summary>What it is, after "should be".</summary>
    string Expected { get; }

    /// <summary>Its keys in the order of the documentation.</summary>
    IReadOnlyList<Field> Fields { get; }
}
