using HaDirector.Linux.Interop;

namespace HaDirector.Linux.Processes;

/// <summary>What lets a process finish its work while things around it are being stopped.</summary>
public static class Composure
{
    /// <summary>Ignores SIGABRT from outside: a service manager's watchdog sends it to every process of the unit. Our own abort still ends us.</summary>
    public static void IgnoreAbortSignal() => _ = Libc.Signal(Libc.SignalAbort, Libc.SignalIgnore);

    /// <summary>Gives the calling thread the most of what ordinary scheduling has (nice -20).</summary>
    /// <returns>0, or the error number (EACCES without CAP_SYS_NICE).</returns>
    public static int PreferThisThread() => Libc.SetPriority(Libc.PriorityOfProcess, 0, -20) == 0 ? 0 : Libc.LastError;
}
