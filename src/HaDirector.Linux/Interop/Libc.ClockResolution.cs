using System.Runtime.InteropServices;

namespace HaDirector.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>CLOCK_MONOTONIC_COARSE: read at each tick, so its resolution is the tick.</summary>
    public const int ClockMonotonicCoarse = 6;

    /// <summary>clock_getres(2).</summary>
    [LibraryImport(Library, EntryPoint = "clock_getres", SetLastError = true)]
    public static partial int ClockResolution(int clock, TimeSpec* resolution);
}
