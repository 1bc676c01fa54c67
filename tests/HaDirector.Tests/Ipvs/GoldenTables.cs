using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Tests.Ipvs;

/// <summary>Tables of every kind that the kernel takes, and an account of what they had in them.</summary>
/// <param name="schedulers">The schedulers that occur.</param>
internal sealed class GoldenTables(params string[] schedulers)
{
    /// <summary>All that the packaged kernel has.</summary>
    public static readonly string[] Packaged = [.. Schedulers.All.Select(s => s.Name).Where(name => name != "twos")];

    private readonly HashSet<string> _covered = [];

    /// <summary>Words for what has occurred.</summary>
    public IReadOnlySet<string> Covered => _covered;

    /// <summary>The next table.</summary>
    public IpvsTable Generate(Random random)
    {
        Dictionary<ServiceKey, VirtualService> services = [];
        for (int i = random.Next(12); i > 0; i--)
        {
            ServiceKey key = Key(random);
            OrderedDictionary<IpEndpoint, DestinationSpec> servers = [];
            for (int n = random.Next(6); n > 0; n--)
            {
                DestinationSpec server = Server(random);
                IpFamily family = server.Forwarding == Forwarding.Tunnel && random.Next(4) == 0 ? Other(key.Family) : key.Family;
                if (family != key.Family) _covered.Add("mixed");
                servers[new IpEndpoint(Host(random, family, 198), Pick<ushort>(random, [80, 8080]))] = server;
            }

            services[key] = new VirtualService(Behaviour(random, key), servers);
        }

        return new IpvsTable(services);
    }

    private ServiceKey Key(Random random)
    {
        IpFamily family = random.Next(3) == 0 ? IpFamily.V6 : IpFamily.V4;
        _covered.Add(family.ToString());
        if (random.Next(5) == 0)
        {
            _covered.Add("mark");
            return ServiceKey.Mark((uint)random.Next(1, 9), family);
        }

        Transport transport = Pick(random, [Transport.Tcp, Transport.Udp, Transport.Sctp]);
        _covered.Add(transport.ToString());
        return ServiceKey.At(transport, new IpEndpoint(Host(random, family, 192), Pick<ushort>(random, [53, 80, 65535])));
    }

    private ServiceSpec Behaviour(Random random, ServiceKey key)
    {
        Scheduler scheduler = Schedulers.Find(Pick(random, schedulers))!;
        _covered.Add(scheduler.Name);
        ServiceFlags flags = scheduler.Flags & (ServiceFlags)(random.Next(4) * (int)ServiceFlags.SchedulerFallback);
        if (key.Transport == Transport.Udp && random.Next(2) == 0) flags |= ServiceFlags.OnePacket;
        bool persistent = random.Next(3) == 0;
        if (persistent) flags |= ServiceFlags.Persistent;
        foreach (ServiceFlags flag in Enum.GetValues<ServiceFlags>())
            if (flag is not (ServiceFlags.None or ServiceFlags.Hashed or ServiceFlags.SchedulerThird) && flags.HasFlag(flag)) _covered.Add(flag.ToString());
        if (!persistent) return new ServiceSpec(scheduler.Name, flags, 0, key.Family == IpFamily.V4 ? (byte)32 : (byte)128);
        byte prefix = (byte)random.Next(1, key.Family == IpFamily.V4 ? 33 : 129);
        _covered.Add(key.Family == IpFamily.V4 ? "mask" : "prefix");
        string? engine = key.Transport == Transport.Udp && random.Next(2) == 0 ? "sip" : null;
        if (engine is not null) _covered.Add("engine");
        return new ServiceSpec(scheduler.Name, flags, (uint)random.Next(1, 2_678_400), prefix) { PersistenceEngine = engine };
    }

    private DestinationSpec Server(Random random)
    {
        Forwarding forwarding = Pick(random, [Forwarding.Nat, Forwarding.DirectRouting, Forwarding.Tunnel]);
        _covered.Add(forwarding.ToString());
        int weight = Pick(random, [0, 1, 2, 100, 65535]);
        if (weight is 0 or 65535) _covered.Add($"weight {weight}");
        uint upper = random.Next(3) == 0 ? (uint)random.Next(1, 100_000) : 0, lower = upper == 0 ? 0 : (uint)random.Next((int)upper + 1);
        if (lower > 0) _covered.Add("thresholds");
        DestinationSpec server = new(forwarding, weight, upper, lower);
        if (forwarding != Forwarding.Tunnel) return server;
        TunnelSpec tunnel = Pick(random, [TunnelType.Ipip, TunnelType.Gue, TunnelType.Gre]) switch
        {
            TunnelType.Gue => new(TunnelType.Gue, (ushort)random.Next(1, 65536), Pick(random, [TunnelChecksum.None, TunnelChecksum.Full, TunnelChecksum.Remote])),
            TunnelType.Gre => new(TunnelType.Gre, 0, Pick(random, [TunnelChecksum.None, TunnelChecksum.Full])),
            _ => default,
        };
        _covered.Add(tunnel.Type.ToString());
        if (tunnel.Checksum != TunnelChecksum.None) _covered.Add(tunnel.Checksum.ToString());
        return server with { Tunnel = tunnel };
    }

    // Few enough that two tables after each other often share services and servers.
    private static IpAddress Host(Random random, IpFamily family, int net) =>
        family == IpFamily.V4 ? IpAddress.Parse($"{net}.51.100.{random.Next(1, 9)}") : IpAddress.Parse($"2001:db8:{net}::{random.Next(1, 9)}");

    private static IpFamily Other(IpFamily family) => family == IpFamily.V4 ? IpFamily.V6 : IpFamily.V4;

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];
}
