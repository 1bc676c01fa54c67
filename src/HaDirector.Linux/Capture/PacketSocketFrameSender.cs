using HaDirector.Linux.Interop;

namespace HaDirector.Linux.Capture;

/// <summary>Injects frames through a packet socket: for hosts without libpcap.</summary>
public sealed unsafe class PacketSocketFrameSender : IFrameSender
{
    private readonly Descriptor _descriptor;
    private readonly int _interfaceIndex;

    /// <summary>Opens a socket that receives nothing (protocol 0).</summary>
    public PacketSocketFrameSender(int interfaceIndex)
    {
        _interfaceIndex = interfaceIndex;
        _descriptor = Descriptor.Own(
            Libc.Socket(Libc.AfPacket, Libc.SockRaw | Libc.SockCloseOnExec | Libc.SockNonBlock, 0), "socket for frames");
        Send(default);
    }

    /// <inheritdoc/>
    public bool Send(ReadOnlySpan<byte> frame)
    {
        // struct sockaddr_ll: family, protocol, index, type, packet type, address length, address
        byte* to = stackalloc byte[20];
        new Span<byte>(to, 20).Clear();
        *(ushort*)to = Libc.AfPacket;
        *(int*)(to + 4) = _interfaceIndex;
        fixed (byte* first = frame)
        {
            return Libc.SendTo(_descriptor.Number, first, (nuint)frame.Length, Libc.MsgDontWait, to, 20) == frame.Length;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();
}
