using HaDirector.Config;
using HaDirector.Engine;
using HaDirector.Ipvs;

namespace HaDirector.Tests.Config;

/// <summary>What the file says of the kernel's table, in the plan.</summary>
public class IpvsLanguageTests
{
    [Theory]
    [InlineData("tunnel: gue", TunnelType.Gue, 6080, TunnelChecksum.None)]
    [InlineData("tunnel: { type: gue, port: 5555, checksum: remote }", TunnelType.Gue, 5555, TunnelChecksum.Remote)]
    [InlineData("tunnel: { type: gre, checksum: full }", TunnelType.Gre, 0, TunnelChecksum.Full)]
    [InlineData("tunnel: ipip", TunnelType.Ipip, 0, TunnelChecksum.None)]
    public void A_tunnel_is_the_service_s_unless_the_server_has_its_own(string written, TunnelType type, int port, TunnelChecksum checksum)
    {
        TunnelSpec expected = new(type, (ushort)port, checksum);
        Assert.Equal(expected, Plan($"forwarding: tun, {written}, servers: [ {{ address: 192.0.2.21 }} ]").Services[0].Servers[0].Destination.Tunnel);
        Assert.Equal(expected, Plan($"forwarding: tun, tunnel: gre, servers: [ {{ address: 192.0.2.21, {written} }} ]").Services[0].Servers[0].Destination.Tunnel);
        Assert.Equal(default, Plan($"forwarding: tun, {written}, servers: [ {{ address: 192.0.2.21, forwarding: dr }} ]").Services[0].Servers[0].Destination.Tunnel);
    }

    [Fact]
    public void Several_addresses_are_one_service_with_as_many_keys()
    {
        VirtualServiceSpec service = Plan(
            "forwarding: nat, servers: [ { address: 192.0.2.21 }, { address: 192.0.2.22:8080 } ]", "addresses: [ tcp://192.0.2.80:443, udp://192.0.2.81:5060-5062, mark:7 ]").Services[0];
        Assert.Equal(["tcp://192.0.2.80:443", "udp://192.0.2.81:5060", "udp://192.0.2.81:5061", "udp://192.0.2.81:5062", "mark:7"], service.Keys.Select(key => key.ToString()));
        Assert.Equal(["192.0.2.21:443", "192.0.2.22:8080"], service.Servers.Select(server => server.Address.ToString()));
        Assert.Equal(["192.0.2.21:5061", "192.0.2.22:8080"], service.Servers.Select(server => server.AddressUnder(service.Keys[2]).ToString()));
        Assert.Equal("192.0.2.21:0", service.Servers[0].AddressUnder(service.Keys[4]).ToString());
    }

    [Fact]
    public void A_persistent_client_is_whole_in_either_family()
    {
        VirtualServiceSpec service = Plan(
            "forwarding: tun, persistence: {}, servers: [ { address: 192.0.2.21 } ]", "addresses: [ tcp://192.0.2.80:80, 'tcp://[2001:db8::80]:80' ]").Services[0];
        Assert.Equal([32, 128], service.Keys.Select(key => (int)service.SpecOf(key).PersistencePrefixLength));
    }

    [Fact]
    public void A_persistence_engine_reaches_the_kernel() =>
        Assert.Equal("sip", Plan("forwarding: nat, persistence: { engine: sip }, servers: [ { address: 192.0.2.21 } ]", "address: udp://192.0.2.80:5060").Services[0].Spec.PersistenceEngine);

    [Fact]
    public void Settings_are_what_is_written_over_what_the_file_needs()
    {
        const string service = "forwarding: dr, persistence: {}, servers: [ { address: 192.0.2.21 } ]";
        Assert.Equal(["expire_quiescent_template=1"], Settings(service, ""));
        Assert.Equal(["expire_quiescent_template=0"], Settings(service, "settings: { expire_quiescent_template: false }"));
        Assert.Equal([], Settings("forwarding: dr, servers: [ { address: 192.0.2.21 } ]", ""));
        Assert.Equal(
            ["conntrack=1", "expire_quiescent_template=1", "sync_threshold=3 50", "sync_refresh_period=5", "sync_ports=4", "drop_entry=1", "est_cpulist=0-3,5", "est_nice=-5"],
            Settings(service, "settings: { est_nice: -5, conntrack: true, drop_entry: automatic, sync_threshold: 3 50, sync_refresh_period: 5s, sync_ports: 4, est_cpulist: '0-3,5' }"));

        static IEnumerable<string> Settings(string service, string ipvs) => Plan(service, ipvs: ipvs).Ipvs.Settings.Select(setting => $"{setting.Name}={setting.Value}");
    }

    [Fact]
    public void Connection_sync_brings_its_settings()
    {
        Plan plan = Texts.Load(Texts.Whole).Plan!;
        Assert.Equal(
            ["conntrack=1", "expire_quiescent_template=1", "sync_threshold=0 0", "sync_refresh_period=10", "sync_retries=1", "sync_ports=4", "drop_entry=1"],
            plan.Ipvs.Settings.Select(setting => $"{setting.Name}={setting.Value}"));
    }

    [Fact]
    public void The_table_as_a_whole()
    {
        IpvsPolicy policy = Plan(
            "forwarding: dr, servers: [ { address: 192.0.2.21 } ]", ipvs: "foreign: remove, conn_tab_bits: 20, timeouts: { tcp: 2h, udp: 60s }").Ipvs;
        Assert.Equal((ForeignServices.Remove, 20, new IpvsTimeouts(7200, 0, 60)), (policy.Foreign, policy.ConnTabBits, policy.Timeouts));
        IpvsPolicy unsaid = Plan("forwarding: dr, servers: [ { address: 192.0.2.21 } ]").Ipvs;
        Assert.Equal((ForeignServices.Keep, null, default(IpvsTimeouts)), (unsaid.Foreign, unsaid.ConnTabBits, unsaid.Timeouts));
    }

    [Theory]
    [InlineData("1", "1", true)]
    [InlineData("1", "2", true)] // automatic, and at work
    [InlineData("3", "2", false)]
    [InlineData("0", "2", false)]
    public void A_defence_that_is_automatic_shows_as_two_numbers(string wanted, string actual, bool same) =>
        Assert.Equal(same, IpvsSettings.Find("drop_entry")!.IsAs(wanted, actual));

    private static Plan Plan(string service, string address = "address: tcp://192.0.2.80:80", string ipvs = "")
    {
        LoadResult result = Texts.Load($"directors: {{ lb01: {{}} }}\nservices:\n  a: {{ {address}, {service} }}\nipvs: {{ {ipvs} }}\n");
        return result.Plan ?? throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }
}
