using HaDirector.Linux.Interop;

namespace HaDirector.Linux;

/// <summary>Real-time scheduling of a thread and locking of the process's memory.</summary>
public static unsafe class RealTime
{
    /// <summary>Puts the calling thread under SCHED_FIFO; what it starts is not.</summary>
    /// <param name="priority">1-99.</param>
    /// <returns>0, or the error number (EPERM without CAP_SYS_NICE).</returns>
    public static int ScheduleThisThread(int priority) =>
        Libc.SetScheduler(0, Libc.SchedFifo | Libc.SchedResetOnFork, &priority) == 0 ? 0 : Libc.LastError;

    /// <summary>Keeps every page of the process in memory once it was touched.</summary>
    /// <returns>0, or the error number (EPERM or ENOMEM without CAP_IPC_LOCK).</returns>
    /// <remarks>On fault only: locking everything at once costs 77 MB and stalls.</remarks>
    public static int LockMemory() =>
        Libc.MemoryLockAll(Libc.LockCurrent | Libc.LockFuture | Libc.LockOnFault) == 0 ? 0 : Libc.LastError;
}
