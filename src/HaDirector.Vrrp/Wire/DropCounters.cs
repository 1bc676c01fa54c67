namespace HaDirector.Vrrp.Wire;

/// <summary>How often packets were dropped since the start, by reason. Written by one thread; never allocates.</summary>
public sealed class DropCounters
{
    private readonly long[] _counts = new long[DropReasons.Count];

    /// <summary>Drops for one reason; 0 for a value that is no reason.</summary>
    public long this[DropReason reason] => (int)reason < _counts.Length ? _counts[(int)reason] : 0;

    /// <summary>All drops.</summary>
    public long Total
    {
        get
        {
            long total = 0;
            foreach (long count in _counts) total += count;
            return total;
        }
    }

    /// <summary>Counts one drop. <see cref="DropReason.None"/> is no drop and is not counted.</summary>
    public void Add(DropReason reason)
    {
        if (reason != DropReason.None && (int)reason < _counts.Length) _counts[(int)reason]++;
    }
}
