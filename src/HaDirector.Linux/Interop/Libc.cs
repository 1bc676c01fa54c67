using System.Runtime.InteropServices;

namespace HaDirector.Linux.Interop;

/// <summary>The C library, one function or family per file.</summary>
internal static partial class Libc
{
    private const string Library = "libc";

    /// <summary>Error number of the last call on this thread that failed.</summary>
    public static int LastError => Marshal.GetLastPInvokeError();
}
