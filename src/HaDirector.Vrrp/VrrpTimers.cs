using HaDirector.Model;

namespace HaDirector.Vrrp;

/// <summary>The intervals that follow from a priority and the master's advert interval (RFC 9568 section 6.1, RFC 3768 section 6.1).</summary>
/// <remarks>The RFCs count in hundredths of a second or in seconds; here the quotient is kept to 100 ns, rounded down.</remarks>
public static class VrrpTimers
{
    /// <summary>Skew_Time of version 3: (256 - priority) / 256 of the master's interval, so that the best backup wakes first.</summary>
    public static TimeSpan SkewTime(byte priority, Centiseconds masterInterval) =>
        new(masterInterval.ToTimeSpan().Ticks * (256 - priority) / 256);

    /// <summary>Skew_Time; in version 2 it is a part of a second, whatever the interval (RFC 3768 section 6.1).</summary>
    public static TimeSpan SkewTime(byte version, byte priority, Centiseconds masterInterval) =>
        version == 2 ? new(TimeSpan.TicksPerSecond * (256 - priority) / 256) : SkewTime(priority, masterInterval);

    /// <summary>Active_Down_Interval of version 3: how long a silent master is believed in: three of its intervals and the skew time.</summary>
    public static TimeSpan MasterDownInterval(byte priority, Centiseconds masterInterval) => MasterDownInterval(3, priority, masterInterval);

    /// <summary>Active_Down_Interval, Master_Down_Interval in version 2.</summary>
    public static TimeSpan MasterDownInterval(byte version, byte priority, Centiseconds masterInterval) =>
        (3 * masterInterval.ToTimeSpan()) + SkewTime(version, priority, masterInterval);
}
