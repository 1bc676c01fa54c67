using System.Runtime.InteropServices;

namespace HaDirector.Linux.Interop;

internal static unsafe partial class Libc
{
    public const int NameRequired = 8; // NI_NAMEREQD

    /// <summary>getnameinfo(3); 0 when the name was written, with a NUL behind it.</summary>
    [LibraryImport(Library, EntryPoint = "getnameinfo")]
    public static partial int NameInfo(byte* address, uint addressLength, byte* host, uint hostLength, byte* service, uint serviceLength, int flags);
}
