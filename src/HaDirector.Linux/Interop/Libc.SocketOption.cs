using System.Runtime.InteropServices;

namespace HaDirector.Linux.Interop;

internal static unsafe partial class Libc
{
    public const int SolIp = 0;
    public const int IpTos = 1;
    public const int IpMulticastInterface = 32;
    public const int IpMulticastTtl = 33;
    public const int IpMulticastLoop = 34;
    public const int IpAddMembership = 35;
    public const int IpMulticastAll = 49;

    public const int SolSocket = 1;
    public const int SoSendBuffer = 7;
    public const int SoReceiveBuffer = 8;
    public const int SoPriority = 12;
    public const int SoBindToDevice = 25;
    public const int SoSendBufferForce = 32;
    public const int SoReceiveBufferForce = 33;

    public const int SolNetlink = 270;
    public const int NetlinkAddMembership = 1;
    public const int NetlinkCapAck = 10;
    public const int NetlinkExtAck = 11;
    public const int NetlinkGetStrictCheck = 12;

    /// <summary>setsockopt(2).</summary>
    [LibraryImport(Library, EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetSocketOption(int socket, int level, int option, void* value, uint length);

    /// <summary>setsockopt(2) of an integer.</summary>
    public static int SetSocketOption(int socket, int level, int option, int value) =>
        SetSocketOption(socket, level, option, &value, sizeof(int));
}
