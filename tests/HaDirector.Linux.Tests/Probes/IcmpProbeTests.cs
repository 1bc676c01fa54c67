using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Linux.Tests.Network;
using HaDirector.Model;
using HaDirector.Probes;

namespace HaDirector.Linux.Tests.Probes;

public class IcmpProbeTests
{
    private static ProbeResult Ping(Lan lan, string address, int bytes = 56, int timeoutMs = 20_000) => lan.Inside("a", () =>
        ProbeCatalog.Run(TcpProbeTests.Check(new IcmpCheck(bytes), new IpEndpoint(IpAddress.Parse(address), 0), timeoutMs), CancellationToken.None)
            .AsTask().GetAwaiter().GetResult());

    private static Lan Pair(bool unprivileged)
    {
        Lan lan = new("a", "b");
        lan.Ip("a", "-6 address add 2001:db8::1/64 dev eth0 nodad");
        lan.Ip("b", "-6 address add 2001:db8::2/64 dev eth0 nodad");
        lan.Inside("a", () =>
        {
            File.WriteAllText("/proc/sys/net/ipv4/ping_group_range", unprivileged ? "0 2147483647" : "1 0");
            return 0;
        });
        return lan;
    }

    [NamespaceTheory]
    [InlineData(true)]
    [InlineData(false)]
    [Shows("icmp", "healthy")]
    public void A_host_that_answers_passes_by_either_kind_of_socket(bool unprivileged)
    {
        using Lan lan = Pair(unprivileged);
        foreach (string address in (string[])[Lan.Address(1), "2001:db8::2", "127.0.0.1", "::1"])
        {
            foreach (int bytes in (int[])[0, 56, 1400])
            {
                ProbeResult result = Ping(lan, address, bytes);
                Assert.Equal((true, "answered", ProbeOutcome.Passed), (result.Passed, result.Detail, result.Outcome));
            }
        }
    }

    [NamespaceTheory]
    [InlineData(true)]
    [InlineData(false)]
    [Shows("icmp", "silent", "refused")]
    public void A_host_that_is_silent_refuses_or_is_not_there_fails_with_what_happened(bool unprivileged)
    {
        using Lan lan = Pair(unprivileged);
        Assert.Equal((false, "ICMP host unreachable", ProbeOutcome.Unreachable), Of(Ping(lan, "192.0.2.99")));
        Assert.Equal((false, "network unreachable", ProbeOutcome.Unreachable), Of(Ping(lan, "203.0.113.1")));
        lan.Inside("b", () =>
        {
            File.WriteAllText("/proc/sys/net/ipv4/icmp_echo_ignore_all", "1");
            return 0;
        });
        Assert.Equal((false, "timed out after 500ms waiting for the answer", ProbeOutcome.TimedOut), Of(Ping(lan, Lan.Address(1), timeoutMs: 500)));
        Command.Run("ip", "netns", "exec", lan.Name("b"), "nft", "add table inet f; add chain inet f i { type filter hook input priority 0; }; add rule inet f i meta l4proto ipv6-icmp icmpv6 type echo-request reject with icmpx port-unreachable");
        Assert.Equal((false, "ICMP port unreachable", ProbeOutcome.Refused), Of(Ping(lan, "2001:db8::2")));
    }

    private static (bool Passed, string Detail, ProbeOutcome Outcome) Of(ProbeResult result) => (result.Passed, result.Detail, result.Outcome);
}
