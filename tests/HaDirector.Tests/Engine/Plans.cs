using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Ipvs;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Tests.Engine;

/// <summary>Small plans for tests.</summary>
internal static class Plans
{
    public static readonly ServiceKey Web = ServiceKey.At(Transport.Tcp, Endpoint("192.0.2.80:80"));

    /// <summary>When tests begin.</summary>
    public static readonly Instant T0 = new(1_000_000_000_000);

    /// <summary>A machine that has just started, by default after a boot.</summary>
    public static ServiceMachine Machine(Plan plan, IpvsTable? kernel = null) => new(plan, kernel ?? IpvsTable.Empty, T0, static _ => Verdict.Unknown);

    public static Plan Of(params VirtualServiceSpec[] services) => new(
        "lb01", [new DirectorSpec("lb01", null)], [], services, null, new IpvsPolicy(false, false), new ControlSpec("/tmp/c", null), "");

    public static VirtualServiceSpec Service(params RealServerSpec[] servers) =>
        new("web", Web, new ServiceSpec("rr", ServiceFlags.None, 0, 32), ServicePolicy.Default, servers);

    public static RealServerSpec Server(int number, int weight = 1, bool check = true, Forwarding forwarding = Forwarding.DirectRouting)
    {
        IpEndpoint address = new(IpAddress.FromV4(0xC0000214u + (uint)number), 80); // 192.0.2.(20 + number)
        return new RealServerSpec(address, new DestinationSpec(forwarding, weight), check ? Check(address) : null);
    }

    /// <summary>The one check of a server.</summary>
    public static CheckSpec CheckOf(RealServerSpec server) => ((CheckTree.One)server.Check!).Check;

    public static CheckSpec Check(IpEndpoint target) =>
        new(new TcpCheck(), target, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(500), 2, 3);

    public static VirtualRouterSpec Router(string name, byte priority = 100, params string[] addresses) => new(
        name, "eth0", 51, priority, new Centiseconds(10), true, ChecksumForm.Rfc5798,
        addresses.Select(text => IpPrefix.TryParse(text, out IpPrefix prefix) ? (VirtualAddress)prefix : throw new FormatException(text)).ToList());

    public static IpEndpoint Endpoint(string text) => IpEndpoint.TryParse(text, out IpEndpoint endpoint) ? endpoint : throw new FormatException(text);

    /// <summary>The table in one line per service: "tcp://192.0.2.80:80 rr 192.0.2.21:80=1 192.0.2.22:80=0".</summary>
    public static string Text(this IpvsTable table) => string.Join('\n', table.Services.Select(service =>
        string.Join(' ', [$"{service.Key} {service.Value.Spec.Scheduler}", .. service.Value.Destinations.Select(d => $"{d.Key.Address.V4Bits & 0xFF}={d.Value.Weight}")])));
}
