using HaDirector.Ipvs;
using HaDirector.Linux.Interop;
using HaDirector.Model;
using HaDirector.Netlink;
using HaDirector.Netlink.Ipvs;

namespace HaDirector.Linux.Netlink;

public sealed partial class KernelIpvs
{
    private const int Attempts = 3; // of one dump, when answers were lost
    private const int DatagramsMax = 1_000_000; // of one dump
    private const int RequestBytes = 256;

    private delegate void Ask(ref NetlinkWriter writer, ushort family, uint sequence);

    /// <summary>Takes one entry; null, or why it could not be read.</summary>
    private delegate string? Take(ReadOnlySpan<byte> body);

    /// <summary>The table as it is.</summary>
    /// <exception cref="IOException">The kernel refused, or answered what cannot be read.</exception>
    public IpvsTable Read() => ReadStatus().ToTable();

    /// <summary>The table with its connection counts and counters.</summary>
    /// <exception cref="IOException">The kernel refused, or answered what cannot be read.</exception>
    public TableStatus ReadStatus()
    {
        List<ServiceStatus> services = [.. ReadStatusInKernelOrder()];
        services.Sort(static (a, b) => a.Key.CompareTo(b.Key));
        return new TableStatus(services);
    }

    /// <summary>The same with the services in the order of the kernel's hash table, where it matters who comes first.</summary>
    /// <exception cref="IOException">The kernel refused, or answered what cannot be read.</exception>
    public IReadOnlyList<ServiceStatus> ReadStatusInKernelOrder()
    {
        OrderedDictionary<ServiceKey, ServiceStatus> services = []; // a dump during changes may repeat an entry
        List(services.Clear, IpvsRequest.DumpServices, body =>
        {
            if (!IpvsReply.TryReadService(body, out ServiceStatus service, out string reason)) return reason;
            services[service.Key] = service;
            return null;
        });
        List<ServiceStatus> all = new(services.Count);
        foreach (ServiceStatus service in services.Values) all.Add(service with { Destinations = ReadDestinations(service.Key) });
        return all;
    }

    /// <summary>The sync daemons that run.</summary>
    /// <exception cref="IOException">The kernel refused, or answered what cannot be read.</exception>
    public IReadOnlyList<SyncDaemonSpec> ReadDaemons()
    {
        List<SyncDaemonSpec> daemons = [];
        List(daemons.Clear, IpvsRequest.DumpDaemons, body =>
        {
            if (!IpvsReply.TryReadDaemon(body, out SyncDaemonSpec daemon, out string reason)) return reason;
            daemons.Add(daemon);
            return null;
        });
        return daemons;
    }

    private List<DestinationStatus> ReadDestinations(ServiceKey key)
    {
        OrderedDictionary<IpEndpoint, DestinationStatus> servers = [];
        void AskServers(ref NetlinkWriter writer, ushort family, uint sequence) =>
            IpvsRequest.DumpDestinations(ref writer, family, sequence, key);
        List(servers.Clear, AskServers, body =>
        {
            if (!IpvsReply.TryReadDestination(body, key.Family, out DestinationStatus server, out string reason)) return reason;
            servers[server.Address] = server;
            return null;
        });
        List<DestinationStatus> all = [.. servers.Values];
        all.Reverse(); // the kernel lists the newest first
        return all;
    }

    private void List(Action restart, Ask ask, Take take)
    {
        int error = 0;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            restart();
            error = Dump(ask, take, out string? fault);
            if (fault is not null) throw new InvalidDataException($"read ip_vs: {fault}");
            if (error == 0) return;
            if (error is not (Errno.ENOBUFS or Errno.EAGAIN or Errno.EINTR or Errno.EBUSY)) break;
        }

        throw new LinuxException("read ip_vs", error);
    }

    private int Dump(Ask ask, Take take, out string? fault)
    {
        fault = null;
        Span<byte> request = stackalloc byte[RequestBytes];
        NetlinkWriter writer = new(request);
        uint sequence = _socket.NextSequence();
        ask(ref writer, _family, sequence);
        MessagesSent++;
        int error = _socket.Send(writer.Written);
        bool interrupted = false;
        for (int i = 0; error == 0 && i < DatagramsMax; i++)
        {
            error = _socket.Receive(out ReadOnlySpan<byte> datagram);
            MessageReader messages = new(datagram);
            while (messages.Next())
            {
                if (messages.Sequence != sequence) continue;
                interrupted |= messages.Flags.HasFlag(MessageFlags.DumpInterrupted);
                if (messages.Type == MessageType.Done)
                {
                    int ended = KernelAnswer.ReadDone(messages.Body, messages.Flags).Errno;
                    return ended == 0 && interrupted ? Errno.EAGAIN : ended;
                }

                if (messages.Type != MessageType.Error) fault ??= take(messages.Body);
                else return KernelAnswer.TryReadError(messages.Body, messages.Flags, out KernelAnswer answer) ? answer.Errno : Errno.EINVAL;
            }
        }

        return error;
    }
}
