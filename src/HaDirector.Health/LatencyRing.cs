using System.Numerics;
using System.Runtime.CompilerServices;

namespace HaDirector.Health;

/// <summary>How long the last passed tries took, a byte each: eight steps to every doubling, so a percentile is right to a sixteenth or so.</summary>
public struct LatencyRing
{
    /// <summary>Tries remembered.</summary>
    public const int Max = 64;

    private Codes _codes;
    private byte _count;
    private byte _next;

    /// <summary>How many are remembered.</summary>
    public readonly int Count => _count;

    /// <summary>Remembers one, and forgets the oldest.</summary>
    internal void Note(TimeSpan took)
    {
        _codes[_next] = Encode(took);
        _next = (byte)((_next + 1) % Max);
        if (_count < Max) _count++;
    }

    /// <summary>What <paramref name="percent"/> percent of the tries did not exceed; null when there were none.</summary>
    public readonly TimeSpan? Percentile(int percent)
    {
        if (_count == 0) return null;
        Span<byte> sorted = stackalloc byte[Max];
        ((ReadOnlySpan<byte>)_codes)[.._count].CopyTo(sorted);
        sorted = sorted[.._count];
        sorted.Sort();
        int rank = Math.Clamp(((_count * percent) + 99) / 100, 1, _count);
        return Decode(sorted[rank - 1]);
    }

    /// <summary>Microseconds below 8 as they are, then exponent and three bits behind the first: up to 4.7 hours.</summary>
    private static byte Encode(TimeSpan took)
    {
        ulong us = (ulong)Math.Clamp(took.Ticks / TimeSpan.TicksPerMicrosecond, 0, (1L << 34) - 1);
        if (us < 8) return (byte)us;
        int exponent = BitOperations.Log2(us);
        return (byte)(((exponent - 2) << 3) | (int)((us >> (exponent - 3)) & 7));
    }

    /// <summary>The middle of the step.</summary>
    private static TimeSpan Decode(byte code)
    {
        if (code < 8) return TimeSpan.FromMicroseconds(code);
        int shift = (code >> 3) - 1;
        long low = (8L | (code & 7L)) << shift;
        return new TimeSpan((low * TimeSpan.TicksPerMicrosecond) + ((TimeSpan.TicksPerMicrosecond << shift) / 2));
    }

    [InlineArray(Max)]
    private struct Codes
    {
        private byte _first;
    }
}
