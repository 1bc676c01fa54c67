using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Tests.Ipvs;

/// <summary>Small random tables out of a small world, so that two of them often share services and servers.</summary>
internal static class RandomTables
{
    private static readonly string[] Names = ["rr", "wlc", "sh", "mh"];
    private static readonly TunnelSpec[] Tunnels = [default, new(TunnelType.Gue, 6080), new(TunnelType.Gre, 0, TunnelChecksum.Full)];
    private static readonly IpAddress[] Hosts = [IpAddress.Parse("192.0.2.1"), IpAddress.Parse("192.0.2.2"), IpAddress.Parse("2001:db8::1")];

    public static IpvsTable Table(Random random)
    {
        Dictionary<ServiceKey, VirtualService> services = [];
        for (int i = random.Next(6); i > 0; i--) services[Key(random)] = Service(random);
        return new IpvsTable(services);
    }

    /// <summary>The table with a few things changed, as a reload or a hand would.</summary>
    public static IpvsTable Vary(Random random, IpvsTable table)
    {
        Dictionary<ServiceKey, VirtualService> services = new(table.Services);
        foreach ((ServiceKey key, VirtualService service) in table.Services)
        {
            switch (random.Next(5))
            {
                case 0: services.Remove(key); break;
                case 1: services[key] = service with { Spec = Spec(random) }; break;
                case 2: services[key] = service with { Destinations = Service(random).Destinations }; break;
            }
        }

        if (random.Next(3) == 0) services[Key(random)] = Service(random);
        return new IpvsTable(services);
    }

    public static ServiceKey Key(Random random) => random.Next(5) switch
    {
        0 => ServiceKey.Mark((uint)random.Next(1, 3), random.Next(2) == 0 ? IpFamily.V4 : IpFamily.V6),
        _ => ServiceKey.At(random.Next(2) == 0 ? Transport.Tcp : Transport.Udp, new IpEndpoint(Pick(random, Hosts), (ushort)(80 + random.Next(2)))),
    };

    private static VirtualService Service(Random random)
    {
        OrderedDictionary<IpEndpoint, DestinationSpec> servers = [];
        for (int i = random.Next(5); i > 0; i--)
            servers[new IpEndpoint(IpAddress.FromV4(0xC6336400 + (uint)random.Next(5)), 80)] = Destination(random);
        return new VirtualService(Spec(random), servers);
    }

    private static DestinationSpec Destination(Random random)
    {
        Forwarding forwarding = Pick(random, (Forwarding[])[Forwarding.Nat, Forwarding.Tunnel, Forwarding.DirectRouting]);
        return new DestinationSpec(forwarding, random.Next(3), (uint)random.Next(2)) { Tunnel = forwarding == Forwarding.Tunnel ? Pick(random, Tunnels) : default };
    }

    private static ServiceSpec Spec(Random random) =>
        new(Pick(random, Names), (ServiceFlags)random.Next(16), (uint)random.Next(3), (byte)(random.Next(2) == 0 ? 32 : 24));

    private static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
