using HaDirector.Linux.Interop;

namespace HaDirector.Linux;

/// <summary>One end of a local sequenced-packet socket: whole messages, in order, and an end that is noticed. Never blocks to send.</summary>
public sealed unsafe class SequencedPacketSocket : IDisposable
{
    private const int SendBufferBytes = 1024 * 1024; // a second of status of every router, though nobody reads

    private readonly Descriptor _descriptor;

    /// <summary>Owns the descriptor <paramref name="number"/>, for instance one handed down by the parent process.</summary>
    public SequencedPacketSocket(int number)
    {
        _descriptor = new Descriptor(number);
        Libc.SetCloseOnExec(number); // it must not live on in programs that this process starts
    }

    /// <summary>The descriptor, to poll or to hand on.</summary>
    public int Number => _descriptor.Number;

    /// <summary>Makes two connected ends.</summary>
    public static (SequencedPacketSocket First, SequencedPacketSocket Second) Pair()
    {
        int* pair = stackalloc int[2];
        if (Libc.SocketPair(Libc.AfUnix, Libc.SockSeqPacket | Libc.SockCloseOnExec, 0, pair) != 0) throw LinuxException.Last("socketpair");
        Enlarge(pair[0]);
        Enlarge(pair[1]);
        return (new SequencedPacketSocket(pair[0]), new SequencedPacketSocket(pair[1]));
    }

    /// <summary>Sends one message if there is room.</summary>
    /// <returns>0, or the error number: EAGAIN (11) no room, EPIPE (32) or ECONNRESET (104) the other end is gone.</returns>
    public int Send(ReadOnlySpan<byte> message)
    {
        fixed (byte* first = message)
        {
            return Libc.Send(_descriptor.Number, first, (nuint)message.Length, Libc.MsgDontWait | Libc.MsgNoSignal) >= 0 ? 0 : Libc.LastError;
        }
    }

    /// <summary>Takes the next message.</summary>
    /// <returns>Its length; 0 when the other end is gone, -1 when there is none now. A longer message is cut to the buffer.</returns>
    public int Receive(Span<byte> message)
    {
        fixed (byte* first = message)
        {
            int length = (int)Libc.Receive(_descriptor.Number, first, (nuint)message.Length, Libc.MsgDontWait);
            if (length >= 0) return length;
            return Libc.LastError is Errno.EAGAIN or Errno.EINTR ? -1 : 0;
        }
    }

    /// <summary>Waits for the next message and takes it.</summary>
    /// <returns>As <see cref="Receive(Span{byte})"/>; -1 when the time is over.</returns>
    public int Receive(Span<byte> message, TimeSpan timeout)
    {
        PollEntry entry = new() { Descriptor = _descriptor.Number, Wanted = PollEntry.Readable };
        return Poll.Wait(new Span<PollEntry>(ref entry), timeout.Ticks * 100) > 0 ? Receive(message) : -1;
    }

    /// <summary>Puts this end in the place of the descriptor <paramref name="target"/> in one step: a thread that uses the number never sees it closed.</summary>
    public void Replace(int target)
    {
        if (Libc.Dup3(_descriptor.Number, target, Libc.SockCloseOnExec) < 0) throw LinuxException.Last("dup3");
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();

    // Force needs CAP_NET_ADMIN; without it the system's limit decides.
    private static void Enlarge(int descriptor)
    {
        if (Libc.SetSocketOption(descriptor, Libc.SolSocket, Libc.SoSendBufferForce, SendBufferBytes) != 0)
            _ = Libc.SetSocketOption(descriptor, Libc.SolSocket, Libc.SoSendBuffer, SendBufferBytes);
    }
}
