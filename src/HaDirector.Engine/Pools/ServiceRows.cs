using System.Collections;
using System.Diagnostics.CodeAnalysis;
using HaDirector.Ipvs;

namespace HaDirector.Engine.Pools;

/// <summary>The services of a table in rows of which a changed one shares all but a few with the one before: 10,000 services, one change, two small arrays.</summary>
internal sealed class ServiceRows : IReadOnlyDictionary<ServiceKey, VirtualService>
{
    private const int RowLength = 128;

    private readonly IReadOnlyList<ServiceKey> _keys;
    private readonly Dictionary<ServiceKey, int> _places;
    private readonly VirtualService[][] _rows;

    /// <summary>Rows of these services; no key twice.</summary>
    public ServiceRows(IReadOnlyList<ServiceKey> keys, IReadOnlyList<VirtualService> services)
    {
        _keys = keys;
        _places = new Dictionary<ServiceKey, int>(keys.Count);
        for (int i = 0; i < keys.Count; i++) _places.Add(keys[i], i);
        _rows = [.. services.Chunk(RowLength)];
    }

    private ServiceRows(ServiceRows before, VirtualService[][] rows) => (_keys, _places, _rows) = (before._keys, before._places, rows);

    /// <summary>The same with other services in some places.</summary>
    public ServiceRows With(IEnumerable<(int Place, VirtualService Service)> changes)
    {
        VirtualService[][] rows = [.. _rows];
        foreach ((int place, VirtualService service) in changes)
        {
            ref VirtualService[] row = ref rows[place / RowLength];
            if (ReferenceEquals(row, _rows[place / RowLength])) row = [.. row];
            row[place % RowLength] = service;
        }
        return new ServiceRows(this, rows);
    }

    /// <summary>Whether these are the very tables of these pools, in this order.</summary>
    public bool Are(IReadOnlyList<Pool> pools)
    {
        int row = 0;
        foreach (Pool pool in pools)
        {
            if (row + pool.Spec.Others.Count >= Count || _keys[row] != pool.Spec.Key || !ReferenceEquals(At(row), pool.Table)) return false;
            row++;
            foreach (ServiceKey other in pool.Spec.Others)
                if (_keys[row++] != other) return false;
        }
        return row == Count;
    }

    /// <inheritdoc/>
    public int Count => _keys.Count;

    /// <inheritdoc/>
    public IEnumerable<ServiceKey> Keys => _keys;

    /// <inheritdoc/>
    public IEnumerable<VirtualService> Values => _rows.SelectMany(row => row);

    /// <inheritdoc/>
    public VirtualService this[ServiceKey key] => At(_places[key]);

    /// <inheritdoc/>
    public bool ContainsKey(ServiceKey key) => _places.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(ServiceKey key, [MaybeNullWhen(false)] out VirtualService value)
    {
        bool there = _places.TryGetValue(key, out int place);
        value = there ? At(place) : null;
        return there;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<ServiceKey, VirtualService>> GetEnumerator()
    {
        for (int i = 0; i < _keys.Count; i++) yield return new KeyValuePair<ServiceKey, VirtualService>(_keys[i], At(i));
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private VirtualService At(int place) => _rows[place / RowLength][place % RowLength];
}
