using System.Runtime.InteropServices;

namespace HaDirector.Linux.Interop;

internal static unsafe partial class Libc
{
    public const int SchedFifo = 1;
    public const int SchedResetOnFork = 0x40000000;

    /// <summary>sched_setscheduler(2); thread 0 is the calling thread; struct sched_param is one integer.</summary>
    [LibraryImport(Library, EntryPoint = "sched_setscheduler", SetLastError = true)]
    public static partial int SetScheduler(int thread, int policy, int* priority);
}
