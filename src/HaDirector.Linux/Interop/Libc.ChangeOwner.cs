using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HaDirector.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>fchown(2).</summary>
    [LibraryImport(Library, EntryPoint = "fchown", SetLastError = true)]
    public static partial int ChangeOwner(SafeFileHandle file, uint owner, uint group);
}
