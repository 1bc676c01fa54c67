using HaDirector.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace HaDirector.Linux.Tracking;

/// <summary>Reads the beginning of a file. What is not a file (a pipe would make us wait) counts as not there.</summary>
public static class SmallFile
{
    private const ushort KindMask = 0xF000, Regular = 0x8000;

    /// <summary>Reads as much as <paramref name="content"/> holds.</summary>
    /// <returns>Bytes read; -1 when there is no such file or it cannot be read.</returns>
    public static int Read(string path, Span<byte> content)
    {
        if (Libc.FileStatus(path, 0, out _, out _, out ushort mode) != 0 || (mode & KindMask) != Regular) return -1;
        try
        {
            using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return RandomAccess.Read(file, content, 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return -1;
        }
    }
}
