using System.Runtime.InteropServices;

namespace HaDirector.Linux.Interop;

internal static unsafe partial class Libc
{
    private const int OpenNonBlock = 0x800; // O_NONBLOCK
    private const int SetStatusFlags = 4; // F_SETFL

    /// <summary>A pipe that closes on exec; reading does not wait, writing does.</summary>
    /// <returns>0, or -1.</returns>
    public static int Pipe(out int read, out int write)
    {
        int* ends = stackalloc int[2];
        int result = Pipe2(ends, OpenCloseOnExec);
        (read, write) = (ends[0], ends[1]);
        if (result == 0) _ = DescriptorControl(read, SetStatusFlags, OpenNonBlock);
        return result;
    }

    [LibraryImport(Library, EntryPoint = "pipe2", SetLastError = true)]
    private static partial int Pipe2(int* ends, int flags);
}
