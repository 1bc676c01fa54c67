using System.Runtime.InteropServices;

namespace HaDirector.Linux.Interop;

internal static partial class Libc
{
    private const int SetDescriptorFlags = 2; // F_SETFD
    private const int CloseOnExec = 1; // FD_CLOEXEC

    /// <summary>Keeps a descriptor that a library opened from the processes we start.</summary>
    public static void SetCloseOnExec(int descriptor) => _ = DescriptorControl(descriptor, SetDescriptorFlags, CloseOnExec);

    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    private static partial int DescriptorControl(int descriptor, int command, long value);
}
