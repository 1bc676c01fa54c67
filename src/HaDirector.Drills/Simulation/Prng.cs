namespace HaDirector.Drills.Simulation;

/// <summary>splitmix64: a seed goes the same way on every machine and runtime for ever, which System.Random does not promise.</summary>
/// <param name="seed">Where it begins.</param>
internal struct Prng(ulong seed)
{
    private ulong _state = seed;

    /// <summary>64 bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>0 to <paramref name="limit"/> - 1.</summary>
    public int Below(int limit) => (int)(((Next() >> 32) * (ulong)limit) >> 32);

    /// <summary><paramref name="least"/> to <paramref name="most"/>.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>One of them.</summary>
    public T Of<T>(params ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    /// <summary>0 or more, less than 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True as often as <paramref name="probability"/> says; draws nothing when it is 0.</summary>
    public bool Chance(double probability) => probability > 0 && Unit() < probability;

    /// <summary>0 or more, less than <paramref name="most"/>; draws nothing when that is 0.</summary>
    public TimeSpan UpTo(TimeSpan most) => most == default ? default : new((long)(Unit() * most.Ticks));
}
