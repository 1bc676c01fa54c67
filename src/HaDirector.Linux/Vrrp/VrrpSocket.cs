using System.Runtime.InteropServices;
using HaDirector.Linux.Interop;
using HaDirector.Model;

namespace HaDirector.Linux.Vrrp;

/// <summary>
/// Raw IPv4 socket of protocol 112 on one interface: sends to 224.0.0.18 with TTL 255 (RFC 9568 section 5.1.1) and receives whole IP packets.
/// Sending and receiving never block and never allocate.
/// </summary>
public sealed unsafe class VrrpSocket : IDisposable
{
    /// <summary>IP protocol number of VRRP (RFC 9568 section 5.1.1.4).</summary>
    public const int Protocol = 112;

    /// <summary>224.0.0.18 (RFC 9568 section 5.1.1.2).</summary>
    public const uint Group = 0xE000_0012;

    private const int TimeToLive = 255;
    private const int InternetworkControl = 0xC0; // precedence of routing protocols
    private const int ReceiveBufferBytes = 256 * 1024;

    private readonly Descriptor _descriptor;
    private readonly int _interfaceIndex;

    private VrrpSocket(Descriptor descriptor, int interfaceIndex) => (_descriptor, _interfaceIndex) = (descriptor, interfaceIndex);

    /// <summary>The descriptor to poll.</summary>
    public int Number => _descriptor.Number;

    /// <summary>A socket that is closed already: every call fails. For the dry run that warms the code.</summary>
    public static VrrpSocket Closed { get; } = new(new Descriptor(-1), 0);

    /// <summary>Opens a socket that hears and speaks on one interface only.</summary>
    /// <param name="interfaceName">Name of the interface.</param>
    /// <param name="interfaceIndex">Its index now.</param>
    /// <param name="source">Source address of what is sent: the primary address of the interface.</param>
    public static VrrpSocket Open(string interfaceName, int interfaceIndex, IpAddress source)
    {
        Descriptor descriptor = Descriptor.Own(
            Libc.Socket(Libc.AfInet, Libc.SockRaw | Libc.SockCloseOnExec | Libc.SockNonBlock, Protocol), "socket for VRRP");
        try
        {
            VrrpSocket socket = new(descriptor, interfaceIndex);
            socket.Configure(interfaceName);
            int error = socket.SetSource(source);
            return error == 0 ? socket : throw new LinuxException("IP_MULTICAST_IF on " + interfaceName, error);
        }
        catch
        {
            descriptor.Dispose();
            throw;
        }
    }

    /// <summary>Sets the source address of what is sent from now on.</summary>
    /// <returns>0, or the error number.</returns>
    public int SetSource(IpAddress source)
    {
        MulticastRequest request = new() { Interface = _interfaceIndex };
        if (source.IsV4) source.Write(new Span<byte>(request.Address, 4));
        return Libc.SetSocketOption(Number, Libc.SolIp, Libc.IpMulticastInterface, &request, (uint)sizeof(MulticastRequest)) == 0
            ? 0
            : Libc.LastError;
    }

    /// <summary>Sends one VRRP message (without IP header) to the group.</summary>
    /// <returns>0, or the error number.</returns>
    public int Send(ReadOnlySpan<byte> message)
    {
        // struct sockaddr_in: family in host order, port, address in network order, padding.
        byte* to = stackalloc byte[16] { Libc.AfInet, 0, 0, 0, 224, 0, 0, 18, 0, 0, 0, 0, 0, 0, 0, 0 };
        fixed (byte* first = message)
        {
            return Libc.SendTo(Number, first, (nuint)message.Length, Libc.MsgDontWait | Libc.MsgNoSignal, to, 16) >= 0 ? 0 : Libc.LastError;
        }
    }

    /// <summary>Takes the next packet with its IP header.</summary>
    /// <returns>Its length, which is more than the buffer's when it was cut; -1 when there is none now.</returns>
    public int Receive(Span<byte> packet)
    {
        fixed (byte* first = packet)
        {
            return (int)Libc.Receive(Number, first, (nuint)packet.Length, Libc.MsgDontWait | Libc.MsgTruncated);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();

    private void Configure(string interfaceName)
    {
        BindToDevice(interfaceName);
        // More than the default, for a flood must not push out the peer's adverts; force needs CAP_NET_ADMIN and may be refused.
        if (Libc.SetSocketOption(Number, Libc.SolSocket, Libc.SoReceiveBufferForce, ReceiveBufferBytes) != 0)
            _ = Libc.SetSocketOption(Number, Libc.SolSocket, Libc.SoReceiveBuffer, ReceiveBufferBytes);
        Set(Libc.IpMulticastTtl, TimeToLive, "IP_MULTICAST_TTL");
        Set(Libc.IpMulticastLoop, 0, "IP_MULTICAST_LOOP");
        Set(Libc.IpMulticastAll, 0, "IP_MULTICAST_ALL");
        Set(Libc.IpTos, InternetworkControl, "IP_TOS");

        MulticastRequest join = new() { Interface = _interfaceIndex };
        IpAddress.FromV4(Group).Write(new Span<byte>(join.Group, 4));
        if (Libc.SetSocketOption(Number, Libc.SolIp, Libc.IpAddMembership, &join, (uint)sizeof(MulticastRequest)) != 0)
            throw LinuxException.Last("join 224.0.0.18 on " + interfaceName);
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

    private void Set(int option, int value, string name)
    {
        if (Libc.SetSocketOption(Number, Libc.SolIp, option, value) != 0) throw LinuxException.Last(name);
    }

    /// <summary>struct ip_mreqn; addresses in network order.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct MulticastRequest
    {
        public fixed byte Group[4];
        public fixed byte Address[4];
        public int Interface;
    }
}
