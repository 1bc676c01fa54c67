using System.Runtime.InteropServices;

namespace HaDirector.Linux.Interop;

internal static unsafe partial class Libc
{
    public const int AfUnspecified = 0;

    /// <summary>connect(2); to the family AF_UNSPEC it dissolves the connection there is.</summary>
    [LibraryImport(Library, EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(int socket, void* address, uint length);
}
