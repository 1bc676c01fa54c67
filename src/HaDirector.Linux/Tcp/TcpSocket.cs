using System.Net.Sockets;
using HaDirector.Linux.Interop;
using HaDirector.Model;

namespace HaDirector.Linux.Tcp;

/// <summary>A TCP socket by its bare number: nothing waits and nothing is allocated. Whoever opened it closes it.</summary>
/// <param name="Number">Descriptor; negative is none.</param>
public readonly unsafe record struct TcpSocket(int Number)
{
    private const int StreamProtocol = 6; // IPPROTO_TCP
    private const int DeferAccept = 9; // TCP_DEFER_ACCEPT

    /// <summary>No socket.</summary>
    public static TcpSocket None { get; } = new(-1);

    /// <summary>Opens one.</summary>
    /// <param name="family">Family.</param>
    /// <param name="quiet">
    /// Whether the last acknowledgement of the handshake waits for data or for the reset: one packet less, and no accept for a connection that
    /// says nothing. On a client TCP_DEFER_ACCEPT does what TCP_QUICKACK off does, but outlives <see cref="Reset"/>.
    /// </param>
    /// <param name="error">What was in the way.</param>
    public static TcpSocket Open(IpFamily family, bool quiet, out SocketError error)
    {
        TcpSocket socket = new(Libc.Socket((int)family, Libc.SockStream | Libc.SockNonBlock | Libc.SockCloseOnExec, 0));
        error = socket.Number < 0 ? SocketErrors.Last : SocketError.Success;
        if (quiet && socket.Number >= 0) _ = Libc.SetSocketOption(socket.Number, StreamProtocol, DeferAccept, 1);
        return socket;
    }

    /// <summary>Binds it to a local address, without choosing a port yet.</summary>
    public SocketError Bind(IpAddress source)
    {
        byte* address = stackalloc byte[SocketAddressBytes.Max];
        uint length = SocketAddressBytes.Write(new Span<byte>(address, SocketAddressBytes.Max), new IpEndpoint(source, 0));
        _ = Libc.SetSocketOption(Number, Libc.SolIp, Libc.IpBindAddressNoPort, 1);
        return Outcome(Libc.Bind(Number, address, length));
    }

    /// <summary>Binds it to an interface.</summary>
    public SocketError BindTo(string networkInterface)
    {
        Span<byte> name = stackalloc byte[Libc.InterfaceNameSize];
        if (!System.Text.Encoding.ASCII.TryGetBytes(networkInterface, name, out int length)) return SocketError.InvalidArgument;
        fixed (byte* first = name) return Outcome(Libc.SetSocketOption(Number, Libc.SolSocket, Libc.SoBindToDevice, first, (uint)length));
    }

    /// <summary>Gives its packets a firewall mark.</summary>
    public SocketError Mark(uint mark) => Outcome(Libc.SetSocketOption(Number, Libc.SolSocket, Libc.SoMark, (int)mark));

    /// <summary>Begins to connect.</summary>
    /// <returns>Success when it is open or under way.</returns>
    public SocketError Connect(IpEndpoint target)
    {
        byte* address = stackalloc byte[SocketAddressBytes.Max];
        uint length = SocketAddressBytes.Write(new Span<byte>(address, SocketAddressBytes.Max), target);
        SocketError error = Outcome(Libc.Connect(Number, address, length));
        return error == SocketError.InProgress ? SocketError.Success : error;
    }

    /// <summary>Resets the connection, if there is one. The socket, its options and who watches it stay, and it can be connected anew.</summary>
    public bool Reset()
    {
        byte* address = stackalloc byte[SocketAddressBytes.Max];
        new Span<byte>(address, SocketAddressBytes.Max).Clear(); // family AF_UNSPEC
        return Libc.Connect(Number, address, 16) == 0;
    }

    /// <summary>Sends what there is room for.</summary>
    /// <returns>Bytes taken; -1 and an error when none, WouldBlock when there is no room now.</returns>
    public int Send(ReadOnlySpan<byte> bytes, out SocketError error)
    {
        fixed (byte* first = bytes)
        {
            int sent = (int)Libc.Send(Number, first, (nuint)bytes.Length, Libc.MsgNoSignal);
            error = sent < 0 ? SocketErrors.Last : SocketError.Success;
            return sent;
        }
    }

    /// <summary>Receives what is there.</summary>
    /// <returns>Bytes received, 0 at their end; -1 and an error otherwise, WouldBlock when there is nothing now.</returns>
    public int Receive(Span<byte> buffer, out SocketError error)
    {
        fixed (byte* first = buffer)
        {
            int length = (int)Libc.Receive(Number, first, (nuint)buffer.Length, 0);
            error = length < 0 ? SocketErrors.Last : SocketError.Success;
            return length;
        }
    }

    /// <summary>Why it failed, told once; success when it did not.</summary>
    public SocketError TakeError()
    {
        int error = 0;
        uint length = sizeof(int);
        return Libc.GetSocketOption(Number, Libc.SolSocket, Libc.SoError, &error, &length) == 0 ? SocketErrors.Of(error) : SocketErrors.Last;
    }

    /// <summary>Throws away the copies of ICMP errors the kernel keeps: they outlive <see cref="Reset"/>, and while there is one the socket looks failed.</summary>
    /// <remarks>Linux queues them for a socket that connects whether it asked for them (IP_RECVERR) or not: tcp_v4_err() since 5.15.</remarks>
    public void ForgetNotices()
    {
        byte nothing;
        while (Libc.Receive(Number, &nothing, 1, Libc.MsgErrorQueue) >= 0) { }
    }

    /// <summary>Closes it in good order; the kernel goes on with what that takes.</summary>
    public void Close() => _ = Libc.Close(Number);

    /// <summary>Closes it and resets the connection, if there is one.</summary>
    public void Abort()
    {
        long onForNoTime = 1; // struct linger { 1, 0 }
        _ = Libc.SetSocketOption(Number, Libc.SolSocket, Libc.SoLinger, &onForNoTime, sizeof(long));
        Close();
    }

    private static SocketError Outcome(int result) => result == 0 ? SocketError.Success : SocketErrors.Last;
}
