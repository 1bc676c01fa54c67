namespace HaDirector.Kernel.Tests;

/// <summary>Every way to a real server carries TCP, in both families and one in the other, with the server prepared by 'hadirector realserver'.</summary>
[Collection("kernel")]
public sealed class ForwardingTests(ForwardingLab lab) : IClassFixture<ForwardingLab>
{
    private const string Four = "192.0.2.80", Six = "[2001:db8::80]";

    [KernelTheory]
    [InlineData("dr", Four, "192.0.2.21", "lo")]
    [InlineData("dr", Six, "2001:db8::21", "lo")]
    [InlineData("tun", Four, "192.0.2.21", "tunl0")]
    [InlineData("tun", Six, "192.0.2.21", "sit0")]
    [InlineData("tun", Four, "2001:db8::21", "hd-tun6")]
    [InlineData("tun", Six, "2001:db8::21", "hd-tun6")]
    [InlineData("tun, tunnel: gue", Four, "192.0.2.21", "tunl0")]
    [InlineData("tun, tunnel: { type: gue, port: 5555, checksum: full }", Four, "192.0.2.21", "tunl0")]
    [InlineData("tun, tunnel: { type: gue, checksum: remote }", Four, "192.0.2.21", "tunl0")]
    [InlineData("tun, tunnel: gue", Six, "192.0.2.21", "sit0")]
    [InlineData("tun, tunnel: gue", Four, "2001:db8::21", "hd-tun6")]
    [InlineData("tun, tunnel: gue", Six, "2001:db8::21", "hd-tun6")]
    [InlineData("tun, tunnel: { type: gue, checksum: full }", Six, "2001:db8::21", "hd-tun6")]
    [InlineData("tun, tunnel: { type: gue, checksum: remote }", Six, "2001:db8::21", "hd-tun6")]
    [InlineData("tun, tunnel: gre", Four, "192.0.2.21", "gre0")]
    [InlineData("tun, tunnel: { type: gre, checksum: full }", Four, "192.0.2.21", "hd-gre4")]
    [InlineData("tun, tunnel: { type: gre, checksum: full }", Six, "2001:db8::21", "hd-gre6")]
    [InlineData("tun, tunnel: gre", Six, "2001:db8::21", "ip6gre0")]
    public void A_prepared_server_beside_the_director_is_reached(string forwarding, string address, string server, string device)
    {
        string file = File(forwarding, $"address: 'tcp://{address}:80'", server);
        (int code, string output) = lab.RealServer("up", file);
        try
        {
            Assert.True(code == 0, output);
            long before = ForwardingLab.Received(device);
            ForwardingLab.Program(file);
            Assert.Equal("hd-fw-rs1", ForwardingLab.Ask($"{address}:80"));
            if (device != "lo") Assert.True(ForwardingLab.Received(device) > before, $"nothing came out of {device}");
        }
        finally
        {
            (code, output) = lab.RealServer("down", file);
        }
        Assert.True(code == 0, output);
    }

    [KernelTheory]
    [InlineData(Four, "198.51.100.21")]
    [InlineData(Six, "2001:db8:1::21")]
    public void A_server_behind_the_director_is_reached_at_another_port(string address, string server)
    {
        ForwardingLab.Program(File("nat", $"address: 'tcp://{address}:8080'", server.Contains(':') ? $"[{server}]:80" : $"{server}:80"));
        Assert.Equal("hd-fw-rs2", ForwardingLab.Ask($"{address}:8080"));
    }

    [KernelFact]
    public void Every_address_of_a_service_leads_to_its_servers()
    {
        string file = File("nat", $"addresses: [ tcp://{Four}:8001-8003, tcp://192.0.2.11:8001 ]", "198.51.100.21:80");
        ForwardingLab.Program(file);
        foreach (string address in (string[])[$"{Four}:8001", $"{Four}:8002", $"{Four}:8003", "192.0.2.11:8001"]) Assert.Equal("hd-fw-rs2", ForwardingLab.Ask(address));
    }

    private static string File(string forwarding, string address, string server) => $$"""
        directors: { lb01: { address: 192.0.2.11 } }
        services:
          web: { {{address}}, scheduler: rr, forwarding: {{forwarding}}, servers: [ { address: "{{server}}" } ] }
        """;
}
