using System.Runtime.InteropServices;

namespace HaDirector.Linux.Interop;

internal static partial class Libc
{
    /// <summary>getppid(2).</summary>
    [LibraryImport(Library, EntryPoint = "getppid")]
    public static partial int GetParentProcess();
}
