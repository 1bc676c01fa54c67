namespace HaDirector.Drills.Simulation;

/// <summary>Packets on their way, each once for all that it goes to. Its arrays are kept from world to world.</summary>
internal sealed class PacketPool
{
    private readonly List<byte[]> _bytes = [];
    private readonly List<(int Length, int Holders)> _packets = [];
    private readonly Stack<int> _free = [];

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _free.Clear();
        for (int i = 0; i < _bytes.Count; i++) _free.Push(i);
    }

    /// <summary>Keeps a packet; nobody holds it yet.</summary>
    public int Add(ReadOnlySpan<byte> packet)
    {
        if (!_free.TryPop(out int slot))
        {
            slot = _bytes.Count;
            _bytes.Add([]);
            _packets.Add(default);
        }

        if (_bytes[slot].Length < packet.Length) _bytes[slot] = new byte[packet.Length];
        packet.CopyTo(_bytes[slot]);
        _packets[slot] = (packet.Length, 0);
        return slot;
    }

    /// <summary>The bytes of a packet.</summary>
    public ReadOnlySpan<byte> this[int slot] => _bytes[slot].AsSpan(0, _packets[slot].Length);

    /// <summary>One more holds it.</summary>
    public void Hold(int slot) => _packets[slot] = (_packets[slot].Length, _packets[slot].Holders + 1);

    /// <summary>One less holds it; after the last its place is free.</summary>
    public void Release(int slot)
    {
        (int length, int holders) = _packets[slot];
        _packets[slot] = (length, holders - 1);
        if (holders <= 1) _free.Push(slot);
    }
}
