using HaDirector.Linux.Interop;
using HaDirector.Netlink;
using HaDirector.Netlink.Route;

namespace HaDirector.Linux.Route;

/// <summary>
/// Says whether routes are there, and when to look again. A look reads a whole table of the kernel, which may be long: not for the real-time
/// thread. Of the network namespace of the thread that made it; for one thread.
/// </summary>
public sealed unsafe class RouteWatch : IDisposable
{
    private const int BufferBytes = 64 * 1024;
    private const int DatagramsMax = 65536; // of one dump: a table of the whole internet has some ten thousand
    private const int ChangesMax = 256; // datagrams of one hearing; what is left wakes again

    private readonly Descriptor _monitor = NetlinkRoute.Open(RouteRecord.Groups);
    private readonly Descriptor _socket = NetlinkRoute.Open(groups: 0);
    private readonly byte[] _request = new byte[64];
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes, pinned: true);
    private uint _sequence;

    /// <summary>Opens the sockets.</summary>
    public RouteWatch() => _ = Libc.SetSocketOption(_socket.Number, Libc.SolNetlink, Libc.NetlinkGetStrictCheck, 1);

    /// <summary>The descriptor to poll.</summary>
    public int Number => _monitor.Number;

    /// <summary>Takes what waits.</summary>
    /// <returns>Whether one of the routes may have come or gone.</returns>
    public bool Hear(ReadOnlySpan<RouteRecord> routes)
    {
        bool concerned = false;
        for (int i = 0; i < ChangesMax; i++)
        {
            int length = Receive(_monitor);
            if (length < 0 && Libc.LastError is Errno.EAGAIN or Errno.EINTR) return concerned;
            concerned |= length is < 0 or > BufferBytes || Concerns(length, routes); // ENOBUFS, or cut: messages were lost
        }

        return concerned;
    }

    /// <summary>Whether a route is in its table; null when the kernel did not say.</summary>
    public bool? IsThere(RouteRecord route)
    {
        NetlinkWriter writer = new(_request);
        RouteRecord.Dump(ref writer, ++_sequence, route.Destination.Address.Family, route.Table);
        fixed (byte* first = writer.Written)
        {
            if (Libc.Send(_socket.Number, first, (nuint)writer.Written.Length, Libc.MsgDontWait) != writer.Written.Length) return null;
        }

        bool there = false;
        for (int i = 0; i < DatagramsMax; i++)
        {
            int length = Receive(_socket);
            if (length is <= 0 or > BufferBytes) return null;
            MessageReader messages = new(_buffer.AsSpan(0, length));
            while (messages.Next())
            {
                if (messages.Sequence != _sequence) continue;
                if (messages.Type == MessageType.Done) return there;
                if (messages.Type == MessageType.Error) return there; // ENOENT: no such table
                there |= RouteRecord.TryRead(messages.Body, out RouteRecord found) && found.Is(route);
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _monitor.Dispose();
        _socket.Dispose();
    }

    private bool Concerns(int length, ReadOnlySpan<RouteRecord> routes)
    {
        MessageReader messages = new(_buffer.AsSpan(0, length));
        while (messages.Next())
        {
            if (messages.Type is not (RouteRecord.NewRoute or RouteRecord.DeleteRoute)) continue;
            if (!RouteRecord.TryRead(messages.Body, out RouteRecord changed)) continue;
            foreach (ref readonly RouteRecord route in routes)
            {
                if (route.Is(changed)) return true;
            }
        }

        return false;
    }

    private int Receive(Descriptor from)
    {
        fixed (byte* first = _buffer)
        {
            return (int)Libc.Receive(from.Number, first, BufferBytes, Libc.MsgDontWait | Libc.MsgTruncated);
        }
    }
}
