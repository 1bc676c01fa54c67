using HaDirector.Ipvs;
using HaDirector.Linux.Interop;
using HaDirector.Netlink;
using HaDirector.Netlink.Ipvs;

namespace HaDirector.Linux.Netlink;

/// <content>Reading a part of the table.</content>
public sealed partial class KernelIpvs : IKernelTable, IKernelWalk
{
    private const int PagesMax = 1_000_000; // of one walk

    /// <inheritdoc/>
    public ServiceStatus? ReadService(ServiceKey key)
    {
        ServiceStatus? found = null;
        string? fault = null;
        Span<byte> request = stackalloc byte[RequestBytes];
        NetlinkWriter writer = new(request);
        uint sequence = _socket.NextSequence();
        IpvsRequest.AskService(ref writer, _family, sequence, key);
        MessagesSent++;
        int error = _socket.Send(writer.Written);
        for (bool answered = false; error == 0 && !answered;)
        {
            error = _socket.Receive(out ReadOnlySpan<byte> datagram);
            MessageReader messages = new(datagram);
            while (messages.Next())
            {
                if (messages.Sequence != sequence) continue;
                if (messages.Type != MessageType.Error)
                {
                    if (IpvsReply.TryReadService(messages.Body, out ServiceStatus service, out string reason)) found = service;
                    else fault = reason;
                }
                else
                {
                    answered = true;
                    error = KernelAnswer.TryReadError(messages.Body, messages.Flags, out KernelAnswer answer) ? answer.Errno : Errno.EINVAL;
                }
            }
        }

        if (error is Errno.ESRCH) return null;
        if (error != 0) throw new LinuxException("read ip_vs", error);
        if (fault is not null || found is null) throw new InvalidDataException($"read ip_vs: {fault ?? "no service in the answer"}");
        return found with { Destinations = ReadDestinations(key) };
    }

    /// <inheritdoc/>
    public IEnumerable<ServiceStatus?> Walk()
    {
        List<ServiceStatus> services = [];
        uint sequence = _socket.NextSequence();
        Begin(sequence);
        for (int page = 0; page < PagesMax && !ReadPage(sequence, services); page++) yield return null;
        foreach (ServiceStatus service in services) yield return service with { Destinations = ReadDestinations(service.Key) };
    }

    private void Begin(uint sequence)
    {
        Span<byte> request = stackalloc byte[RequestBytes];
        NetlinkWriter writer = new(request);
        IpvsRequest.DumpServices(ref writer, _family, sequence);
        MessagesSent++;
        if (_socket.Send(writer.Written) is not 0 and int error) throw new LinuxException("read ip_vs", error);
    }

    // The kernel fills a page when the one before is taken. True after the last.
    private bool ReadPage(uint sequence, List<ServiceStatus> services)
    {
        if (_socket.Receive(out ReadOnlySpan<byte> datagram) is not 0 and int error) throw new LinuxException("read ip_vs", error);
        MessageReader messages = new(datagram);
        while (messages.Next())
        {
            if (messages.Sequence != sequence) continue;
            if (messages.Type == MessageType.Done) return true;
            if (messages.Type == MessageType.Error) throw new LinuxException("read ip_vs", Errno.EINVAL);
            if (!IpvsReply.TryReadService(messages.Body, out ServiceStatus service, out string reason)) throw new InvalidDataException($"read ip_vs: {reason}");
            services.Add(service);
        }

        return false;
    }
}
