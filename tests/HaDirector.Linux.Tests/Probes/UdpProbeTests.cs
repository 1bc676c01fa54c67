using System.Net.Sockets;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Linux.Tests.Network;
using HaDirector.Model;
using HaDirector.Probes;

namespace HaDirector.Linux.Tests.Probes;

public class UdpProbeTests
{
    private static UdpCheck Udp(string send, string? pattern = null, bool required = true) =>
        new(ValueList.Of<byte>(System.Text.Encoding.ASCII.GetBytes(send)), pattern is null ? null : new AnswerPattern(null, pattern), required);

    private static async Task<ProbeResult> Probe(IpEndpoint target, UdpCheck udp, int timeoutMs = 20_000) =>
        await ProbeCatalog.Run(TcpProbeTests.Check(udp, target, timeoutMs), CancellationToken.None);

    [Theory]
    [InlineData("ping", null, true, "answered \"pong:ping\"")]
    [InlineData("ping", "^pong:p.ng$", true, "answered \"pong:ping\"")]
    [InlineData("", "^pong:$", true, "answered \"pong:\"")]
    [InlineData("ping", "pang", false, "answered \"pong:ping\", not the wanted answer")]
    [Shows("udp", "healthy", "wrong-answer")]
    public async Task The_answer_is_judged(string send, string? pattern, bool passed, string detail)
    {
        await using ScriptedDatagrams server = new(asked => [[.. "pong:"u8, .. asked]]);
        ProbeResult result = await Probe(server.Endpoint, Udp(send, pattern));
        Assert.Equal((passed, detail, passed ? ProbeOutcome.Passed : ProbeOutcome.WrongAnswer), (result.Passed, result.Detail, result.Outcome));
    }

    [Fact]
    [Shows("udp", "silent")]
    public async Task Silence_fails_only_where_an_answer_is_needed()
    {
        await using ScriptedDatagrams silent = new(_ => []);
        ProbeResult needed = await Probe(silent.Endpoint, Udp("x"), timeoutMs: 500);
        Assert.Equal((false, ProbeOutcome.TimedOut, "timed out after 500ms waiting for the answer"), (needed.Passed, needed.Outcome, needed.Detail));
        ProbeResult unneeded = await Probe(silent.Endpoint, Udp("x", required: false), timeoutMs: 500);
        Assert.Equal((true, ProbeOutcome.Passed, "not refused within 500ms"), (unneeded.Passed, unneeded.Outcome, unneeded.Detail));
        await using ScriptedDatagrams wrong = new(_ => ["no"u8.ToArray()]);
        Assert.False((await Probe(wrong.Endpoint, Udp("x", "yes", required: false))).Passed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Shows("udp", "refused")]
    public async Task An_unreachable_port_fails_at_once_whether_an_answer_is_needed_or_not(bool required)
    {
        ProbeResult result = await Probe(BadServers.Nobody(SocketType.Dgram, ProtocolType.Udp), Udp("x", required: required));
        Assert.Equal((false, ProbeOutcome.Refused, "ICMP port unreachable", Fault.Server), (result.Passed, result.Outcome, result.Detail, result.Fault));
    }

    [NamespaceFact]
    public void Icmp_errors_of_routers_and_firewalls_are_failures_and_named()
    {
        using Lan lan = new("a", "r");
        lan.Ip("a", $"route add 198.51.100.0/24 via {Lan.Address(1)}");
        lan.Ip("a", "-6 address add 2001:db8::1/64 dev eth0 nodad");
        lan.Ip("r", "-6 address add 2001:db8::2/64 dev eth0 nodad");
        lan.Ip("r", "route add unreachable 198.51.100.1/32");
        lan.Ip("r", "route add prohibit 198.51.100.2/32");
        lan.Inside("r", () =>
        {
            File.WriteAllText("/proc/sys/net/ipv4/ip_forward", "1");
            File.WriteAllText("/proc/sys/net/ipv4/icmp_ratelimit", "0");
            File.WriteAllText("/proc/sys/net/ipv6/icmp/ratelimit", "0");
            return 0;
        });
        Command.Run("ip", "netns", "exec", lan.Name("r"), "nft", "add table inet f; add chain inet f i { type filter hook input priority 0; }; add rule inet f i udp dport 7 reject with icmpx admin-prohibited");
        ProbeResult Ask(string address, bool required = false) => lan.Inside("a", () =>
            Probe(new IpEndpoint(IpAddress.Parse(address), 7), Udp("x", required: required)).GetAwaiter().GetResult());

        Assert.Equal("ICMP host unreachable", Ask("198.51.100.1").Detail);
        ProbeResult route = Ask("198.51.100.2"), firewall = Ask(Lan.Address(1)); // the same to the kernel over IPv4
        Assert.Equal((false, ProbeOutcome.Unreachable), (route.Passed, route.Outcome));
        Assert.Equal((false, ProbeOutcome.Unreachable), (firewall.Passed, firewall.Outcome));
        ProbeResult prohibited = Ask("2001:db8::2");
        Assert.Equal((false, ProbeOutcome.Refused, "ICMP administratively prohibited", Fault.Server), (prohibited.Passed, prohibited.Outcome, prohibited.Detail, prohibited.Fault));
        ProbeResult noRoute = Ask("203.0.113.1");
        Assert.Equal((false, ProbeOutcome.Unreachable, "network unreachable"), (noRoute.Passed, noRoute.Outcome, noRoute.Detail));
        Assert.Equal("ICMP host unreachable", Ask("192.0.2.99").Detail); // nobody answers ARP
    }
}
