using System.Runtime.InteropServices;

namespace HaDirector.Linux.Interop;

internal static partial class Libc
{
    public const int LockCurrent = 1;
    public const int LockFuture = 2;
    public const int LockOnFault = 4;

    /// <summary>mlockall(2).</summary>
    [LibraryImport(Library, EntryPoint = "mlockall", SetLastError = true)]
    public static partial int MemoryLockAll(int flags);
}
