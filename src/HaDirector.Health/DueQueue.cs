using HaDirector.Model;

namespace HaDirector.Health;

/// <summary>Checks by when they are due: a binary heap whose entries know their place, so that one can be moved or removed without a search.</summary>
internal sealed class DueQueue
{
    private (Instant Due, CheckEntry Entry)[] _heap = new (Instant, CheckEntry)[16];

    public int Count { get; private set; }

    /// <summary>The first due; only when there is one.</summary>
    public CheckEntry First => _heap[0].Entry;

    /// <summary>Puts the entry where its due time belongs, whether it was in the queue or not.</summary>
    public void Put(CheckEntry entry)
    {
        int at = entry.QueuePlace;
        if (at < 0)
        {
            if (Count == _heap.Length) Array.Resize(ref _heap, Count * 2);
            at = Count++;
        }
        Sink(Rise(at, entry), entry);
    }

    /// <summary>Takes the entry out, if it is in.</summary>
    public void Remove(CheckEntry entry)
    {
        int at = entry.QueuePlace;
        if (at < 0) return;
        entry.QueuePlace = -1;
        CheckEntry last = _heap[--Count].Entry;
        _heap[Count] = default;
        if (last != entry) Sink(Rise(at, last), last);
    }

    /// <summary>Moves the hole at <paramref name="at"/> up to where the entry may stand.</summary>
    private int Rise(int at, CheckEntry entry)
    {
        while (at > 0)
        {
            int parent = (at - 1) / 2;
            if (_heap[parent].Due <= entry.Due) break;
            Set(at, _heap[parent].Entry);
            at = parent;
        }
        return at;
    }

    private void Sink(int at, CheckEntry entry)
    {
        while (true)
        {
            int child = (2 * at) + 1;
            if (child >= Count) break;
            if (child + 1 < Count && _heap[child + 1].Due < _heap[child].Due) child++;
            if (_heap[child].Due >= entry.Due) break;
            Set(at, _heap[child].Entry);
            at = child;
        }
        Set(at, entry);
    }

    private void Set(int at, CheckEntry entry)
    {
        _heap[at] = (entry.Due, entry);
        entry.QueuePlace = at;
    }
}
