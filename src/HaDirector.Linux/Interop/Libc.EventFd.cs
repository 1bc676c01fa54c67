using System.Runtime.InteropServices;

namespace HaDirector.Linux.Interop;

internal static partial class Libc
{
    /// <summary>eventfd(2).</summary>
    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventFd(uint initial, int flags);
}
