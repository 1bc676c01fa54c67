using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Tests.Ipvs;

/// <summary>What a real ipvsadm 1.31 printed, so that the rendering is held to it without a kernel too.</summary>
public sealed class IpvsadmTextTests
{
    [Fact]
    public void Servers_come_in_ipvsadms_own_order()
    {
        string[] added = ["10.0.0.1:80", "192.168.1.1:80", "100.64.0.1:80", "198.51.100.9:8080", "10.0.0.1:79", "172.16.0.3:80", "130.1.1.1:80"];
        OrderedDictionary<IpEndpoint, DestinationSpec> servers = [];
        foreach (string address in added) servers.Add(At(address), new DestinationSpec(Forwarding.Nat, 3));
        IpvsTable table = new(new Dictionary<ServiceKey, VirtualService>
        {
            [ServiceKey.At(Transport.Tcp, At("192.0.2.80:80"))] = new(new ServiceSpec("wlc", ServiceFlags.None, 0, 32), servers),
        });
        Assert.Equal(
            """
            -A -t 192.0.2.80:80 -s wlc
            -a -t 192.0.2.80:80 -r 100.64.0.1:80 -m -w 3
            -a -t 192.0.2.80:80 -r 130.1.1.1:80 -m -w 3
            -a -t 192.0.2.80:80 -r 172.16.0.3:80 -m -w 3
            -a -t 192.0.2.80:80 -r 192.168.1.1:80 -m -w 3
            -a -t 192.0.2.80:80 -r 198.51.100.9:8080 -m -w 3
            -a -t 192.0.2.80:80 -r 10.0.0.1:79 -m -w 3
            -a -t 192.0.2.80:80 -r 10.0.0.1:80 -m -w 3

            """, IpvsadmText.Render(table));
    }

    [Theory]
    [InlineData("mark:7", "wlc", ServiceFlags.None, 0, 32, "-A -f 7 -s wlc\n")]
    [InlineData("mark:3000000000", "rr", ServiceFlags.None, 0, 32, "-A -f -1294967296 -s rr\n")]
    [InlineData("mark6:7", "rr", ServiceFlags.Persistent, 30, 64, "-A -f 7 -6 -s rr -p 30 -M 64\n")]
    [InlineData("udp://192.0.2.81:53", "sh", (ServiceFlags)0x15, 5, 16, "-A -u 192.0.2.81:53 -s sh -p 5 -M 255.255.0.0 -o -b sh-port\n")]
    [InlineData("udp://192.0.2.86:53", "mh", (ServiceFlags)0x38, 0, 32, "-A -u 192.0.2.86:53 -s mh -b mh-fallback,mh-port\n")]
    [InlineData("udp://192.0.2.84:53", "rr", (ServiceFlags)0x38, 0, 32, "-A -u 192.0.2.84:53 -s rr -b flag-1,flag-2,flag-3\n")]
    [InlineData("tcp://[2001:db8::1]:80", "rr", ServiceFlags.Persistent, 100, 128, "-A -t [2001:db8::1]:80 -s rr -p 100\n")]
    public void Service_is_one_line(string key, string scheduler, ServiceFlags flags, uint seconds, byte prefix, string line)
    {
        Assert.True(ServiceKey.TryParse(key, out ServiceKey parsed));
        VirtualService service = new(new ServiceSpec(scheduler, flags, seconds, prefix), new Dictionary<IpEndpoint, DestinationSpec>());
        Assert.Equal(line, IpvsadmText.Render(new IpvsTable(new Dictionary<ServiceKey, VirtualService> { [parsed] = service })));
    }

    [Theory]
    [InlineData(TunnelType.Ipip, 0, TunnelChecksum.None, " --tun-type ipip")]
    [InlineData(TunnelType.Gue, 6080, TunnelChecksum.None, " --tun-type gue --tun-port 6080 --tun-nocsum")]
    [InlineData(TunnelType.Gue, 65535, TunnelChecksum.Remote, " --tun-type gue --tun-port 65535 --tun-remcsum")]
    [InlineData(TunnelType.Gre, 0, TunnelChecksum.Full, " --tun-type gre --tun-csum")]
    [InlineData((TunnelType)9, 0, TunnelChecksum.Full, "")]
    public void Tunnel_is_named_with_its_port_and_checksum(TunnelType type, ushort port, TunnelChecksum checksum, string text)
    {
        DestinationSpec server = new(Forwarding.Tunnel, 1) { Tunnel = new TunnelSpec(type, port, checksum) };
        IpvsTable table = new(new Dictionary<ServiceKey, VirtualService>
        {
            [ServiceKey.At(Transport.Tcp, At("192.0.2.80:80"))] = new(
                new ServiceSpec("rr", ServiceFlags.Persistent, 60, 32) { PersistenceEngine = "sip" },
                new Dictionary<IpEndpoint, DestinationSpec> { [At("192.0.2.9:80")] = server }),
        });
        Assert.Equal($"-A -t 192.0.2.80:80 -s rr -p 60 --pe sip\n-a -t 192.0.2.80:80 -r 192.0.2.9:80 -i -w 1{text}\n", IpvsadmText.Render(table));
    }

    private static IpEndpoint At(string text) => IpEndpoint.TryParse(text, out IpEndpoint endpoint) ? endpoint : throw new FormatException(text);
}
