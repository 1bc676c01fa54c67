using System.Runtime.InteropServices;

namespace HaDirector.Linux.Interop;

internal static unsafe partial class Libc
{
    public const int WaitPid = 1; // P_PID
    public const int WaitExited = 4;
    public const int WaitNoHang = 1;

    /// <summary>waitid(2); <paramref name="info"/> is a siginfo_t of 128 bytes.</summary>
    [LibraryImport(Library, EntryPoint = "waitid", SetLastError = true)]
    public static partial int WaitId(int idType, int id, void* info, int options);

    /// <summary>kill(2).</summary>
    [LibraryImport(Library, EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int process, int signal);
}
