using System.Runtime.InteropServices;

namespace HaDirector.Linux.Interop;

internal static unsafe partial class Libc
{
    public const int AfUnix = 1;
    public const int AfInet = 2;
    public const int AfInet6 = 10;
    public const int AfNetlink = 16;
    public const int AfPacket = 17;

    public const int SockStream = 1;
    public const int SockDgram = 2;
    public const int SockRaw = 3;
    public const int SockSeqPacket = 5;
    public const int SockNonBlock = 0x800;
    public const int SockCloseOnExec = 0x80000;

    /// <summary>socket(2); -1 and errno when refused.</summary>
    [LibraryImport(Library, EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int family, int type, int protocol);

    /// <summary>socketpair(2) into <paramref name="pair"/>[0] and [1].</summary>
    [LibraryImport(Library, EntryPoint = "socketpair", SetLastError = true)]
    public static partial int SocketPair(int family, int type, int protocol, int* pair);

    /// <summary>bind(2).</summary>
    [LibraryImport(Library, EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(int socket, void* address, uint length);

    /// <summary>close(2).</summary>
    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    /// <summary>dup3(2): <paramref name="target"/> becomes a copy of <paramref name="source"/> in one step.</summary>
    [LibraryImport(Library, EntryPoint = "dup3", SetLastError = true)]
    public static partial int Dup3(int source, int target, int flags);
}
