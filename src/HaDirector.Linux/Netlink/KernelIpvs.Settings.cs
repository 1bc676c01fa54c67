using HaDirector.Ipvs;
using HaDirector.Linux.Interop;
using HaDirector.Netlink;
using HaDirector.Netlink.Ipvs;

namespace HaDirector.Linux.Netlink;

public sealed partial class KernelIpvs
{
    /// <summary>Version of ip_vs (three bytes, 0x010201) and number of buckets of its connection table.</summary>
    /// <exception cref="IOException">The kernel refused, or answered what cannot be read.</exception>
    public (uint Version, uint ConnectionTableSize) ReadInfo()
    {
        (uint Version, uint Size) info = default;
        List(static () => { }, IpvsRequest.AskInfo, body => IpvsReply.TryReadInfo(body, out info.Version, out info.Size) ? null : "no version");
        return info;
    }

    /// <summary>The connection time-outs.</summary>
    /// <exception cref="IOException">The kernel refused, or answered what cannot be read.</exception>
    public IpvsTimeouts ReadTimeouts()
    {
        IpvsTimeouts timeouts = default;
        List(static () => { }, IpvsRequest.AskTimeouts, body => IpvsReply.TryReadTimeouts(body, out timeouts) ? null : "no time-outs");
        return timeouts;
    }

    /// <summary>Sets the connection time-outs; 0 keeps one as it is.</summary>
    /// <returns>Null, or why they are not set.</returns>
    /// <exception cref="IOException">The answer was lost, and what is there cannot be read.</exception>
    public Refusal? SetTimeouts(IpvsTimeouts timeouts) => Insist(
        (ref NetlinkWriter writer, ushort family, uint sequence) =>
            IpvsRequest.SetTimeouts(ref writer, family, sequence, timeouts.TcpSeconds, timeouts.TcpFinSeconds, timeouts.UdpSeconds),
        static errno => errno == Errno.EINVAL ? "a time-out is longer than the kernel can count" : null,
        () => timeouts.IsMetBy(ReadTimeouts()));

    /// <summary>Zeroes the counters of a service, or all there are.</summary>
    /// <returns>Null, or why they are not; without an answer those of a service with traffic may be zeroed all the same.</returns>
    /// <exception cref="IOException">The answer was lost, and what is there cannot be read.</exception>
    public Refusal? Zero(ServiceKey? service) => Insist(
        (ref NetlinkWriter writer, ushort family, uint sequence) => IpvsRequest.Zero(ref writer, family, sequence, service),
        static errno => errno == Errno.ESRCH ? "the service is not there" : null,
        () => service is { } key ? ReadService(key) is { Traffic.IsZero: true } : ReadStatusInKernelOrder().All(static s => s.Traffic.IsZero));

    /// <summary>Removes every service, whoever made it. Their connections stay until their servers are gone for two minutes.</summary>
    /// <returns>Null, or why they are still there.</returns>
    /// <exception cref="IOException">The answer was lost, and what is there cannot be read.</exception>
    public Refusal? Flush() => Insist(IpvsRequest.Flush, static _ => null, () => ReadStatusInKernelOrder().Count == 0);

    /// <summary>The sync daemons that run, and how they talk.</summary>
    /// <exception cref="IOException">The kernel refused, or answered what cannot be read.</exception>
    public IReadOnlyList<(SyncDaemonSpec Daemon, SyncTransport Transport)> ReadDaemonTransports()
    {
        List<(SyncDaemonSpec, SyncTransport)> daemons = [];
        List(daemons.Clear, IpvsRequest.DumpDaemons, body =>
        {
            if (!IpvsReply.TryReadDaemon(body, out SyncDaemonSpec daemon, out SyncTransport transport, out string reason)) return reason;
            daemons.Add((daemon, transport));
            return null;
        });
        return daemons;
    }
}
