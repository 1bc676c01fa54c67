using System.Net.Sockets;

namespace HaDirector.Kernel.Tests;

/// <summary>What nftables marks and masquerades is carried by IPVS.</summary>
[Collection("kernel")]
public sealed class MarkedForwardingTests : IClassFixture<ForwardingLab>
{
    // The first use of a module loads it, which takes a guest longer than nft is given.
    public MarkedForwardingTests()
    {
        if (RealKernel.Missing is null) RealKernel.Run("sh", "-c", "modprobe --quiet --all nft_ct nft_nat nft_masq || true");
    }

    [KernelFact, Trait("lab", "built")] // a kernel with nftables
    public void Two_addresses_and_a_range_of_ports_are_one_service()
    {
        ForwardingLab.Program(File("mark: 5, packets: [ tcp://192.0.2.80:8001, tcp://192.0.2.11:9000-9010 ], forwarding: nat, servers: [ { address: 198.51.100.21:80 } ]"));
        foreach (string address in (string[])["192.0.2.80:8001", "192.0.2.11:9000", "192.0.2.11:9010"]) Assert.Equal("hd-fw-rs2", ForwardingLab.Ask(address));
        foreach (string address in (string[])["192.0.2.80:8002", "192.0.2.11:9011"]) Assert.Throws<SocketException>(() => ForwardingLab.Ask(address));
    }

    [KernelTheory, Trait("lab", "built")]
    [InlineData("address: tcp://192.0.2.80:8003", "192.0.2.80:8003", "192.0.2.21")]
    [InlineData("address: 'tcp://[2001:db8::80]:8003'", "[2001:db8::80]:8003", "[2001:db8::21]")]
    [InlineData("mark: 6, packets: [ tcp://192.0.2.80:8004 ]", "192.0.2.80:8004", "192.0.2.21")]
    public void A_client_in_the_servers_own_network_is_answered_through_the_director(string service, string address, string server)
    {
        ForwardingLab.Program(File($"{service}, forwarding: nat, masquerade: true, servers: [ {{ address: '{server}:80' }} ]"));
        Assert.Equal("hd-fw-rs1", ForwardingLab.Ask(address));
    }

    private static string File(string service) => $"directors: {{ lb01: {{ address: 192.0.2.11 }} }}\nservices:\n  web: {{ {service} }}\n";
}
