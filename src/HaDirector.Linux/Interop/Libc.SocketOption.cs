using System.Runtime.InteropServices;

namespace HaDirector.Linux.Interop;

internal static unsafe partial class Libc
{
    public const int SolIp = 0;
    public const int IpTos = 1;
    public const int IpTtl = 2;
    public const int IpPacketInfo = 8;
    public const int IpReceiveTtl = 12;
    public const int IpBindAddressNoPort = 24;
    public const int IpMulticastInterface = 32;
    public const int IpMulticastTtl = 33;
    public const int IpMulticastLoop = 34;
    public const int IpAddMembership = 35;
    public const int IpMulticastAll = 49;

    public const int SolIpv6 = 41;
    public const int Ipv6UnicastHops = 16;
    public const int Ipv6MulticastInterface = 17;
    public const int Ipv6MulticastHops = 18;
    public const int Ipv6MulticastLoop = 19;
    public const int Ipv6AddMembership = 20;
    public const int Ipv6Only = 26;
    public const int Ipv6MulticastAll = 29;
    public const int Ipv6ReceivePacketInfo = 49;
    public const int Ipv6PacketInfo = 50;
    public const int Ipv6ReceiveHopLimit = 51;
    public const int Ipv6HopLimit = 52;
    public const int Ipv6TrafficClass = 67;

    public const int SolSocket = 1;
    public const int SoSendBuffer = 7;
    public const int SoReceiveBuffer = 8;
    public const int SoPriority = 12;
    public const int SoLinger = 13;
    public const int SoBindToDevice = 25;
    public const int SoSendBufferForce = 32;
    public const int SoReceiveBufferForce = 33;
    public const int SoMark = 36;

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
