using HaDirector.Linux.Interop;

namespace HaDirector.Linux.Tracking;

/// <summary>
/// Hears of programs that start (the kernel's process connector). The kernel gives these events only to the first network, user and pid namespace;
/// elsewhere <see cref="TryOpen"/> gives null or nothing is ever heard, and looking from time to time must do.
/// </summary>
public sealed unsafe class ProcessEvents : IDisposable
{
    private const int Connector = 11; // NETLINK_CONNECTOR
    private const uint ProcessGroup = 1; // CN_IDX_PROC
    private const int WhatAt = 36, ProcessAt = 52, EventEnd = 60; // behind nlmsghdr (16) and cn_msg (20): what, processor, time; then pid and tgid
    private const uint Exec = 2, Renamed = 0x200;
    private const int BufferBytes = 8 * 1024;
    private const int ReadsMax = 4096; // of one hearing: every fork of the host is an event

    private readonly Descriptor _descriptor;

    private ProcessEvents(Descriptor descriptor) => _descriptor = descriptor;

    /// <summary>The descriptor to poll.</summary>
    public int Number => _descriptor.Number;

    /// <summary>Begins to listen; null where the kernel refuses.</summary>
    public static ProcessEvents? TryOpen()
    {
        int number = Libc.Socket(Libc.AfNetlink, Libc.SockDgram | Libc.SockCloseOnExec | Libc.SockNonBlock, Connector);
        if (number < 0) return null;
        Descriptor descriptor = new(number);
        uint* address = stackalloc uint[3] { Libc.AfNetlink, 0, ProcessGroup };
        // nlmsghdr: length, NLMSG_DONE; cn_msg: group, value 1, sequence, acknowledgement, length 4; PROC_CN_MCAST_LISTEN
        uint* listen = stackalloc uint[10] { 40, 3, 0, 0, ProcessGroup, 1, 0, 0, 4, 1 };
        if (Libc.Bind(number, address, 3 * sizeof(uint)) == 0 && Libc.Send(number, listen, 40, Libc.MsgDontWait) == 40) return new ProcessEvents(descriptor);
        descriptor.Dispose();
        return null;
    }

    /// <summary>Takes what waits.</summary>
    /// <param name="started">Gets the ids of processes that became another program; bounded, what is left wakes again.</param>
    /// <param name="count">How many there are.</param>
    /// <returns>False when events were lost.</returns>
    public bool Hear(Span<int> started, out int count)
    {
        byte* buffer = stackalloc byte[BufferBytes];
        count = 0;
        for (int reads = 0; reads < ReadsMax && count < started.Length; reads++)
        {
            int length = (int)Libc.Receive(_descriptor.Number, buffer, BufferBytes, Libc.MsgDontWait);
            if (length < 0) return Libc.LastError != Errno.ENOBUFS;
            if (length < EventEnd || *(uint*)(buffer + WhatAt) is not (Exec or Renamed)) continue;
            started[count++] = *(int*)(buffer + ProcessAt + 4); // the process, not the thread
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();
}
