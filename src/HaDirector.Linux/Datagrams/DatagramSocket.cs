using HaDirector.Linux.Interop;
using HaDirector.Model;

namespace HaDirector.Linux.Datagrams;

/// <summary>
/// UDP socket of BFD and of the hellos, which belongs to no interface: each datagram says over which one it came and with which hop limit, and is sent over the interface
/// and from the address the sender names, always with hop limit 255. So it outlives every interface. Never blocks and never allocates after opening.
/// </summary>
public sealed unsafe class DatagramSocket : IDisposable
{
    private const int IpFreeBind = 15, Ipv6FreeBind = 78;
    private const int HopLimit = 255;
    private const int InternetworkControl = 0xC0; // precedence of routing protocols
    private const int ReceiveBufferBytes = 256 * 1024;
    private const int AddressBytes = 28; // struct sockaddr_in6, the longer of both
    private const int ControlBytes = 128;

    private readonly Descriptor _descriptor;

    private DatagramSocket(Descriptor descriptor, IpFamily family) => (_descriptor, Family) = (descriptor, family);

    /// <summary>Its family.</summary>
    public IpFamily Family { get; }

    /// <summary>The descriptor to poll.</summary>
    public int Number => _descriptor.Number;

    /// <summary>A socket that is closed already: every call fails. For the dry run that warms the code.</summary>
    public static DatagramSocket Closed { get; } = new(new Descriptor(-1), IpFamily.V4);

    /// <summary>Opens a socket bound to the first free port of a range.</summary>
    /// <param name="family">Family.</param>
    /// <param name="firstPort">First port that is tried.</param>
    /// <param name="ports">How many are tried.</param>
    /// <param name="local">Its address, which need not be on the host yet; not set is any.</param>
    public static DatagramSocket Open(IpFamily family, ushort firstPort, int ports = 1, IpAddress local = default)
    {
        int type = Libc.SockDgram | Libc.SockCloseOnExec | Libc.SockNonBlock;
        Descriptor descriptor = Descriptor.Own(Libc.Socket((int)family, type, 0), "UDP socket");
        try
        {
            DatagramSocket socket = new(descriptor, family);
            socket.Configure();
            socket.Bind(local, firstPort, ports);
            return socket;
        }
        catch
        {
            descriptor.Dispose();
            throw;
        }
    }

    /// <summary>Sends one datagram.</summary>
    /// <param name="payload">What.</param>
    /// <param name="to">To whom; of the socket's family.</param>
    /// <param name="port">Destination port.</param>
    /// <param name="from">Source address; not set lets the kernel choose.</param>
    /// <param name="interfaceIndex">Interface; 0 lets the kernel choose.</param>
    /// <returns>0, or the error number.</returns>
    public int Send(ReadOnlySpan<byte> payload, IpAddress to, ushort port, IpAddress from, int interfaceIndex)
    {
        byte* address = stackalloc byte[AddressBytes];
        byte* control = stackalloc byte[ControlBytes];
        fixed (byte* first = payload)
        {
            Libc.IoVector vector = new() { Start = first, Length = (nuint)payload.Length };
            Libc.MessageHeader message = new()
            {
                Name = address,
                NameLength = WriteAddress(new Span<byte>(address, AddressBytes), to, port, interfaceIndex),
                Vectors = &vector,
                VectorCount = 1,
                Control = control,
                ControlLength = WritePacketInfo(control, from, interfaceIndex),
            };
            return Libc.SendMessage(Number, &message, Libc.MsgDontWait | Libc.MsgNoSignal) >= 0 ? 0 : Libc.LastError;
        }
    }

    /// <summary>Takes the next datagram.</summary>
    /// <param name="buffer">Gets its payload; what is longer is cut.</param>
    /// <param name="origin">Where it came from.</param>
    /// <returns>Bytes of the payload in <paramref name="buffer"/>; -1 when there is none now.</returns>
    public int Receive(Span<byte> buffer, out DatagramOrigin origin)
    {
        byte* address = stackalloc byte[AddressBytes];
        byte* control = stackalloc byte[ControlBytes];
        fixed (byte* first = buffer)
        {
            Libc.IoVector vector = new() { Start = first, Length = (nuint)buffer.Length };
            Libc.MessageHeader message = new()
            {
                Name = address,
                NameLength = AddressBytes,
                Vectors = &vector,
                VectorCount = 1,
                Control = control,
                ControlLength = ControlBytes,
            };
            int length = (int)Libc.ReceiveMessage(Number, &message, Libc.MsgDontWait);
            origin = length < 0 ? default : DatagramOrigin.Read(new Span<byte>(address, (int)message.NameLength), control, (int)message.ControlLength);
            return length;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();

    private void Configure()
    {
        // More than the default, for a flood must not push out the peer's packets; force needs CAP_NET_ADMIN and may be refused.
        if (Libc.SetSocketOption(Number, Libc.SolSocket, Libc.SoReceiveBufferForce, ReceiveBufferBytes) != 0)
            _ = Libc.SetSocketOption(Number, Libc.SolSocket, Libc.SoReceiveBuffer, ReceiveBufferBytes);
        if (Family == IpFamily.V4)
        {
            Set(Libc.SolIp, IpFreeBind, 1, "IP_FREEBIND");
            Set(Libc.SolIp, Libc.IpTtl, HopLimit, "IP_TTL");
            Set(Libc.SolIp, Libc.IpTos, InternetworkControl, "IP_TOS");
            Set(Libc.SolIp, Libc.IpReceiveTtl, 1, "IP_RECVTTL");
            Set(Libc.SolIp, Libc.IpPacketInfo, 1, "IP_PKTINFO");
        }
        else
        {
            Set(Libc.SolIpv6, Ipv6FreeBind, 1, "IPV6_FREEBIND");
            Set(Libc.SolIpv6, Libc.Ipv6Only, 1, "IPV6_V6ONLY");
            Set(Libc.SolIpv6, Libc.Ipv6UnicastHops, HopLimit, "IPV6_UNICAST_HOPS");
            Set(Libc.SolIpv6, Libc.Ipv6TrafficClass, InternetworkControl, "IPV6_TCLASS");
            Set(Libc.SolIpv6, Libc.Ipv6ReceiveHopLimit, 1, "IPV6_RECVHOPLIMIT");
            Set(Libc.SolIpv6, Libc.Ipv6ReceivePacketInfo, 1, "IPV6_RECVPKTINFO");
        }
    }

    private void Bind(IpAddress local, ushort firstPort, int ports)
    {
        byte* address = stackalloc byte[AddressBytes];
        Span<byte> bytes = new(address, AddressBytes);
        for (int port = firstPort; ; port++)
        {
            uint length = WriteAddress(bytes, local, (ushort)port, 0);
            if (Libc.Bind(Number, address, length) == 0) return;
            if (Libc.LastError != Errno.EADDRINUSE || port + 1 >= firstPort + ports) throw LinuxException.Last($"bind to UDP port {port}");
        }
    }

    // struct sockaddr_in or sockaddr_in6: family in host order, the rest in network order but for the scope at the end.
    private uint WriteAddress(Span<byte> bytes, IpAddress address, ushort port, int scope)
    {
        bytes.Clear();
        BitConverter.TryWriteBytes(bytes, (ushort)Family);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], port);
        if (Family == IpFamily.V4)
        {
            if (address.IsV4) address.Write(bytes[4..]);
            return 16;
        }

        if (address.Family == IpFamily.V6) address.Write(bytes[8..]);
        if (address.IsV6LinkLocal) BitConverter.TryWriteBytes(bytes[24..], scope);
        return AddressBytes;
    }

    // struct in_pktinfo { index, source, destination } or in6_pktinfo { source, index }.
    private nuint WritePacketInfo(byte* control, IpAddress from, int interfaceIndex)
    {
        if (!from.IsSet && interfaceIndex == 0) return 0;
        bool v4 = Family == IpFamily.V4;
        Libc.ControlHeader* header = (Libc.ControlHeader*)control;
        int length = v4 ? 12 : 20;
        (header->Level, header->Type) = v4 ? (Libc.SolIp, Libc.IpPacketInfo) : (Libc.SolIpv6, Libc.Ipv6PacketInfo);
        header->Length = (nuint)(sizeof(Libc.ControlHeader) + length);
        Span<byte> data = new(control + sizeof(Libc.ControlHeader), length);
        data.Clear();
        BitConverter.TryWriteBytes(data[(v4 ? 0 : 16)..], interfaceIndex);
        if (from.Family == Family) from.Write(data[(v4 ? 4 : 0)..]);
        return (nuint)(sizeof(Libc.ControlHeader) + ((length + 7) & ~7));
    }

    private void Set(int level, int option, int value, string name)
    {
        if (Libc.SetSocketOption(Number, level, option, value) != 0) throw LinuxException.Last(name);
    }
}
