using System.Collections;

namespace HaDirector.Daemon.Api;

/// <summary>A list whose items are made when they are enumerated, anew each time, so that all of them are never there at once.</summary>
/// <param name="count">How many there are.</param>
/// <param name="items">Makes them, in their order.</param>
internal sealed class StreamedList<T>(int count, IEnumerable<T> items) : IReadOnlyList<T>
{
    /// <inheritdoc/>
    public int Count => count;

    /// <summary>Makes those before it too.</summary>
    public T this[int index] => items.ElementAt(index);

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
