using System.Runtime.InteropServices;
using HaDirector.Linux.Interop;
using HaDirector.Model;

namespace HaDirector.Linux.Vrrp;

/// <summary>
/// Raw socket of protocol 112 on one interface, for one family: hears 224.0.0.18 or ff02::12 and what is sent to this host, and sends with TTL or
/// hop limit 255 (RFC 9568 sections 5.1.1 and 5.1.2). Sending and receiving never block and never allocate.
/// </summary>
public sealed unsafe partial class VrrpSocket : IDisposable
{
    /// <summary>IP protocol number of VRRP (RFC 9568 section 5.1.1.4).</summary>
    public const int Protocol = 112;

    private const int HopLimit = 255;
    private const int InternetworkControl = 0xC0; // precedence of routing protocols
    private const int ReceiveBufferBytes = 256 * 1024;

    private readonly Descriptor _descriptor;
    private readonly int _interfaceIndex;

    private VrrpSocket(Descriptor descriptor, int interfaceIndex, IpFamily family) =>
        (_descriptor, _interfaceIndex, Family) = (descriptor, interfaceIndex, family);

    /// <summary>224.0.0.18 (RFC 9568 section 5.1.1.2).</summary>
    public static IpAddress GroupV4 { get; } = IpAddress.FromV4(0xE000_0012);

    /// <summary>ff02::12 (RFC 9568 section 5.1.2.2).</summary>
    public static IpAddress GroupV6 { get; } = IpAddress.Parse("ff02::12");

    /// <summary>Its family.</summary>
    public IpFamily Family { get; }

    /// <summary>The descriptor to poll.</summary>
    public int Number => _descriptor.Number;

    /// <summary>A socket that is closed already: every call fails. For the dry run that warms the code.</summary>
    public static VrrpSocket Closed(IpFamily family) => new(new Descriptor(-1), 0, family);

    /// <summary>Opens a socket that hears and speaks on one interface only.</summary>
    /// <param name="interfaceName">Name of the interface.</param>
    /// <param name="interfaceIndex">Its index now.</param>
    /// <param name="family">Family.</param>
    public static VrrpSocket Open(string interfaceName, int interfaceIndex, IpFamily family)
    {
        Descriptor descriptor = Descriptor.Own(
            Libc.Socket(family == IpFamily.V4 ? Libc.AfInet : Libc.AfInet6, Libc.SockRaw | Libc.SockCloseOnExec | Libc.SockNonBlock, Protocol),
            "socket for VRRP");
        try
        {
            VrrpSocket socket = new(descriptor, interfaceIndex, family);
            socket.BindToDevice(interfaceName);
            // More than the default, for a flood must not push out the peer's adverts; force needs CAP_NET_ADMIN and may be refused.
            if (Libc.SetSocketOption(socket.Number, Libc.SolSocket, Libc.SoReceiveBufferForce, ReceiveBufferBytes) != 0)
                _ = Libc.SetSocketOption(socket.Number, Libc.SolSocket, Libc.SoReceiveBuffer, ReceiveBufferBytes);
            if (family == IpFamily.V4) socket.ConfigureV4(interfaceName);
            else socket.ConfigureV6(interfaceName);
            return socket;
        }
        catch
        {
            descriptor.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();

    private void ConfigureV4(string interfaceName)
    {
        Set(Libc.SolIp, Libc.IpTtl, HopLimit, "IP_TTL");
        Set(Libc.SolIp, Libc.IpMulticastTtl, HopLimit, "IP_MULTICAST_TTL");
        Set(Libc.SolIp, Libc.IpMulticastLoop, 0, "IP_MULTICAST_LOOP");
        Set(Libc.SolIp, Libc.IpMulticastAll, 0, "IP_MULTICAST_ALL");
        Set(Libc.SolIp, Libc.IpTos, InternetworkControl, "IP_TOS");
        MulticastRequest request = new() { Interface = _interfaceIndex };
        if (Libc.SetSocketOption(Number, Libc.SolIp, Libc.IpMulticastInterface, &request, (uint)sizeof(MulticastRequest)) != 0)
            throw LinuxException.Last("IP_MULTICAST_IF " + interfaceName);
        GroupV4.Write(new Span<byte>(request.Group, 4));
        if (Libc.SetSocketOption(Number, Libc.SolIp, Libc.IpAddMembership, &request, (uint)sizeof(MulticastRequest)) != 0)
            throw LinuxException.Last("join 224.0.0.18 on " + interfaceName);
    }

    private void ConfigureV6(string interfaceName)
    {
        Set(Libc.SolIpv6, Libc.Ipv6UnicastHops, HopLimit, "IPV6_UNICAST_HOPS");
        Set(Libc.SolIpv6, Libc.Ipv6MulticastHops, HopLimit, "IPV6_MULTICAST_HOPS");
        Set(Libc.SolIpv6, Libc.Ipv6MulticastLoop, 0, "IPV6_MULTICAST_LOOP");
        Set(Libc.SolIpv6, Libc.Ipv6MulticastAll, 0, "IPV6_MULTICAST_ALL");
        Set(Libc.SolIpv6, Libc.Ipv6TrafficClass, InternetworkControl, "IPV6_TCLASS");
        Set(Libc.SolIpv6, Libc.Ipv6ReceivePacketInfo, 1, "IPV6_RECVPKTINFO");
        Set(Libc.SolIpv6, Libc.Ipv6ReceiveHopLimit, 1, "IPV6_RECVHOPLIMIT");
        Set(Libc.SolIpv6, Libc.Ipv6MulticastInterface, _interfaceIndex, "IPV6_MULTICAST_IF");
        MulticastRequestV6 join = new() { Interface = _interfaceIndex };
        GroupV6.Write(new Span<byte>(join.Group, 16));
        if (Libc.SetSocketOption(Number, Libc.SolIpv6, Libc.Ipv6AddMembership, &join, (uint)sizeof(MulticastRequestV6)) != 0)
            throw LinuxException.Last("join ff02::12 on " + interfaceName);
    }

    private void BindToDevice(string interfaceName)
    {
        byte[] name = System.Text.Encoding.UTF8.GetBytes(interfaceName + "\0");
        fixed (byte* first = name)
        {
            if (Libc.SetSocketOption(Number, Libc.SolSocket, Libc.SoBindToDevice, first, (uint)name.Length) != 0)
                throw LinuxException.Last("SO_BINDTODEVICE " + interfaceName);
        }
    }

    private void Set(int level, int option, int value, string name)
    {
        if (Libc.SetSocketOption(Number, level, option, value) != 0) throw LinuxException.Last(name);
    }

    /// <summary>struct ip_mreqn; addresses in network order.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct MulticastRequest
    {
        public fixed byte Group[4];
        public fixed byte Address[4];
        public int Interface;
    }

    /// <summary>struct ipv6_mreq.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct MulticastRequestV6
    {
        public fixed byte Group[16];
        public int Interface;
    }
}
