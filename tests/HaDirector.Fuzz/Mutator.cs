using HaDirector.Drills.Simulation;

namespace HaDirector.Fuzz;

/// <summary>Spoils packets: bits, bytes, ends, and now and then everything.</summary>
internal sealed class Mutator(ulong seed)
{
    private Prng _random = new(seed);

    /// <summary>Packets whose checksum fits what they became.</summary>
    public long Repaired { get; private set; }

    /// <summary>Makes a packet.</summary>
    /// <returns>Its length.</returns>
    public int Next(Target target, Span<byte> buffer)
    {
        int dice = _random.Below(100);
        if (dice < 3) return Anything(buffer);
        int length = target.Write(buffer, ref _random);
        if (dice < 8) return _random.Below(length + 1);
        if (dice < 10) return Math.Min(buffer.Length, length + _random.Below(64));
        bool head = dice < 60;
        for (int changes = _random.Between(1, 4); changes > 0; changes--)
        {
            int at = head ? target.HeadAt + _random.Below(Math.Min(8, length - target.HeadAt)) : _random.Below(length);
            buffer[at] = _random.Below(2) == 0 ? (byte)(buffer[at] ^ (1 << _random.Below(8))) : (byte)_random.Next();
        }

        if (dice is >= 15 and < 75 && target.Repair(buffer[..length])) Repaired++;
        return length;
    }

    private int Anything(Span<byte> buffer)
    {
        int length = _random.Below(buffer.Length);
        for (int i = 0; i < length; i++) buffer[i] = (byte)_random.Next();
        return length;
    }
}
