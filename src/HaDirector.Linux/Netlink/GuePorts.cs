using HaDirector.Linux.Interop;
using HaDirector.Model;
using HaDirector.Netlink;
using HaDirector.Netlink.Fou;

namespace HaDirector.Linux.Netlink;

/// <summary>The UDP ports at which the kernel unwraps GUE, in the network namespace of the thread that made this.</summary>
public sealed class GuePorts : IDisposable
{
    private readonly NetlinkSocket _socket = new(GenericNetlink.Protocol);
    private readonly ushort? _family;

    /// <summary>Finds the kernel's module; without it there is no port, and none can be opened.</summary>
    public GuePorts()
    {
        Span<byte> request = stackalloc byte[64];
        NetlinkWriter writer = new(request);
        uint sequence = _socket.NextSequence();
        GenericNetlink.AskFamily(ref writer, sequence, GuePortRequest.FamilyName);
        ushort family = 0;
        int error = Ask(writer.Written, sequence, body => GenericNetlink.TryReadFamily(body, out family));
        _family = error == 0 && family != 0 ? family : null;
    }

    /// <summary>Whether the kernel can do it (module fou).</summary>
    public bool Available => _family is not null;

    /// <summary>The ports that are open.</summary>
    public IReadOnlyList<GuePort> All()
    {
        List<GuePort> ports = [];
        if (_family is not { } family) return ports;
        Span<byte> request = stackalloc byte[64];
        NetlinkWriter writer = new(request);
        uint sequence = _socket.NextSequence();
        GuePortRequest.List(ref writer, family, sequence);
        _ = Ask(writer.Written, sequence, body =>
        {
            if (GuePortRequest.TryRead(body, out GuePort port)) ports.Add(port);
        });
        return ports;
    }

    /// <summary>Opens a port; null when it is open, otherwise why not.</summary>
    public string? Open(GuePort port) => Change(port, open: true);

    /// <summary>Closes a port; null when it is closed, otherwise why not.</summary>
    public string? Close(GuePort port) => Change(port, open: false);

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private string? Change(GuePort port, bool open)
    {
        if (_family is not { } family) return "this kernel has no fou: modprobe fou";
        Span<byte> request = stackalloc byte[64];
        NetlinkWriter writer = new(request);
        uint sequence = _socket.NextSequence();
        if (open) GuePortRequest.Open(ref writer, family, sequence, port);
        else GuePortRequest.Close(ref writer, family, sequence, port);
        int error = Ask(writer.Written, sequence, static _ => { });
        return error == 0 || (open && error == Errno.EEXIST) || (!open && error == Errno.ENOENT) ? null
            : new LinuxException($"{(open ? "open" : "close")} {port}", error).Message;
    }

    private delegate void ReadBody(ReadOnlySpan<byte> body);

    private int Ask(ReadOnlySpan<byte> request, uint sequence, ReadBody read)
    {
        int error = _socket.Send(request);
        while (error == 0)
        {
            error = _socket.Receive(out ReadOnlySpan<byte> datagram);
            MessageReader messages = new(datagram);
            while (messages.Next())
            {
                if (messages.Sequence != sequence) continue;
                if (messages.Type == MessageType.Done) return 0;
                if (messages.Type != MessageType.Error) read(messages.Body);
                else if (KernelAnswer.TryReadError(messages.Body, messages.Flags, out KernelAnswer answer)) return answer.Errno;
            }
        }
        return error;
    }
}
