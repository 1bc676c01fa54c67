using System.Runtime.InteropServices;

namespace HaDirector.Linux.Interop;

internal static partial class Libc
{
    /// <summary>if_nametoindex(3); 0 when there is none.</summary>
    [LibraryImport(Library, EntryPoint = "if_nametoindex", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial uint InterfaceNameToIndex(string name);
}
