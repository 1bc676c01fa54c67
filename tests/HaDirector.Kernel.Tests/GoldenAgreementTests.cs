using HaDirector.Ipvs;
using HaDirector.Ipvs.Ipvsadm;
using HaDirector.Model;

namespace HaDirector.Kernel.Tests;

/// <summary>
/// What is desired is what the kernel holds: 160 tables of every kind, each reached from the one before, read back by our own dump and by the real ipvsadm.
/// </summary>
[Collection("kernel")]
public sealed class GoldenAgreementTests : IDisposable
{
    private const int Seeds = 160;

    private readonly RealKernel _kernel = new();
    private readonly HashSet<string> _covered = [];

    public void Dispose() => _kernel.Dispose();

    [KernelFact]
    public void Every_table_is_held_as_it_is_desired()
    {
        for (int seed = 1; seed <= Seeds; seed++)
        {
            IpvsTable desired = Generate(new Random(seed)); // a failure names the seed
            ReconcileResult result = _kernel.Reconcile(desired);
            Assert.True(result.Result.Complete, $"seed {seed}: {string.Join("\n", result.Result.Refused)}");
            IReadOnlyList<ServiceStatus> held = _kernel.Ipvs.ReadStatusInKernelOrder();
            Assert.True(desired.SameAs(_kernel.Ipvs.Read()), $"seed {seed}: the dump differs");
            Assert.Equal(RealKernel.Saved(), IpvsadmText.Render(held, NoNames.Instance));
            Assert.Equal(RealKernel.Run("ipvsadm", "-Ln", "--thresholds"), Listed(held));
            Assert.Empty(_kernel.Reconcile(desired).Changes);
        }

        // The generator is worth nothing where it never goes.
        Assert.Equal(
            [
                "DirectRouting", "Full", "Gre", "Gue", "Ipip", "Nat", "OnePacket", "Persistent", "Remote", "SchedulerFallback", "SchedulerPort", "Sctp", "Tcp", "Tunnel",
                "Udp", "V4", "V6", "engine", "mark", "mask", "mixed", "prefix", "thresholds", "weight 0", "weight 65535",
            ],
            _covered.Except(Schedulers.All.Select(s => s.Name)).Order(StringComparer.Ordinal));
        Assert.Equal(Schedulers.All.Where(s => s.Name != "twos").Select(s => s.Name).Order(), _covered.Intersect(Schedulers.All.Select(s => s.Name)).Order());
    }

    private string Listed(IReadOnlyList<ServiceStatus> held)
    {
        Assert.True(IpvsadmLine.TryParse(["-Ln", "--thresholds"], NoNames.Instance, out IpvsadmCommand? command, out IpvsadmFault? fault), fault?.Message);
        (uint version, uint size) = _kernel.Ipvs.ReadInfo();
        return Listing.Head(version, size) + Listing.Render(held, Assert.IsType<IpvsadmCommand.List>(command).What, NoNames.Instance);
    }

    private IpvsTable Generate(Random random)
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
        Scheduler scheduler = Pick(random, [.. Schedulers.All.Where(s => s.Name != "twos")]);
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
