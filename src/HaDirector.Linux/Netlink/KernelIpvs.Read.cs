using HaDirector.Ipvs;
using HaDirector.Model;
using HaDirector.Netlink;
using HaDirector.Netlink.Ipvs;

namespace HaDirector.Linux.Netlink;

public sealed partial class KernelIpvs
{
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

    private void List(Action restart, Ask ask, TakeEntry take)
    {
        for (int attempt = 1; ; attempt++)
        {
            restart();
            if (IsRead(Exchange(ask, take), attempt)) return;
        }
    }
}
