using System.Diagnostics;
using HaDirector.Linux.Interop;
using HaDirector.Model;

namespace HaDirector.Linux;

/// <summary>The monotonic clock. On Linux the stopwatch is CLOCK_MONOTONIC in nanoseconds.</summary>
public static class Clock
{
    /// <summary>Now.</summary>
    public static Instant Now => new(Stopwatch.GetTimestamp());

    /// <summary>Length of the kernel's jiffy, in which it counts the lifetimes of nftables sets; 10 ms, the longest there is, when it does not say.</summary>
    public static unsafe TimeSpan Jiffy
    {
        get
        {
            Libc.TimeSpec resolution;
            bool known = Libc.ClockResolution(Libc.ClockMonotonicCoarse, &resolution) == 0 && resolution is { Seconds: 0, Nanoseconds: >= 100_000 };
            return known ? new TimeSpan(resolution.Nanoseconds / 100) : TimeSpan.FromMilliseconds(10);
        }
    }
}
