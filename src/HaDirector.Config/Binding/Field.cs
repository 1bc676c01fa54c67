using HaDirector.Config.Yaml;

namespace HaDirector.Config.Binding;

/// <summary>One key of a mapping: its name, shape, meaning, and where its value goes.</summary>
/// <param name="name">The key.</param>
/// <param name="shape">Shape of its value.</param>
internal abstract class Field(string name, Shape shape)
{
    public string Name { get; } = name;

    /// <summary>The name as messages write it.</summary>
    public string Quoted { get; } = $"'{name}'";

    public Shape Shape { get; } = shape;

    /// <summary>One line for people: schema and documentation.</summary>
    public required string Help { get; init; }

    public bool Required { get; init; }

    /// <summary>The value when it is not written, as it would be written; in parentheses when it is no literal;
    /// null when there is none.</summary>
    public string? Default { get; init; }

    /// <summary>Names other programs use for this; they are not accepted, only recognised for "did you mean".</summary>
    public IReadOnlyList<string> Elsewhere { get; init; } = [];
}

/// <summary>A key of the mapping that <typeparamref name="TDraft"/> stands for.</summary>
internal abstract class Field<TDraft>(string name, Shape shape) : Field(name, shape)
    where TDraft : Draft
{
    /// <summary>Binds the value at the reader into the draft.</summary>
    public abstract void Bind(YamlReader yaml, Spot keyAt, TDraft draft);
}

/// <summary>A key whose value is <typeparamref name="T"/>.</summary>
internal sealed class Field<TDraft, T>(string name, Shape<T> shape, Action<TDraft, Located<T>> set) : Field<TDraft>(name, shape)
    where TDraft : Draft
{
    public override void Bind(YamlReader yaml, Spot keyAt, TDraft draft)
    {
        if (shape.TryBind(yaml, new Label(Quoted, keyAt), out Located<T> value)) set(draft, value);
        else draft.MarkWrong(Name);
    }
}
