using HaDirector.Model;

namespace HaDirector.Vrrp;

/// <summary>The intervals that follow from a priority and the master's advert interval (RFC 9568 section 6.1).</summary>
/// <remarks>The RFC counts in hundredths of a second; here the quotient is kept to 100 ns, rounded down.</remarks>
public static class VrrpTimers
{
    /// <summary>Skew_Time: (256 - priority) / 256 of the master's interval, so that the best backup wakes first.</summary>
    public static TimeSpan SkewTime(byte priority, Centiseconds masterInterval) =>
        new(masterInterval.ToTimeSpan().Ticks * (256 - priority) / 256);

    /// <summary>Active_Down_Interval: how long a silent master is believed in: three of its intervals and the skew time.</summary>
    public static TimeSpan MasterDownInterval(byte priority, Centiseconds masterInterval) =>
        (3 * masterInterval.ToTimeSpan()) + SkewTime(priority, masterInterval);
}
