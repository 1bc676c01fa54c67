namespace HaDirector.Probes.Mass;

/// <summary>Tries by their deadlines. Each knows its place, so that one that is over leaves at once; allocates only while it grows.</summary>
internal sealed class DeadlineHeap
{
    private MassTry[] _tries = new MassTry[64];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The try with the earliest deadline; null when there is none.</summary>
    public MassTry? First => Count > 0 ? _tries[0] : null;

    /// <summary>Takes one in.</summary>
    public void Add(MassTry one)
    {
        if (Count == _tries.Length) Array.Resize(ref _tries, 2 * Count);
        Rise(one, Count++);
    }

    /// <summary>Lets one out that is in it.</summary>
    public void Remove(MassTry one)
    {
        MassTry last = _tries[--Count];
        _tries[Count] = null!;
        if (last == one) return;
        if (one.HeapIndex > 0 && last.Deadline < _tries[Parent(one.HeapIndex)].Deadline) Rise(last, one.HeapIndex);
        else Sink(last, one.HeapIndex);
    }

    private static int Parent(int index) => (index - 1) / 2;

    private void Rise(MassTry one, int index)
    {
        for (; index > 0 && one.Deadline < _tries[Parent(index)].Deadline; index = Parent(index)) Put(_tries[Parent(index)], index);
        Put(one, index);
    }

    private void Sink(MassTry one, int index)
    {
        for (int child; (child = (2 * index) + 1) < Count; index = child)
        {
            if (child + 1 < Count && _tries[child + 1].Deadline < _tries[child].Deadline) child++;
            if (one.Deadline <= _tries[child].Deadline) break;
            Put(_tries[child], index);
        }
        Put(one, index);
    }

    private void Put(MassTry one, int index)
    {
        _tries[index] = one;
        one.HeapIndex = index;
    }
}
