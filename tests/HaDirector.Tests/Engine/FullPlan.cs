using HaDirector.Bfd;
using HaDirector.Engine;
using HaDirector.Engine.Marks;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Ipvs;
using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Tracking;
using static HaDirector.Tests.Engine.Plans;

namespace HaDirector.Tests.Engine;

/// <summary>A plan in which nothing is left out: every property holds something, every list an element of each kind.</summary>
internal static class FullPlan
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly TlsOptions Tls = new("www.example", true, "/etc/ca.pem", 14, "/etc/client.pem");

    private static readonly AnswerPattern Pattern = new([1, 2], "^ok");

    private static readonly CheckKind[] Kinds =
    [
        new TcpCheck([1, 2], Pattern, true),
        new HttpCheck(
            [new HttpRequest("/", [new StatusRange(200, 299)])
            {
                Method = "POST", Headers = [new HttpHeader("X-A", "b")], Body = "hello", BodyPattern = "ok", BodySha256 = "00", BodyJson = new JsonExpectation("/a", "b"),
            }],
            "www.example", Tls, HttpVersion.Http11, 2),
        new UdpCheck([1, 2], Pattern, true), new TlsCheck(Tls, "imap"), new SmtpCheck("lb", Tls, true), new GrpcCheck("svc", "www.example", Tls),
        new DnsCheck("example.", DnsType.A, true, 1, ["192.0.2.1"]), new IcmpCheck(56), new FileCheck("/run/good"), new ScriptCheck(["/bin/true", "-x"], "nobody"),
        new AgentCheck([1, 2]), new BfdCheck("link"),
    ];

    private static readonly VirtualAddress Address = new(new IpPrefix(IpAddress.Parse("192.0.2.80"), 24)) { Interface = "eth1", Label = "eth1:1", DetectDuplicates = true };

    /// <summary>Makes it.</summary>
    public static Plan Make() => new(
        "lb01",
        [new DirectorSpec("lb01", IpAddress.Parse("192.0.2.11"))],
        [Full("web"), Full("mail") with { VirtualRouterId = 52 }, Full("dns") with { VirtualRouterId = 53 }],
        [Service([.. Kinds.Select(Server)]) with
        {
            Packets = [new PacketMatch(Transport.Udp, IpAddress.Parse("192.0.2.80"), 5000, 5100)],
            Masquerade = true,
            Others = [ServiceKey.At(Transport.Udp, Endpoint("192.0.2.80:5060"))],
            Spec = new ServiceSpec("wlc", ServiceFlags.Persistent, 300, 24) { PersistenceEngine = "sip" },
            Policy = new ServicePolicy
            {
                Drain = Second,
                SlowStart = new SlowStartSpec(Second, 1.5, 10),
                LatencyWeights = new LatencyWeightsSpec(25, 150, Second),
                SorryServer = Server(Kinds[0], 90),
                Flap = new FlapSpec(3, Second, Second, Second),
            },
        }],
        new ConnectionSyncSpec("eth1", 7),
        new IpvsPolicy(false, false) { ConnTabBits = 20, Timeouts = new IpvsTimeouts(1, 2, 3), Settings = [new WantedSetting("conntrack", "1", "the file says so")] }, new ControlSpec("/tmp/c", Endpoint("127.0.0.1:9100")), "00")
    {
        Tracks =
        [
            new InterfaceTrack("interface eth1", "eth1"), new RouteTrack("route", Address.Prefix, 254), new SourceAddressTrack("address", Address.Address), new BfdTrack("bfd link", "link"),
            new RouterTrack("router mail", "mail"), new ScriptTrack("script chk", ["/bin/true", "-x"], Second, Second) { User = "nobody" }, new FileTrack("file load", "/run/load"),
            new ProcessTrack("process web", "nginx"), new ServiceTrack("service web", "web", 1),
        ],
        Groups = [new SyncGroupSpec("all", [0, 1])],
        ForeignRouters = [new ForeignRouter("eth0", 9)],
        Sessions = [new BfdSpec("link", IpAddress.Parse("192.0.2.12"), IpAddress.Parse("192.0.2.11"), "eth0", Second, Second, 3)],
        Peer = new PeerSpec([IpAddress.Parse("192.0.2.12")], IpAddress.Parse("192.0.2.11"), 8112, new byte[] { 1, 2, 3 }),
        MaintenanceFolder = "/etc/work",
    };

    private static RealServerSpec Server(CheckKind kind, int number)
    {
        RealServerSpec server = Plans.Server(number, forwarding: Forwarding.Tunnel);
        CheckSpec check = new(kind, server.Address, Second, Second, 2, 3)
        {
            FastInterval = Second,
            SlowInterval = Second,
            Route = new CheckRoute(IpAddress.Parse("192.0.2.11"), "eth0", 5),
        };
        return server with
        {
            Destination = new DestinationSpec(Forwarding.Tunnel, 3, 100, 50) { Tunnel = new TunnelSpec(TunnelType.Gue, 6080, TunnelChecksum.Full) },
            Check = (number % 3) switch
            {
                0 => new CheckTree.One(check),
                1 => new CheckTree.All([new CheckTree.One(check), new CheckTree.One(check with { Target = new IpEndpoint(server.Address.Address, 81) })]),
                _ => new CheckTree.Any([new CheckTree.One(check), new CheckTree.One(check)]),
            },
        };
    }

    private static VirtualRouterSpec Full(string name) => Router(name) with
    {
        Addresses = [Address],
        Excluded = [Address with { Prefix = new IpPrefix(IpAddress.Parse("192.0.2.81"), 24) }],
        Peers = [new UnicastPeer(IpAddress.Parse("192.0.2.12"), 64)],
        Source = IpAddress.Parse("192.0.2.11"),
        Password = "secret",
        Hmac = new HmacSpec(HmacMode.Enforce, [new HmacKey(1, new byte[] { 1, 2, 3 })], 1, Second),
        VirtualMac = new VirtualMacSpec("vm"),
        Routes = [new VirtualRoute(Address.Prefix) { Gateway = IpAddress.Parse("192.0.2.1"), Interface = "eth1", Source = IpAddress.Parse("192.0.2.80") }],
        Rules = [new VirtualRule(IpFamily.V4, 7) { From = Address.Prefix, To = Address.Prefix, IncomingInterface = "eth1" }],
        Tracks = [new TrackUse(0, -20, false)],
        PeerSession = "link",
    };
}
