using System.Runtime.InteropServices;

namespace HaDirector.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>ppoll(2) without a signal mask.</summary>
    [LibraryImport(Library, EntryPoint = "ppoll", SetLastError = true)]
    public static partial int PPoll(PollEntry* entries, nuint count, TimeSpec* timeout, void* signalMask);

    /// <summary>struct timespec of 64-bit systems.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
