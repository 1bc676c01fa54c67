using System.Runtime.InteropServices;
using HaDirector.Linux.Interop;

namespace HaDirector.Linux;

/// <summary>Names and indices of network interfaces, in the calling thread's network namespace.</summary>
public static unsafe class InterfaceName
{
    /// <summary>Name of an interface; null when there is none.</summary>
    public static string? Of(int index)
    {
        byte* name = stackalloc byte[Libc.InterfaceNameSize];
        return Libc.InterfaceIndexToName((uint)index, name) == null ? null : Marshal.PtrToStringUTF8((nint)name);
    }

    /// <summary>Index of an interface, 0 when there is none. Asking for the first device of a tunnel driver makes the kernel load it.</summary>
    public static int IndexOf(string name) => (int)Libc.InterfaceNameToIndex(name);
}
