using HaDirector.Linux.Interop;

namespace HaDirector.Linux;

/// <summary>Wakes a thread that polls <see cref="Number"/> (eventfd). Setting and clearing never block and never allocate.</summary>
public sealed unsafe class WakeEvent : IDisposable
{
    private readonly Descriptor _descriptor =
        Descriptor.Own(Libc.EventFd(0, Libc.SockNonBlock | Libc.SockCloseOnExec), "eventfd");

    /// <summary>The descriptor to poll.</summary>
    public int Number => _descriptor.Number;

    /// <summary>Wakes.</summary>
    public void Set()
    {
        ulong one = 1;
        _ = Libc.Write(_descriptor.Number, &one, sizeof(ulong));
    }

    /// <summary>Forgets every wake so far.</summary>
    public void Clear()
    {
        ulong count;
        _ = Libc.Read(_descriptor.Number, &count, sizeof(ulong));
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();
}
