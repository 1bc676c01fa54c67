using System.Diagnostics;
using HaDirector.Model;

namespace HaDirector.Linux;

/// <summary>The monotonic clock. On Linux the stopwatch is CLOCK_MONOTONIC in nanoseconds.</summary>
public static class Clock
{
    /// <summary>Now.</summary>
    public static Instant Now => new(Stopwatch.GetTimestamp());
}
