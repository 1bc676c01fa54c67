using HaDirector.Linux.Interop;

namespace HaDirector.Linux.Route;

/// <summary>Opens netlink sockets of the route family.</summary>
internal static unsafe class NetlinkRoute
{
    private const int Protocol = 0; // NETLINK_ROUTE

    public static Descriptor Open(uint groups)
    {
        Descriptor descriptor = Descriptor.Own(
            Libc.Socket(Libc.AfNetlink, Libc.SockRaw | Libc.SockCloseOnExec | Libc.SockNonBlock, Protocol), "socket for rtnetlink");
        // struct sockaddr_nl: family, padding, port (0: the kernel chooses), groups
        uint* address = stackalloc uint[3] { Libc.AfNetlink, 0, groups };
        if (Libc.Bind(descriptor.Number, address, 3 * sizeof(uint)) == 0) return descriptor;
        LinuxException failure = LinuxException.Last("bind of rtnetlink");
        descriptor.Dispose();
        throw failure;
    }
}
