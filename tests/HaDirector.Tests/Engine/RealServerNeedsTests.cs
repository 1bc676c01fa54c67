using HaDirector.Engine;
using HaDirector.Engine.RealServer;
using HaDirector.Ipvs;
using HaDirector.Model;
using static HaDirector.Tests.Engine.Plans;

namespace HaDirector.Tests.Engine;

public class RealServerNeedsTests
{
    private static readonly HashSet<IpAddress> Rs1 = [IpAddress.Parse("127.0.0.1"), IpAddress.Parse("192.0.2.21")];

    private static VirtualServiceSpec Web(string name, string address, Forwarding forwarding, params int[] servers) =>
        Service([.. servers.Select(n => Server(n, forwarding: forwarding))]) with { Name = name, Key = ServiceKey.At(Transport.Tcp, Endpoint(address)) };

    private static VirtualServiceSpec Tunnelled(TunnelType type, TunnelChecksum checksum, string address, string local)
    {
        IpAddress server = IpAddress.Parse(local);
        TunnelSpec tunnel = new(type, type == TunnelType.Gue ? (ushort)6080 : (ushort)0, checksum);
        return Service(Server(1) with { Address = new IpEndpoint(server, 80), Destination = new DestinationSpec(Forwarding.Tunnel, 1) { Tunnel = tunnel } }) with
        {
            Key = ServiceKey.At(Transport.Tcp, Endpoint(address)),
        };
    }

    private static RealServerNeeds NeedsOf(params VirtualServiceSpec[] services) =>
        RealServerNeeds.For(services, services.SelectMany(service => service.Servers).Select(server => server.Address.Address).ToHashSet(), all: false);

    [Fact]
    public void Direct_routing_needs_the_address_on_lo_and_a_silent_arp()
    {
        RealServerNeeds needs = RealServerNeeds.For([Web("web", "192.0.2.80:80", Forwarding.DirectRouting, 1, 2), Web("tls", "192.0.2.80:443", Forwarding.DirectRouting, 1)], Rs1, all: false);
        Assert.Equal("192.0.2.80/32", Assert.Single(needs.Addresses).Prefix.ToString());
        Assert.Equal("lo", needs.Addresses[0].Interface);
        Assert.Equal(
            ["net.ipv4.conf.all.arp_ignore=1", "net.ipv4.conf.all.arp_announce=2", "net.ipv4.conf.lo.arp_ignore=1", "net.ipv4.conf.lo.arp_announce=2"],
            needs.Settings.Select(setting => $"{setting.Name}={setting.Value}"));
        Assert.Empty(needs.Links);
        Assert.Empty(needs.Notes);
        Assert.True(needs.Settings[0].Accepts("2") && needs.Settings[1].Accepts("2") && !needs.Settings[1].Accepts("1") && !needs.Settings[0].Accepts(null));
    }

    [Fact]
    public void Tunnels_need_the_device_and_no_reverse_path_filter()
    {
        RealServerNeeds needs = RealServerNeeds.For([Web("web", "192.0.2.80:80", Forwarding.Tunnel, 1)], Rs1, all: false);
        Assert.Equal(new HostAddress("tunl0", IpAddress.Parse("192.0.2.80")), Assert.Single(needs.Addresses));
        Assert.Equal("tunl0", Assert.Single(needs.Links));
        Assert.Equal(["net.ipv4.conf.all.rp_filter", "net.ipv4.conf.tunl0.rp_filter"], needs.Settings.Where(s => s.Value == "0").Select(s => s.Name));
    }

    [Theory]
    [InlineData(TunnelType.Ipip, "192.0.2.80:80", "192.0.2.21:80", "tunl0")]
    [InlineData(TunnelType.Ipip, "[2001:db8::80]:80", "192.0.2.21:80", "sit0")]
    [InlineData(TunnelType.Gue, "192.0.2.80:80", "192.0.2.21:80", "tunl0")]
    [InlineData(TunnelType.Gre, "192.0.2.80:80", "192.0.2.21:80", "gre0")]
    [InlineData(TunnelType.Gre, "[2001:db8::80]:80", "192.0.2.21:80", "gre0")]
    [InlineData(TunnelType.Gre, "192.0.2.80:80", "[2001:db8::21]:80", "ip6gre0")]
    public void Each_tunnel_has_its_device_by_what_is_in_it_and_around_it(TunnelType type, string address, string server, string device)
    {
        ushort port = type == TunnelType.Gue ? (ushort)5555 : (ushort)0;
        RealServerSpec spec = Server(1) with { Address = Endpoint(server), Destination = new DestinationSpec(Forwarding.Tunnel, 1) { Tunnel = new TunnelSpec(type, port) } };
        VirtualServiceSpec service = Service(spec) with { Key = ServiceKey.At(Transport.Tcp, Endpoint(address)) };
        RealServerNeeds needs = RealServerNeeds.For([service], new HashSet<IpAddress> { spec.Address.Address }, all: false);
        Assert.Equal(device, Assert.Single(needs.Addresses).Interface);
        Assert.Equal(device, Assert.Single(needs.Links));
        Assert.Empty(needs.Notes);
        Assert.Equal(service.Key.Family == IpFamily.V4, needs.Settings.Any(setting => setting.Name == $"net.ipv4.conf.{device}.rp_filter"));
        Assert.Equal(type == TunnelType.Gue ? [new GuePort(5555, spec.Address.Address.Family)] : [], needs.Ports);
    }

    [Theory]
    [InlineData(TunnelType.Ipip, TunnelChecksum.None, "192.0.2.80:80", "2001:db8::21", "hd-tun6", "ip6tnl")]
    [InlineData(TunnelType.Ipip, TunnelChecksum.None, "[2001:db8::80]:80", "2001:db8::21", "hd-tun6", "ip6tnl")]
    [InlineData(TunnelType.Gue, TunnelChecksum.Full, "[2001:db8::80]:80", "2001:db8::21", "hd-tun6", "ip6tnl")]
    [InlineData(TunnelType.Gre, TunnelChecksum.Full, "192.0.2.80:80", "192.0.2.21", "hd-gre4", "gre")]
    [InlineData(TunnelType.Gre, TunnelChecksum.Full, "[2001:db8::80]:80", "192.0.2.21", "hd-gre4", "gre")]
    [InlineData(TunnelType.Gre, TunnelChecksum.Full, "[2001:db8::80]:80", "2001:db8::21", "hd-gre6", "ip6gre")]
    public void What_the_first_devices_of_the_kernel_drop_has_a_tunnel_of_our_own(TunnelType type, TunnelChecksum checksum, string address, string local, string name, string kind)
    {
        RealServerNeeds needs = NeedsOf(Tunnelled(type, checksum, address, local));
        ReceivingTunnel tunnel = Assert.Single(needs.Tunnels);
        Assert.Equal(new ReceivingTunnel(name, type == TunnelType.Gre, IpAddress.Parse(local)), tunnel);
        Assert.Equal(kind, tunnel.Kind);
        Assert.Equal(name, Assert.Single(needs.Addresses).Interface);
        Assert.Equal([name], needs.Links);
        Assert.Empty(needs.Notes);
        Assert.Equal(!address.StartsWith('['), needs.Settings.Any(setting => setting.Name == $"net.ipv4.conf.{name}.rp_filter"));
        Assert.Equal(type == TunnelType.Gue ? [new GuePort(6080, IpFamily.V6)] : [], needs.Ports);
    }

    [Fact]
    public void Each_address_of_the_host_has_a_tunnel_whose_name_does_not_depend_on_the_order_of_the_file()
    {
        VirtualServiceSpec first = Tunnelled(TunnelType.Ipip, TunnelChecksum.None, "[2001:db8::80]:80", "2001:db8::22");
        VirtualServiceSpec second = Tunnelled(TunnelType.Ipip, TunnelChecksum.None, "[2001:db8::81]:80", "2001:db8::21");
        RealServerNeeds needs = NeedsOf(first, second), turned = NeedsOf(second, first);
        Assert.Equal(["hd-tun6 2001:db8::21", "hd-tun6-2 2001:db8::22"], needs.Tunnels.Select(tunnel => $"{tunnel.Name} {tunnel.Local}"));
        Assert.Equal(needs.Tunnels, turned.Tunnels);
        Assert.Equal(["hd-tun6-2", "hd-tun6"], needs.Addresses.Select(address => address.Interface));
    }

    [Fact]
    public void A_host_that_no_service_names_is_told_how_to_make_its_tunnel()
    {
        RealServerNeeds needs = RealServerNeeds.For([Tunnelled(TunnelType.Ipip, TunnelChecksum.None, "[2001:db8::80]:80", "2001:db8::21")], Rs1, all: true);
        Assert.Empty(needs.Tunnels);
        Assert.Empty(needs.Links);
        Assert.Equal("lo", Assert.Single(needs.Addresses).Interface);
        Assert.Contains("ip link add hd-tun6 up type ip6tnl local 2001:db8::21 remote any mode any allow-localremote", needs.Notes[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Gre_with_and_without_checksums_at_one_address_is_told()
    {
        RealServerNeeds needs = NeedsOf(
            Tunnelled(TunnelType.Gre, TunnelChecksum.Full, "192.0.2.80:80", "192.0.2.21"), Tunnelled(TunnelType.Gre, TunnelChecksum.None, "192.0.2.81:80", "192.0.2.21"));
        Assert.Contains("hd-gre4 drops packets without", Assert.Single(needs.Notes), StringComparison.Ordinal);
        Assert.Equal(["hd-gre4", "gre0"], needs.Links);
    }

    [Fact]
    public void A_tunnel_that_was_made_is_remembered_and_taken_back_when_it_is_not_needed()
    {
        RealServerChange.Made gre = new(new ReceivingTunnel("hd-gre4", IsGre: true, IpAddress.Parse("192.0.2.21")));
        RealServerChange.Made ip = new(new ReceivingTunnel("hd-tun6", IsGre: false, IpAddress.Parse("2001:db8::21")));
        Assert.Equal([gre, ip], RealServerChange.Parse(RealServerChange.Format([gre, ip])));
        Assert.Empty(RealServerChange.Parse("tunnel hd-tun6 sit 2001:db8::21\ntunnel hd-tun6 ip6tnl x\n"));
        RealServerNeeds needs = NeedsOf(Tunnelled(TunnelType.Ipip, TunnelChecksum.None, "[2001:db8::80]:80", "2001:db8::21"));
        Assert.True(ip.IsNeeded(needs));
        Assert.False(gre.IsNeeded(needs));
        Assert.False((ip with { Tunnel = ip.Tunnel with { Local = IpAddress.Parse("2001:db8::22") } }).IsNeeded(needs));
    }

    [Fact]
    public void A_service_of_many_addresses_needs_all_of_them()
    {
        VirtualServiceSpec service = Web("web", "192.0.2.80:80", Forwarding.DirectRouting, 1) with
        {
            Others = [ServiceKey.At(Transport.Tcp, Endpoint("192.0.2.80:443")), ServiceKey.At(Transport.Tcp, Endpoint("192.0.2.81:80")), ServiceKey.Mark(5, IpFamily.V4)],
        };
        RealServerNeeds needs = RealServerNeeds.For([service], Rs1, all: false);
        Assert.Equal(["192.0.2.80", "192.0.2.81"], needs.Addresses.Select(address => address.Address.ToString()));
        Assert.Contains("firewall mark", Assert.Single(needs.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void An_opened_port_is_remembered_and_taken_back_when_it_is_not_needed()
    {
        RealServerChange.Opened opened = new(new GuePort(6080, IpFamily.V6));
        Assert.Equal([opened], RealServerChange.Parse(RealServerChange.Format([opened])));
        Assert.Empty(RealServerChange.Parse("gue 0 4\ngue 6080 5\ngue x 4\ngue 6080\n"));
        RealServerNeeds none = RealServerNeeds.For([], Rs1, all: true);
        Assert.False(opened.IsNeeded(none));
        Assert.True(opened.IsNeeded(none with { Ports = [opened.Port] }));
    }

    [Fact]
    public void An_address_of_both_methods_is_put_on_lo_only()
    {
        RealServerNeeds needs = RealServerNeeds.For([Web("a", "192.0.2.80:80", Forwarding.Tunnel, 1), Web("b", "192.0.2.80:81", Forwarding.DirectRouting, 1)], Rs1, all: false);
        Assert.Equal("lo", Assert.Single(needs.Addresses).Interface);
        Assert.Equal("tunl0", Assert.Single(needs.Links));
        Assert.Contains(needs.Settings, setting => setting.Name == "net.ipv4.conf.tunl0.rp_filter"); // packets come out of it all the same
    }

    [Fact]
    public void Only_services_that_name_this_host_count_unless_none_does_and_all_are_wanted()
    {
        VirtualServiceSpec[] services = [Web("web", "192.0.2.80:80", Forwarding.DirectRouting, 1), Web("other", "192.0.2.81:80", Forwarding.DirectRouting, 2)];
        Assert.Equal("192.0.2.80", Assert.Single(RealServerNeeds.For(services, Rs1, all: true).Addresses).Address.ToString());
        HashSet<IpAddress> stranger = [IpAddress.Parse("192.0.2.99")];
        RealServerNeeds none = RealServerNeeds.For(services, stranger, all: false);
        Assert.False(none.Concerns);
        Assert.Empty(none.Addresses);
        Assert.Equal(2, RealServerNeeds.For(services, stranger, all: true).Addresses.Count);
    }

    [Fact]
    public void Nat_and_marks_are_told_not_done()
    {
        VirtualServiceSpec mark = Web("mark", "192.0.2.80:80", Forwarding.DirectRouting, 1) with { Key = ServiceKey.Mark(5, IpFamily.V4) };
        RealServerNeeds needs = RealServerNeeds.For([Web("nat", "192.0.2.80:80", Forwarding.Nat, 1), mark], Rs1, all: false);
        Assert.Empty(needs.Addresses);
        Assert.Empty(needs.Settings);
        Assert.Contains("default route", needs.Notes[0], StringComparison.Ordinal);
        Assert.Contains("firewall mark", needs.Notes[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Ipv6_needs_no_arp_settings()
    {
        RealServerSpec server = Server(1) with { Address = Endpoint("[2001:db8::21]:80") };
        VirtualServiceSpec service = Service(server) with { Key = ServiceKey.At(Transport.Tcp, Endpoint("[2001:db8::80]:80")) };
        RealServerNeeds needs = RealServerNeeds.For([service], new HashSet<IpAddress> { IpAddress.Parse("2001:db8::21") }, all: false);
        Assert.Equal("2001:db8::80/128", Assert.Single(needs.Addresses).Prefix.ToString());
        Assert.Empty(needs.Settings);
    }

    [Fact]
    public void Changes_come_back_from_the_state_file_and_foreign_lines_do_not()
    {
        RealServerChange[] changes =
        [
            new RealServerChange.Setting("net.ipv4.conf.all.arp_ignore", "0", "1"),
            new RealServerChange.LinkUp("tunl0"),
            new RealServerChange.Added(new HostAddress("lo", IpAddress.Parse("2001:db8::80"))),
        ];
        string text = RealServerChange.Format(changes);
        Assert.Equal(changes, RealServerChange.Parse(text + "\0\nsetting only two\naddress lo nonsense\n\n"));
    }
}
