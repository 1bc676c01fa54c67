using System.Runtime.InteropServices;

namespace HaDirector.Linux.Interop;

internal static partial class Libc
{
    public const int PriorityOfProcess = 0; // PRIO_PROCESS; on Linux its id 0 is the calling thread

    /// <summary>setpriority(2).</summary>
    [LibraryImport(Library, EntryPoint = "setpriority", SetLastError = true)]
    public static partial int SetPriority(int which, uint id, int nice);
}
