using System.Buffers.Binary;
using HaDirector.Linux.Interop;
using HaDirector.Model;

namespace HaDirector.Linux.Presence;

/// <summary>UDP socket of one family for the hellos of directors. Sending and receiving never block and never allocate.</summary>
public sealed unsafe class HelloSocket : IDisposable
{
    private const int AfInet6 = 10, SolIpv6 = 41, Ipv6Only = 26, Ipv6FreeBind = 78, IpFreeBind = 15;
    private const int AddressSizeMax = 28; // struct sockaddr_in6; sockaddr_in has 16

    private readonly Descriptor _descriptor;

    private HelloSocket(Descriptor descriptor, IpFamily family) => (_descriptor, Family) = (descriptor, family);

    /// <summary>A socket that is closed already: every call fails. For the dry run that warms the code.</summary>
    public static HelloSocket Closed { get; } = new(new Descriptor(-1), IpFamily.V4);

    /// <summary>Its family.</summary>
    public IpFamily Family { get; }

    /// <summary>The descriptor to poll.</summary>
    public int Number => _descriptor.Number;

    /// <summary>Opens a socket. The local address need not be on the host yet.</summary>
    /// <param name="family">Its family.</param>
    /// <param name="local">Where its packets come from and are taken; not set is any address.</param>
    /// <param name="port">The port of both ends.</param>
    public static HelloSocket Open(IpFamily family, IpAddress local, ushort port)
    {
        bool four = family == IpFamily.V4;
        Descriptor descriptor = Descriptor.Own(
            Libc.Socket(four ? Libc.AfInet : AfInet6, Libc.SockDgram | Libc.SockCloseOnExec | Libc.SockNonBlock, 0), "socket for hellos");
        _ = four
            ? Libc.SetSocketOption(descriptor.Number, Libc.SolIp, IpFreeBind, 1)
            : Libc.SetSocketOption(descriptor.Number, SolIpv6, Ipv6Only, 1) | Libc.SetSocketOption(descriptor.Number, SolIpv6, Ipv6FreeBind, 1);
        byte* at = stackalloc byte[AddressSizeMax];
        uint length = Write(new Span<byte>(at, AddressSizeMax), family, local, port);
        if (Libc.Bind(descriptor.Number, at, length) == 0) return new HelloSocket(descriptor, family);
        LinuxException refused = LinuxException.Last($"bind port {port} for hellos");
        descriptor.Dispose();
        throw refused;
    }

    /// <summary>Sends.</summary>
    /// <returns>0, or the error number.</returns>
    public int Send(ReadOnlySpan<byte> packet, IpAddress to, ushort port)
    {
        byte* at = stackalloc byte[AddressSizeMax];
        uint length = Write(new Span<byte>(at, AddressSizeMax), Family, to, port);
        fixed (byte* first = packet)
        {
            return Libc.SendTo(Number, first, (nuint)packet.Length, Libc.MsgDontWait | Libc.MsgNoSignal, at, length) >= 0 ? 0 : Libc.LastError;
        }
    }

    /// <summary>Takes the next packet.</summary>
    /// <returns>Its length, which is more than the buffer's when it was cut; -1 when there is none now.</returns>
    public int Receive(Span<byte> packet, out IpAddress source)
    {
        source = default;
        byte* from = stackalloc byte[AddressSizeMax];
        uint length = AddressSizeMax;
        fixed (byte* first = packet)
        {
            int received = (int)Libc.ReceiveFrom(Number, first, (nuint)packet.Length, Libc.MsgDontWait | Libc.MsgTruncated, from, &length);
            if (received >= 0) _ = IpAddress.TryRead(Family == IpFamily.V4 ? new Span<byte>(from + 4, 4) : new Span<byte>(from + 8, 16), out source);
            return received;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();

    // struct sockaddr_in: family in host order, port, address. struct sockaddr_in6 has the flow label between port and address, and the scope behind.
    private static uint Write(Span<byte> at, IpFamily family, IpAddress address, ushort port)
    {
        at.Clear();
        at[0] = family == IpFamily.V4 ? (byte)Libc.AfInet : (byte)AfInet6;
        BinaryPrimitives.WriteUInt16BigEndian(at[2..], port);
        if (address.IsSet && address.Family == family) address.Write(at[(family == IpFamily.V4 ? 4 : 8)..]);
        return family == IpFamily.V4 ? 16u : AddressSizeMax;
    }
}
