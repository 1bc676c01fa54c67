using System.Collections;
using System.Runtime.CompilerServices;

namespace HaDirector.Model;

/// <summary>An immutable list that equals another one with equal elements in the same order, so that records that hold it compare by value.</summary>
[CollectionBuilder(typeof(ValueList), nameof(ValueList.Of))]
public sealed class ValueList<T> : IReadOnlyList<T>, IEquatable<ValueList<T>>
{
    private readonly T[] _elements;
    private readonly int _hash;

    internal ValueList(ReadOnlySpan<T> elements)
    {
        _elements = elements.ToArray();
        HashCode hash = new();
        foreach (T element in elements) hash.Add(element);
        _hash = hash.ToHashCode();
    }

    /// <inheritdoc/>
    public int Count => _elements.Length;

    /// <inheritdoc/>
    public T this[int index] => _elements[index];

    /// <summary>The elements, for code that counts allocations.</summary>
    public ReadOnlySpan<T> AsSpan() => _elements;

    /// <inheritdoc/>
    public bool Equals(ValueList<T>? other) =>
        other is not null && (ReferenceEquals(this, other) || (_hash == other._hash && _elements.AsSpan().SequenceEqual(other._elements)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>The elements' own texts: equal lists have equal texts, so that records that hold one have, too.</summary>
    public override string ToString() => $"[{string.Join(", ", _elements)}]";

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_elements).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _elements.GetEnumerator();
}

/// <summary>Makes lists of values; collection expressions come here.</summary>
public static class ValueList
{
    /// <summary>A list of these elements.</summary>
    public static ValueList<T> Of<T>(ReadOnlySpan<T> elements) => new(elements);
}
