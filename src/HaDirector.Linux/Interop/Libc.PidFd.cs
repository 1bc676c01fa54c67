using System.Runtime.InteropServices;

namespace HaDirector.Linux.Interop;

internal static partial class Libc
{
    private const long SysPidFdOpen = 434; // one number on every architecture

    /// <summary>pidfd_open(2) by number: C libraries before 2.36 have no name for it.</summary>
    public static int PidFdOpen(int process) => (int)SystemCall(SysPidFdOpen, process, 0);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial long SystemCall(long number, long first, long second);
}
