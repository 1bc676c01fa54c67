using HaDirector.Linux.Interop;

namespace HaDirector.Linux.Processes;

/// <summary>The process that started this one. Once it has ended its number may be another's, so it is asked for again before it is signalled.</summary>
public static class ParentProcess
{
    /// <summary>Its id now; when it has ended, that of whoever adopted us.</summary>
    public static int Id => Libc.GetParentProcess();

    /// <summary>Kills the process <paramref name="id"/> if it still is our parent, for a parent we have cannot have ended.</summary>
    /// <returns>Whether it was our parent and the signal was sent.</returns>
    public static bool Kill(int id) => id > 1 && Libc.GetParentProcess() == id && Libc.Kill(id, Libc.SignalKill) == 0;
}
