namespace HaDirector.Vrrp.Fence;

/// <summary>How long a lease the kernel can be given for a patience of the other directors.</summary>
/// <remarks>
/// The kernel counts jiffies: a lease of N ends N jiffies after the tick before the advert, so it lasts between N - 1 and N of them. One
/// jiffy less than the patience allows for a tick that comes late. Where the intervals are so short that this would leave less than two of them, so that
/// one late advert would stop the traffic of a director that lives, the jiffy is not taken off.
/// </remarks>
public static class Lease
{
    /// <summary>Adverts that may be missed before a backup takes over (RFC 9568 section 6.1, Active_Down_Interval without the skew).</summary>
    public const int Intervals = 3;

    /// <summary>The lease, in whole milliseconds that the kernel reads as the whole jiffies meant; at least one jiffy.</summary>
    /// <param name="patience">How long the most impatient other director waits after the last sign.</param>
    /// <param name="interval">Interval between the signs.</param>
    /// <param name="jiffy">Length of a jiffy.</param>
    public static TimeSpan Within(TimeSpan patience, TimeSpan interval, TimeSpan jiffy)
    {
        long careful = ((patience - jiffy).Ticks) / jiffy.Ticks;
        long jiffies = (careful - 1) * jiffy.Ticks >= 2 * interval.Ticks ? careful : patience.Ticks / jiffy.Ticks;
        long ticks = Math.Max(jiffies, 1) * jiffy.Ticks;
        return TimeSpan.FromMilliseconds((ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond);
    }
}
