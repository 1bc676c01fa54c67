using HaDirector.Linux.Interop;

namespace HaDirector.Linux.Netlink;

/// <summary>A netlink socket to the kernel, for one thread at a time.</summary>
/// <remarks>
/// The kernel works inside the send call, so every answer it will give is there when the call returns, and receiving never waits:
/// EAGAIN means that there is no answer, now or later.
/// </remarks>
public sealed unsafe class NetlinkSocket : INetlinkSocket
{
    private const int BufferBytes = 64 * 1024; // the kernel fills at most 32 KiB at once
    private const int ReceiveQueueBytes = 4 * 1024 * 1024;
    private const int Interruptions = 100; // signals in a row before a call is given up

    private readonly Descriptor _descriptor;
    private readonly byte[] _received = new byte[BufferBytes];
    private uint _sequence;

    /// <summary>Opens a socket of <paramref name="protocol"/> in the calling thread's network namespace.</summary>
    /// <exception cref="LinuxException">The kernel does not know the protocol, or refuses.</exception>
    public NetlinkSocket(int protocol)
    {
        _descriptor = Descriptor.Own(Libc.Socket(Libc.AfNetlink, Libc.SockRaw | Libc.SockCloseOnExec, protocol), "socket netlink");
        // Wishes, not needs: short errors with words in them, and room for many. Force needs CAP_NET_ADMIN, the other form is capped.
        _ = Libc.SetSocketOption(_descriptor.Number, Libc.SolNetlink, Libc.NetlinkCapAck, 1);
        _ = Libc.SetSocketOption(_descriptor.Number, Libc.SolNetlink, Libc.NetlinkExtAck, 1);
        if (Libc.SetSocketOption(_descriptor.Number, Libc.SolSocket, Libc.SoReceiveBufferForce, ReceiveQueueBytes) != 0)
            _ = Libc.SetSocketOption(_descriptor.Number, Libc.SolSocket, Libc.SoReceiveBuffer, ReceiveQueueBytes);
    }

    /// <summary>A number no request had before it; 0 is the kernel's own.</summary>
    public uint NextSequence() => ++_sequence == 0 ? ++_sequence : _sequence;

    /// <summary>Sends one datagram of requests. Answers to earlier ones that nobody read are thrown away first.</summary>
    /// <returns>0, or the error number.</returns>
    public int Send(ReadOnlySpan<byte> requests)
    {
        for (int i = 0; i < ReceiveQueueBytes / 256 && Receive(out _) is 0 or Errno.ENOBUFS; i++) continue;
        fixed (byte* first = requests)
        {
            for (int i = 0; i < Interruptions; i++)
            {
                if (Libc.Send(_descriptor.Number, first, (nuint)requests.Length, 0) >= 0) return 0;
                if (Libc.LastError != Errno.EINTR) return Libc.LastError;
            }
        }

        return Errno.EINTR;
    }

    /// <summary>Gives the next datagram; it is valid until the next call.</summary>
    /// <returns>0; EAGAIN: there is none; ENOBUFS: answers were lost; EMSGSIZE: it was longer than the buffer.</returns>
    public int Receive(out ReadOnlySpan<byte> datagram)
    {
        datagram = default;
        fixed (byte* first = _received)
        {
            for (int i = 0; i < Interruptions; i++)
            {
                nint length = Libc.Receive(_descriptor.Number, first, BufferBytes, Libc.MsgDontWait | Libc.MsgTruncated);
                if (length > BufferBytes) return Errno.EMSGSIZE;
                if (length >= 0)
                {
                    datagram = _received.AsSpan(0, (int)length);
                    return 0;
                }

                if (Libc.LastError != Errno.EINTR) return Libc.LastError;
            }
        }

        return Errno.EINTR;
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();
}
