using HaDirector.Model;

namespace HaDirector.Drills.Simulation;

/// <summary>What is due, the earliest first; what is due together in the order of its kind, then as it was put in. Its arrays are kept from world to world.</summary>
internal sealed class EventHeap
{
    private readonly record struct Key(long At, long Rank, int Slot)
    {
        public bool Before(in Key other) => At < other.At || (At == other.At && Rank < other.Rank);
    }

    private const int KindShift = 56;

    private Key[] _keys = new Key[256];
    private Happening[] _slots = new Happening[256];
    private int[] _free = new int[256];
    private int _count, _freeCount, _slotsUsed;
    private long _sequence;

    /// <summary>When the first is due; never when there is none.</summary>
    public Instant NextAt => _count == 0 ? Instant.Never : new(_keys[0].At);

    /// <summary>Forgets all.</summary>
    public void Clear() => (_count, _freeCount, _slotsUsed, _sequence) = (0, 0, 0, 0);

    /// <summary>Puts one in.</summary>
    public void Add(Instant at, in Happening happening)
    {
        if (_count == _keys.Length) Grow();
        int slot = _freeCount > 0 ? _free[--_freeCount] : _slotsUsed++;
        _slots[slot] = happening;
        var key = new Key(at.Nanoseconds, ((long)happening.Kind << KindShift) | _sequence++, slot);
        int place = _count++;
        while (place > 0 && key.Before(_keys[(place - 1) / 2]))
        {
            _keys[place] = _keys[(place - 1) / 2];
            place = (place - 1) / 2;
        }

        _keys[place] = key;
    }

    /// <summary>Takes the first out; there must be one.</summary>
    public Happening Take()
    {
        int slot = _keys[0].Slot;
        _free[_freeCount++] = slot;
        Key last = _keys[--_count];
        int place = 0;
        while ((2 * place) + 1 is var child && child < _count)
        {
            if (child + 1 < _count && _keys[child + 1].Before(_keys[child])) child++;
            if (!_keys[child].Before(last)) break;
            _keys[place] = _keys[child];
            place = child;
        }

        _keys[place] = last;
        return _slots[slot];
    }

    // All three hold one entry for each event, so they grow together.
    private void Grow()
    {
        Array.Resize(ref _keys, _count * 2);
        Array.Resize(ref _slots, _count * 2);
        Array.Resize(ref _free, _count * 2);
    }
}
