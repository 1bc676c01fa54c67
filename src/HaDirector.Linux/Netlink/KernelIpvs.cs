using HaDirector.Linux.Interop;
using HaDirector.Netlink;
using HaDirector.Netlink.Ipvs;

namespace HaDirector.Linux.Netlink;

/// <summary>The kernel's IPVS table of one network namespace, over generic netlink. For one thread at a time.</summary>
public sealed partial class KernelIpvs : IDisposable
{
    private readonly INetlinkSocket _socket;
    private readonly ushort _family;

    internal KernelIpvs(INetlinkSocket socket, ushort family) => (_socket, _family) = (socket, family);

    /// <summary>Messages sent to the kernel since opening, dumps included.</summary>
    public long MessagesSent { get; private set; }

    /// <summary>Those of them that change something: a reconcile with nothing to do leaves this as it is.</summary>
    public long ChangesSent { get; private set; }

    /// <summary>Opens the table of the calling thread's network namespace. This loads the module where there is one.</summary>
    /// <param name="kernel">The open table, or null.</param>
    /// <param name="why">Why there is none, for humans.</param>
    /// <param name="ask">Whether the kernel is asked if it lets us; otherwise the first use finds out.</param>
    public static bool TryOpen(out KernelIpvs? kernel, out string why, bool ask = true)
    {
        kernel = null;
        NetlinkSocket? socket = null;
        try
        {
            socket = new NetlinkSocket(GenericNetlink.Protocol);
            int error = AskFamily(socket, out ushort family);
            KernelIpvs opened = new(socket, family);
            // Knowing the family needs no right; the table does.
            if (error == 0 && ask) error = opened.Exchange(IpvsRequest.DumpDaemons, static _ => null).End.Errno;
            why = error switch
            {
                0 => "",
                Errno.ENOENT => "this kernel has no ip_vs: it knows no netlink family of that name, and loading the module gave none",
                Errno.EPERM => "not permitted to use ip_vs: CAP_NET_ADMIN on the host is missing",
                _ => new LinuxException("open ip_vs", error).Message,
            };
            if (error != 0) return false;
            kernel = opened;
            socket = null; // now the table's
            return true;
        }
        catch (LinuxException refused)
        {
            why = refused.Message;
            return false;
        }
        finally
        {
            socket?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static int AskFamily(NetlinkSocket socket, out ushort family)
    {
        family = 0;
        Span<byte> request = stackalloc byte[64];
        NetlinkWriter writer = new(request);
        uint sequence = socket.NextSequence();
        GenericNetlink.AskFamily(ref writer, sequence, IpvsRequest.FamilyName);
        int error = socket.Send(writer.Written);
        while (error == 0)
        {
            error = socket.Receive(out ReadOnlySpan<byte> datagram);
            MessageReader messages = new(datagram);
            while (messages.Next())
            {
                if (messages.Sequence != sequence) continue;
                if (messages.Type != MessageType.Error) GenericNetlink.TryReadFamily(messages.Body, out family);
                else if (KernelAnswer.TryReadError(messages.Body, messages.Flags, out KernelAnswer answer))
                    return answer.Errno == 0 && family == 0 ? Errno.ENOENT : answer.Errno;
            }
        }

        return error;
    }
}
