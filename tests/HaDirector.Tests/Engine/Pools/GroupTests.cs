using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Model;
using static HaDirector.Tests.Engine.Plans;

namespace HaDirector.Tests.Engine.Pools;

/// <summary>A service with several addresses: one pool, one set of verdicts, a service of the kernel for each.</summary>
public class GroupTests
{
    private static readonly string[] Addresses = ["tcp://192.0.2.80:80", "tcp://192.0.2.80:443", "tcp://192.0.2.81:80", "mark:5"];

    [Fact]
    public void One_verdict_changes_the_weight_under_every_key()
    {
        MachineRig rig = new MachineRig(Group(Addresses)).Up(1).Up(2);
        Assert.Equal(
            "tcp://192.0.2.80:80 192.0.2.21:80=1 192.0.2.22:80=1|tcp://192.0.2.80:443 192.0.2.21:443=1 192.0.2.22:443=1|"
            + "tcp://192.0.2.81:80 192.0.2.21:80=1 192.0.2.22:80=1|mark:5 192.0.2.21:0=1 192.0.2.22:0=1", Text(rig.Machine.Desired));
        rig.Down(1);
        Assert.Equal(
            "tcp://192.0.2.80:80 192.0.2.21:80=0 192.0.2.22:80=1|tcp://192.0.2.80:443 192.0.2.21:443=0 192.0.2.22:443=1|"
            + "tcp://192.0.2.81:80 192.0.2.21:80=0 192.0.2.22:80=1|mark:5 192.0.2.21:0=0 192.0.2.22:0=1", Text(rig.Machine.Desired));
        Assert.Single(rig.Machine.Pools());
    }

    [Fact]
    public void The_services_around_a_group_stay_where_they_are()
    {
        VirtualServiceSpec before = Service("first", "tcp://192.0.2.90:80", 11), after = Service("last", "tcp://192.0.2.91:80", 12);
        MachineRig rig = new(Of(before, Group(Addresses), after));
        rig.Up(11).Up(12).Up(1).Up(2);
        IpvsTable table = rig.Machine.Desired;
        Assert.Equal(["tcp://192.0.2.90:80", .. Addresses, "tcp://192.0.2.91:80"], table.Services.Keys.Select(key => key.ToString()));
        Assert.Equal("192.0.2.31:80", table.Services[Key("tcp://192.0.2.90:80")].Destinations.Keys.Single().ToString());
        Assert.Equal("192.0.2.32:80", table.Services[Key("tcp://192.0.2.91:80")].Destinations.Keys.Single().ToString());
        Assert.Equal(2, table.Services[Key("mark:5")].Destinations.Count);
    }

    [Fact]
    public void A_server_with_a_port_of_its_own_has_it_under_every_key()
    {
        VirtualServiceSpec group = Group(Addresses);
        group = group with { Servers = [group.Servers[0] with { Address = Endpoint("192.0.2.21:8080"), FollowsPort = false }, group.Servers[1]] };
        MachineRig rig = new(group);
        rig.Up(2);
        foreach (var service in rig.Machine.Desired.Services.Values) Assert.DoesNotContain(service.Destinations.Keys, address => address.ToString() == "192.0.2.21:443");
    }

    [Fact]
    public void A_director_that_starts_finds_its_servers_under_any_key()
    {
        IpvsTable held = Table("tcp://192.0.2.80:443", ("192.0.2.21:443", 1), ("192.0.2.22:443", 0), ("192.0.2.23:443", 1));
        MachineRig rig = new(Group(Addresses) with { Policy = new ServicePolicy { Drain = TimeSpan.FromSeconds(60) } }, held);
        Assert.Equal("21=1 22=0 23=0", rig.Servers); // as they were until checked, and one that left the file drains
        Assert.Equal("192.0.2.21:443=1 192.0.2.22:443=0 192.0.2.23:443=0", TextOf(rig.Machine.Desired.Services[Key("tcp://192.0.2.80:443")]));
    }

    [Fact]
    public void A_drain_is_over_when_no_key_has_a_connection_left()
    {
        MachineRig rig = new MachineRig(Group("tcp://192.0.2.80:80", "tcp://192.0.2.80:443") with { Policy = new ServicePolicy { Drain = TimeSpan.FromSeconds(60) } }).Up(1).Up(2);
        rig.Command(1, ServerMode.Drain).After(5);
        Observe(rig, 0, 1);
        Assert.Equal("21=0 22=1", rig.Servers);
        Observe(rig, 0, 0);
        Assert.Equal("22=1", rig.Servers);
        Assert.Equal("192.0.2.22:443=1", TextOf(rig.Machine.Desired.Services[Key("tcp://192.0.2.80:443")]));

        static void Observe(MachineRig rig, params uint[] active)
        {
            string[] keys = ["tcp://192.0.2.80:80", "tcp://192.0.2.80:443"];
            rig.Machine.ObserveConnections(new TableStatus([.. keys.Select((key, i) => Status(key, active[i]))]), rig.Now, []);
            rig.Machine.Tick(rig.Now);
        }
    }

    [Fact]
    public void A_reload_that_adds_and_takes_addresses_keeps_what_is_known()
    {
        MachineRig rig = new MachineRig(Group("tcp://192.0.2.80:80", "tcp://192.0.2.80:443")).Up(1).Up(2);
        rig.Command(2, ServerMode.Drain);
        rig.Reload(Group("tcp://192.0.2.80:443", "tcp://192.0.2.80:8443")); // the first is gone, the second is the first now
        Assert.Equal(
            "tcp://192.0.2.80:443 192.0.2.21:443=1 192.0.2.22:443=0|tcp://192.0.2.80:8443 192.0.2.21:8443=1 192.0.2.22:8443=0", Text(rig.Machine.Desired));
        IpvsTable same = rig.Machine.Desired;
        rig.Reload(Group("tcp://192.0.2.80:443", "tcp://192.0.2.80:8443"));
        Assert.Same(same, rig.Machine.Desired);
    }

    [Fact]
    public void The_sum_counts_a_server_once()
    {
        VirtualServiceSpec group = Group("tcp://192.0.2.80:80", "tcp://192.0.2.80:443");
        Dictionary<ServiceKey, ServiceStatus> held = new() { [Key("tcp://192.0.2.80:80")] = Status("tcp://192.0.2.80:80", 3), [Key("tcp://192.0.2.80:443")] = Status("tcp://192.0.2.80:443", 4) };
        ServiceStatus sum = GroupStatus.Of(group, held)!;
        DestinationStatus server = Assert.Single(sum.Destinations);
        Assert.Equal(("192.0.2.21:80", 7u, 20ul), (server.Address.ToString(), server.Active, server.Traffic.Connections));
        Assert.Null(GroupStatus.Of(group, new Dictionary<ServiceKey, ServiceStatus>()));
    }

    private static ServiceStatus Status(string key, uint active)
    {
        ServiceKey service = Key(key);
        Traffic traffic = new(10, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        return new(service, new ServiceSpec("wlc", ServiceFlags.None, 0, 32), traffic,
            [new(new IpEndpoint(IpAddress.Parse("192.0.2.21"), service.Address.Port), new DestinationSpec(Forwarding.DirectRouting, 0), active, 0, 0, traffic)]);
    }

    private static VirtualServiceSpec Group(params string[] keys)
    {
        VirtualServiceSpec one = Service("web", keys[0], 1, 2);
        return one with { Others = [.. keys.Skip(1).Select(Key)] };
    }

    private static VirtualServiceSpec Service(string name, string key, params int[] servers)
    {
        VirtualServiceSpec service = Plans.Service([.. servers.Select(number => Server(number))]) with { Name = name, Key = Key(key) };
        return service with { Servers = [.. service.Servers.Select(server => server with { FollowsPort = true, Address = new IpEndpoint(server.Address.Address, service.Key.Address.Port) })] };
    }

    private static IpvsTable Table(string key, params (string Address, int Weight)[] servers)
    {
        OrderedDictionary<IpEndpoint, DestinationSpec> destinations = [];
        foreach ((string address, int weight) in servers) destinations[Endpoint(address)] = new DestinationSpec(Forwarding.DirectRouting, weight);
        return new IpvsTable(new Dictionary<ServiceKey, VirtualService> { [Key(key)] = new(new ServiceSpec("wlc", ServiceFlags.None, 0, 32), destinations) });
    }

    private static ServiceKey Key(string text) => ServiceKey.TryParse(text, out ServiceKey key) ? key : throw new FormatException(text);

    private static string Text(IpvsTable table) => string.Join('|', table.Services.Select(service => $"{service.Key} {TextOf(service.Value)}"));

    private static string TextOf(VirtualService service) => string.Join(' ', service.Destinations.Select(server => $"{server.Key}={server.Value.Weight}"));
}
