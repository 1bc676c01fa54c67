using HaDirector.Linux.Interop;
using HaDirector.Netlink;
using HaDirector.Netlink.Route;

namespace HaDirector.Linux.Route;

/// <summary>
/// Hears which interfaces changed: their state, an address that is not a virtual one, or a virtual one that went. It says only where to look again; what is
/// true is asked of <see cref="RouteSocket"/>, so that a lost message costs a look and never the truth. Allocates nothing.
/// </summary>
public sealed unsafe class RouteMonitor : IDisposable
{
    /// <summary>Stands for all interfaces: messages were lost.</summary>
    public const int Everything = -1;

    private const int BufferBytes = 32 * 1024;

    private readonly Descriptor _descriptor = NetlinkRoute.Open(RouteMessage.LinkGroup | RouteMessage.Ipv4AddressGroup | RouteMessage.Ipv6AddressGroup);
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes, pinned: true);

    /// <summary>The descriptor to poll.</summary>
    public int Number => _descriptor.Number;

    /// <summary>Takes one datagram of changes.</summary>
    /// <param name="changed">Indices of changed interfaces, perhaps repeated, perhaps <see cref="Everything"/>.</param>
    /// <returns>How many are in <paramref name="changed"/>; -1 when there is no datagram now.</returns>
    public int Receive(Span<int> changed)
    {
        int length;
        fixed (byte* first = _buffer)
        {
            length = (int)Libc.Receive(_descriptor.Number, first, BufferBytes, Libc.MsgDontWait | Libc.MsgTruncated);
        }

        if (length < 0 && Libc.LastError is Errno.EAGAIN or Errno.EINTR) return -1;
        if (length is < 0 or > BufferBytes) return Lost(changed); // ENOBUFS, or cut
        int count = 0;
        MessageReader messages = new(_buffer.AsSpan(0, length));
        while (messages.Next())
        {
            int index = Concerned(messages.Type, messages.Body);
            if (index == 0) continue;
            if (count == changed.Length) return Lost(changed);
            changed[count++] = index;
        }

        return count;
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();

    private static int Concerned(ushort type, ReadOnlySpan<byte> body)
    {
        if (type is RouteMessage.NewLink or RouteMessage.DeleteLink) return LinkRecord.TryRead(body, out LinkRecord link) ? link.Index : 0;
        if (type is not (RouteMessage.NewAddress or RouteMessage.DeleteAddress)) return 0;
        // Our own virtual addresses are renewed by our own doing, twice a second; that one goes may be somebody else's.
        return AddressRecord.TryRead(body, out AddressRecord address) && (address.Protocol != VirtualAddresses.Protocol || type == RouteMessage.DeleteAddress)
            ? address.InterfaceIndex
            : 0;
    }

    private static int Lost(Span<int> changed)
    {
        changed[0] = Everything;
        return 1;
    }
}
