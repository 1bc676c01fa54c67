using HaDirector.Linux.Interop;

namespace HaDirector.Linux.Processes;

/// <summary>Signals to processes by number (signal(7), the numbers of x86 and ARM).</summary>
public static class Signals
{
    /// <summary>SIGKILL.</summary>
    public const int Kill = 9;

    /// <summary>SIGTERM.</summary>
    public const int Terminate = 15;

    /// <summary>SIGCONT.</summary>
    public const int Continue = 18;

    /// <summary>SIGSTOP.</summary>
    public const int Stop = 19;

    /// <summary>Sends a signal.</summary>
    /// <returns>0, or the error number: ESRCH (3) when the process has ended.</returns>
    public static int Send(int process, int signal) => Libc.Kill(process, signal) == 0 ? 0 : Libc.LastError;
}
