using System.Runtime.InteropServices;

namespace HaDirector.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>IF_NAMESIZE.</summary>
    public const int InterfaceNameSize = 16;

    /// <summary>if_indextoname(3); null when there is none.</summary>
    [LibraryImport(Library, EntryPoint = "if_indextoname", SetLastError = true)]
    public static partial byte* InterfaceIndexToName(uint index, byte* name);
}
