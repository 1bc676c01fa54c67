using System.Runtime.InteropServices;
using HaDirector.Linux.Interop;

namespace HaDirector.Linux.Tcp;

/// <summary>Tells which of many descriptors have something, each change once (epoll(7), edge-triggered). Belongs to one thread; allocates nothing.</summary>
public sealed unsafe class EdgePoll : IDisposable
{
    /// <summary>Most descriptors told of by one <see cref="Look"/>.</summary>
    public const int LookMax = 256;

    private const uint Everything = (uint)(Readiness.Readable | Readiness.Writable | Readiness.PeerClosed) | Libc.EpollEdgeTriggered;

    // struct epoll_event is packed on x86-64 only: 4 bytes of flags, then 8 of the caller's.
    private static readonly int KeyAt = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int EventBytes = KeyAt + 8;

    private readonly Descriptor _descriptor = Descriptor.Own(Libc.EpollCreate(Libc.EpollCloseOnExec), "epoll_create1");
    private readonly byte[] _events = GC.AllocateArray<byte>(LookMax * 16, pinned: true);

    /// <summary>The descriptor to poll: readable while one of the others has something that was not told.</summary>
    public int Number => _descriptor.Number;

    /// <summary>Watches a descriptor until it is closed, and calls it <paramref name="key"/>.</summary>
    /// <returns>False when the kernel has no room for it.</returns>
    public bool Add(int descriptor, int key)
    {
        byte* one = stackalloc byte[16];
        *(uint*)one = Everything;
        *(long*)(one + KeyAt) = key;
        return Libc.EpollControl(Number, Libc.EpollAdd, descriptor, one) == 0;
    }

    /// <summary>Looks, without waiting, what happened since it was told the last time.</summary>
    /// <returns>How many there are, at most <see cref="LookMax"/>.</returns>
    public int Look()
    {
        fixed (byte* first = _events) return Math.Max(0, Libc.EpollWait(Number, first, LookMax, 0));
    }

    /// <summary>What the last look found at a place below its count.</summary>
    public (int Key, Readiness What) this[int place]
    {
        get
        {
            ReadOnlySpan<byte> one = _events.AsSpan(place * EventBytes, EventBytes);
            return ((int)BitConverter.ToInt64(one[KeyAt..]), (Readiness)BitConverter.ToUInt32(one));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();
}

/// <summary>What a descriptor has (EPOLLIN ...).</summary>
[Flags]
public enum Readiness : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Bytes, or the end of them.</summary>
    Readable = 0x1,

    /// <summary>Room for bytes; the connection is open.</summary>
    Writable = 0x4,

    /// <summary>An error.</summary>
    Failed = 0x8,

    /// <summary>No connection.</summary>
    HungUp = 0x10,

    /// <summary>The peer sends no more.</summary>
    PeerClosed = 0x2000,
}
