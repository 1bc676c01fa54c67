namespace HaDirector.Health;

/// <summary>The last results that counted, at most <see cref="Max"/>.</summary>
public readonly record struct RecentResults
{
    /// <summary>Results remembered.</summary>
    public const int Max = 16;

    private readonly ushort _bits;

    private RecentResults(ushort bits, byte count) => (_bits, Count) = (bits, count);

    /// <summary>How many are remembered.</summary>
    public byte Count { get; }

    /// <summary>These with one more, the oldest forgotten.</summary>
    internal RecentResults With(bool passed) => new((ushort)((_bits << 1) | (passed ? 1 : 0)), (byte)Math.Min(Count + 1, Max));

    /// <summary>Oldest first: '+' passed, '-' failed.</summary>
    public override string ToString() => string.Create(Count, _bits, static (text, bits) =>
    {
        for (int i = 0; i < text.Length; i++) text[text.Length - 1 - i] = (bits >> i & 1) == 1 ? '+' : '-';
    });
}
