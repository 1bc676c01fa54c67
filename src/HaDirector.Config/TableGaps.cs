using HaDirector.Engine;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Config;

/// <summary>A server of a table on its way into a file.</summary>
/// <param name="Held">Address and port that the kernel holds.</param>
/// <param name="How">How it is used.</param>
/// <param name="Said">Address and port that the file can say.</param>
/// <param name="Why">Why the server cannot be said; null when it can.</param>
internal sealed record SaidServer(IpEndpoint Held, DestinationSpec How, IpEndpoint Said, string? Why);

/// <summary>What the kernel takes and the language cannot say.</summary>
internal static class TableGaps
{
    /// <summary>Most weight of a server.</summary>
    public const int WeightMax = 65535;

    /// <summary>Longest persistence in seconds, 31 days.</summary>
    public const uint PersistenceMax = 2_678_400;

    private const ServiceFlags SchedulerFlags = ServiceFlags.SchedulerFallback | ServiceFlags.SchedulerPort | ServiceFlags.SchedulerThird;

    /// <summary>Why a service cannot be said, or null.</summary>
    public static string? Of(ServiceKey key, ServiceSpec spec, IReadOnlyList<SaidServer> servers) =>
        ProbePaths.IsOurs(key) ? "hadirector itself makes such marks, for its checks"
        : key.FirewallMark > int.MaxValue ? $"a mark is at most {int.MaxValue}"
        : !key.IsMark && key.Transport is not (Transport.Tcp or Transport.Udp or Transport.Sctp) ? "its transport is neither TCP, UDP nor SCTP"
        : !key.IsMark && !IsUnicast(key.Address.Address) ? "its address is none that can be held"
        : !key.IsMark && key.Address.Port == 0 && !spec.Flags.HasFlag(ServiceFlags.Persistent) ? "port 0 without persistence schedules nothing"
        : Schedulers.Find(spec.Scheduler) is null ? $"no scheduler '{spec.Scheduler}' is known"
        : servers.All(s => s.Why is not null) ? "it has no server that can be said"
        : null;

    /// <summary>The servers of a service in their order. Without nat the kernel keeps a port of its own for a server, and a packet keeps the service's.</summary>
    public static IReadOnlyList<SaidServer> Servers(ServiceKey key, VirtualService service)
    {
        HashSet<IpEndpoint> taken = [.. service.Destinations.Where(d => PortCounts(key, d.Key, d.Value)).Select(d => d.Key)];
        return [.. service.Destinations.Select(d => Server(key, d.Key, d.Value, taken))];
    }

    /// <summary>What of a server that is said is not as it was, or null.</summary>
    public static string? Of(SaidServer server)
    {
        string?[] was =
        [
            server.Held.Port != server.Said.Port ? $"port {server.Held.Port}" : null,
            server.How.Weight > WeightMax ? $"weight {server.How.Weight}" : null,
            server.How.UpperThreshold > int.MaxValue ? $"upper_threshold {server.How.UpperThreshold}" : null,
            server.How.LowerThreshold > int.MaxValue ? $"lower_threshold {server.How.LowerThreshold}" : null,
        ];
        string told = string.Join(", ", was.OfType<string>());
        return told.Length == 0 ? null : $"was {told}";
    }

    /// <summary>Flags that the scheduler ignores, or null.</summary>
    public static string? Flags(ServiceSpec spec) =>
        (spec.Flags & SchedulerFlags & ~Schedulers.Find(spec.Scheduler)!.Flags) != 0 ? $"left out: flags that {spec.Scheduler} does not heed" : null;

    /// <summary>Scheduling of single packets where there are none, or null.</summary>
    public static string? OnePacket(ServiceKey key, ServiceSpec spec) =>
        spec.Flags.HasFlag(ServiceFlags.OnePacket) && key.Transport is Transport.Tcp or Transport.Sctp ? "left out: one_packet, which is for UDP" : null;

    /// <summary>A time-out too long, or null.</summary>
    public static string? Timeout(ServiceSpec spec) => spec.PersistenceSeconds > PersistenceMax ? $"was {spec.PersistenceSeconds}s" : null;

    /// <summary>A mask of no bits, or null.</summary>
    public static string? Granularity(ServiceSpec spec) => spec.PersistencePrefixLength == 0 ? "left out: granularity 0, all clients as one" : null;

    /// <summary>A persistence engine that is not known, or not there for this transport; or null.</summary>
    public static string? Engine(ServiceKey key, ServiceSpec spec) => spec.PersistenceEngine switch
    {
        null => null,
        "sip" when key.Transport is Transport.Udp or Transport.None => null,
        { } engine => $"left out: persistence engine {engine}",
    };

    private static SaidServer Server(ServiceKey key, IpEndpoint held, DestinationSpec how, HashSet<IpEndpoint> taken)
    {
        IpEndpoint said = PortCounts(key, held, how) ? held : new IpEndpoint(held.Address, key.Address.Port);
        string? why =
            how.Forwarding is not (Forwarding.DirectRouting or Forwarding.Nat or Forwarding.Tunnel) ? "its forwarding is the kernel's own"
            : !IsUnicast(held.Address) ? "its address is none of a server"
            : held.Address.Family != key.Family && how.Forwarding != Forwarding.Tunnel ? "it is of another family than its service"
            : how.Forwarding == Forwarding.Tunnel && !IsSayable(how.Tunnel) ? $"a tunnel of {how.Tunnel}"
            : how.Forwarding == Forwarding.Nat && held.Port == 0 && key.Address.Port != 0 ? "nat cannot go to port 0"
            : said != held && !taken.Add(said) ? "without nat its port is the service's, where it is already"
            : null;
        return new SaidServer(held, how, said, why);
    }

    private static bool PortCounts(ServiceKey key, IpEndpoint held, DestinationSpec how) => how.Forwarding == Forwarding.Nat || held.Port == key.Address.Port;

    private static bool IsSayable(TunnelSpec tunnel) => tunnel.Type switch
    {
        TunnelType.Ipip => tunnel == default,
        TunnelType.Gue => tunnel.Port > 0 && tunnel.Checksum is TunnelChecksum.None or TunnelChecksum.Full or TunnelChecksum.Remote,
        TunnelType.Gre => tunnel.Port == 0 && tunnel.Checksum is TunnelChecksum.None or TunnelChecksum.Full,
        _ => false,
    };

    private static bool IsUnicast(IpAddress address) => !address.IsAny && !address.IsMulticast;
}
