using System.Buffers.Binary;
using HaDirector.Linux.Interop;
using HaDirector.Model;

namespace HaDirector.Linux.Vrrp;

/// <content>Sending from an address of our choice, and receiving with what the header said.</content>
public sealed unsafe partial class VrrpSocket
{
    private const int ControlBytes = 128; // what is asked for needs 24 + 40 bytes
    private const int SocketAddressMax = 28; // struct sockaddr_in6

    /// <summary>Sends one VRRP message (without IP header).</summary>
    /// <param name="message">The message.</param>
    /// <param name="source">Source address; it must be this host's, IPv6 link-local ones of this interface.</param>
    /// <param name="destination">The group, or a peer.</param>
    /// <returns>0, or the error number: EINVAL (22) when <paramref name="source"/> is not ours (any more).</returns>
    public int Send(ReadOnlySpan<byte> message, IpAddress source, IpAddress destination)
    {
        byte* name = stackalloc byte[SocketAddressMax];
        byte* control = stackalloc byte[ControlBytes];
        Libc.MessageHeader header = new() { Name = name, Control = control, VectorCount = 1 };
        header.NameLength = WriteName(new Span<byte>(name, SocketAddressMax), destination);
        header.ControlLength = WriteSource(control, source);
        fixed (byte* first = message)
        {
            Libc.IoVector vector = new() { Start = first, Length = (nuint)message.Length };
            header.Vectors = &vector;
            return Libc.SendMessage(Number, &header, Libc.MsgDontWait | Libc.MsgNoSignal) >= 0 ? 0 : Libc.LastError;
        }
    }

    /// <summary>Takes the next packet.</summary>
    /// <param name="buffer">Where it goes, with IPv4 including the IP header.</param>
    /// <param name="datagram">What it is.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryReceive(Span<byte> buffer, out VrrpDatagram datagram)
    {
        datagram = default;
        byte* name = stackalloc byte[SocketAddressMax];
        byte* control = stackalloc byte[ControlBytes];
        Libc.MessageHeader header = new()
        {
            Name = name,
            NameLength = SocketAddressMax,
            VectorCount = 1,
            Control = control,
            ControlLength = ControlBytes,
        };
        nint length;
        fixed (byte* first = buffer)
        {
            Libc.IoVector vector = new() { Start = first, Length = (nuint)buffer.Length };
            header.Vectors = &vector;
            length = Libc.ReceiveMessage(Number, &header, Libc.MsgDontWait);
        }

        if (length < 0) return false;
        if ((header.Flags & Libc.MsgTruncated) != 0) length = 0; // longer than any packet that can be right
        ReadOnlySpan<byte> packet = buffer[..(int)length];
        datagram = Family == IpFamily.V4
            ? ReadV4(packet)
            : ReadV6(packet.Length, new ReadOnlySpan<byte>(name, SocketAddressMax), new ReadOnlySpan<byte>(control, (int)header.ControlLength));
        return true;
    }

    private uint WriteName(Span<byte> name, IpAddress to)
    {
        name.Clear();
        if (to.IsV4)
        {
            // struct sockaddr_in: family in host order, port, address in network order, padding.
            name[0] = Libc.AfInet;
            to.Write(name[4..]);
            return 16;
        }

        // struct sockaddr_in6: family in host order, port, flow label, address, scope in host order.
        name[0] = Libc.AfInet6;
        to.Write(name[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(name[24..], _interfaceIndex);
        return SocketAddressMax;
    }

    private nuint WriteSource(byte* control, IpAddress source)
    {
        if (!source.IsSet) return 0;
        bool v4 = source.IsV4;
        int data = v4 ? 12 : 20;
        *(Libc.ControlHeader*)control = new Libc.ControlHeader
        {
            Length = (nuint)(sizeof(Libc.ControlHeader) + data),
            Level = v4 ? Libc.SolIp : Libc.SolIpv6,
            Type = v4 ? Libc.IpPacketInfo : Libc.Ipv6PacketInfo,
        };
        Span<byte> info = new(control + sizeof(Libc.ControlHeader), 24);
        info.Clear();
        if (v4)
        {
            // struct in_pktinfo: interface, source, (when received) destination.
            BinaryPrimitives.WriteInt32LittleEndian(info, _interfaceIndex);
            source.Write(info[4..]);
        }
        else
        {
            // struct in6_pktinfo: source, interface.
            source.Write(info);
            BinaryPrimitives.WriteInt32LittleEndian(info[16..], _interfaceIndex);
        }

        return (nuint)(sizeof(Libc.ControlHeader) + 24 - (v4 ? 8 : 0)); // CMSG_SPACE
    }

    private static VrrpDatagram ReadV4(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < 20) return default;
        IpAddress.TryRead(packet.Slice(12, 4), out IpAddress source);
        IpAddress.TryRead(packet.Slice(16, 4), out IpAddress destination);
        int header = (packet[0] & 0xF) * 4;
        int total = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        bool sound = header >= 20 && total >= header && total <= packet.Length;
        return new VrrpDatagram(sound ? header : 0, sound ? total - header : 0, source, destination, packet[8]);
    }

    private static VrrpDatagram ReadV6(int length, ReadOnlySpan<byte> name, ReadOnlySpan<byte> control)
    {
        IpAddress.TryRead(name.Slice(8, 16), out IpAddress source);
        IpAddress destination = default;
        byte hopLimit = 0; // the kernel always says it, for it was asked to
        while (control.Length >= sizeof(Libc.ControlHeader))
        {
            Libc.ControlHeader header = System.Runtime.InteropServices.MemoryMarshal.Read<Libc.ControlHeader>(control);
            if (header.Length < (nuint)sizeof(Libc.ControlHeader) || header.Length > (nuint)control.Length) break;
            ReadOnlySpan<byte> data = control[sizeof(Libc.ControlHeader)..(int)header.Length];
            if (header.Level == Libc.SolIpv6 && header.Type == Libc.Ipv6PacketInfo && data.Length >= 16) IpAddress.TryRead(data[..16], out destination);
            if (header.Level == Libc.SolIpv6 && header.Type == Libc.Ipv6HopLimit && data.Length >= 4) hopLimit = data[0];
            control = control[Math.Min(((int)header.Length + 7) & ~7, control.Length)..];
        }

        return new VrrpDatagram(0, length, source, destination, hopLimit);
    }
}
