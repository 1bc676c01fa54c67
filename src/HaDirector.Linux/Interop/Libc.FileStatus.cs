using System.Runtime.InteropServices;

namespace HaDirector.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>AT_SYMLINK_NOFOLLOW.</summary>
    public const int NoFollow = 0x100;

    private const int CurrentDirectory = -100; // AT_FDCWD
    private const uint BasicStatus = 0x7ff; // STATX_BASIC_STATS

    /// <summary>Owner and mode of a file (statx(2), whose layout is one on every architecture).</summary>
    /// <returns>0, or the error number.</returns>
    public static int FileStatus(string path, int flags, out uint owner, out uint group, out ushort mode)
    {
        byte* status = stackalloc byte[256];
        int result = Statx(CurrentDirectory, path, flags, BasicStatus, status);
        (owner, group, mode) = result == 0 ? (*(uint*)(status + 20), *(uint*)(status + 24), *(ushort*)(status + 28)) : default;
        return result == 0 ? 0 : LastError;
    }

    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, byte* status);
}
