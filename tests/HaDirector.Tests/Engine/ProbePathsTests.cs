using HaDirector.Config;
using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Model;
using HaDirector.Tests.Config;

namespace HaDirector.Tests.Engine;

public class ProbePathsTests
{
    private const string Text = """
        directors: { lb01: { address: 192.0.2.11 }, lb02: { address: 192.0.2.12 } }
        virtual_routers:
          web: { interface: eth0, virtual_router_id: 51, priority: { lb01: 150, lb02: 100 }, addresses: [ 192.0.2.80/24 ] }
        services:
          web:
            address: tcp://192.0.2.80:80
            forwarding: dr
            servers: [ { address: 198.51.100.21 }, { address: 198.51.100.22, forwarding: tun }, { address: 198.51.100.23, check: { via: server } } ]
            check: { tcp: {}, via: virtual_address, interval: 1s, timeout: 500ms }
        """;

    private static LoadResult Load(string text) => Texts.Load(text, "lb01");

    [Fact]
    public void A_check_via_the_virtual_address_goes_there_from_this_director_with_a_mark_of_its_server()
    {
        Plan plan = Load(Text).Plan!;
        CheckSpec[] checks = [.. plan.Services[0].Servers.Select(Plans.CheckOf)];
        Assert.Equal(["192.0.2.80:80", "192.0.2.80:80", "198.51.100.23:80"], checks.Select(check => check.Target.ToString()));
        Assert.Equal([IpAddress.Parse("192.0.2.11"), IpAddress.Parse("192.0.2.11"), null], checks.Select(check => check.Route.Source));
        Assert.Equal([true, true, false], checks.Select(check => ProbePaths.IsOurs(check.Route.Mark)));
        Assert.Equal(3, checks.Select(check => check.Identity).Distinct().Count());

        IReadOnlyDictionary<ServiceKey, VirtualService> paths = ProbePaths.Of(plan);
        Assert.Equal(2, paths.Count);
        VirtualService second = paths[ServiceKey.Mark(checks[1].Route.Mark, IpFamily.V4)];
        (IpEndpoint server, DestinationSpec destination) = Assert.Single(second.Destinations);
        Assert.Equal(("198.51.100.22:0", new DestinationSpec(Forwarding.Tunnel, 1)), (server.ToString(), destination));
        Assert.Equal(2, ProbePaths.With(IpvsTable.Empty, paths).Services.Count);
    }

    [Fact]
    public void A_mark_stays_when_the_rest_of_the_file_changes()
    {
        CheckSpec before = Plans.CheckOf(Load(Text).Plan!.Services[0].Servers[1]);
        CheckSpec after = Plans.CheckOf(Load(Text.Replace("{ address: 198.51.100.21 }, ", "", StringComparison.Ordinal)).Plan!.Services[0].Servers[0]);
        Assert.Equal(before.Identity, after.Identity);
    }

    [Fact]
    public void Marks_are_in_the_range_and_of_one_server_each()
    {
        Dictionary<uint, (IpAddress, Forwarding)> taken = [];
        HashSet<uint> marks = [];
        for (uint i = 0; i < 20_000; i++)
        {
            uint mark = ProbePaths.MarkOf(IpAddress.FromV4(0x0A000000 + i), i % 2 == 0 ? Forwarding.DirectRouting : Forwarding.Tunnel, taken);
            Assert.True(ProbePaths.IsOurs(mark));
            Assert.True(marks.Add(mark));
            Assert.Equal(mark, ProbePaths.MarkOf(IpAddress.FromV4(0x0A000000 + i), i % 2 == 0 ? Forwarding.DirectRouting : Forwarding.Tunnel, taken));
        }
    }

    [Theory]
    [InlineData("forwarding: dr", "forwarding: nat", "only servers that forward by dr or tun")]
    [InlineData("{ tcp: {}, via", "{ icmp: {}, via", "only a check that talks to a port")]
    [InlineData("via: virtual_address", "via: virtual_address, address: 192.0.2.9", "'address' exclude each other")]
    [InlineData("via: virtual_address", "via: virtual_address, mark: 7", "'mark' exclude each other")]
    [InlineData("via: virtual_address", "mark: 1207959552", "belong to checks via the virtual address")]
    [InlineData("lb01: { address: 192.0.2.11 }", "lb01: {}", "it needs a source address of this director")]
    public void What_cannot_go_there_is_refused(string was, string now, string why)
    {
        LoadResult result = Load(Text.Replace(was, now, StringComparison.Ordinal));
        Assert.Null(result.Plan);
        Assert.Contains(result.Diagnostics, finding => finding.Code == "HAD1143" && finding.Message.Contains(why, StringComparison.Ordinal));
    }
}
