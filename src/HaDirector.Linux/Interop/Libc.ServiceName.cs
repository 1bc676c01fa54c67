using System.Runtime.InteropServices;

namespace HaDirector.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>struct servent.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ServiceEntry
    {
        public byte* Name;
        public byte** Aliases;
        public int Port; // in network order
        public byte* Protocol;
    }

    /// <summary>getservbyport(3); null when the port has no name. The answer is the next caller's too.</summary>
    [LibraryImport(Library, EntryPoint = "getservbyport", StringMarshalling = StringMarshalling.Utf8)]
    public static partial ServiceEntry* ServiceByPort(int networkOrder, string protocol);

    /// <summary>getservbyname(3); null when there is no such service.</summary>
    [LibraryImport(Library, EntryPoint = "getservbyname", StringMarshalling = StringMarshalling.Utf8)]
    public static partial ServiceEntry* ServiceByName(string name, string protocol);
}
