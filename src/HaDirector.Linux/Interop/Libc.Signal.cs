using System.Runtime.InteropServices;

namespace HaDirector.Linux.Interop;

internal static partial class Libc
{
    public const int SignalAbort = 6;
    public const int SignalKill = 9;
    public const int SignalTerminate = 15;

    /// <summary>SIG_IGN.</summary>
    public const nint SignalIgnore = 1;

    /// <summary>signal(2).</summary>
    [LibraryImport(Library, EntryPoint = "signal", SetLastError = true)]
    public static partial nint Signal(int signal, nint handler);
}
