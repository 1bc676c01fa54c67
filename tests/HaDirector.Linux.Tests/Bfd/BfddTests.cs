using HaDirector.Linux.Tests.Network;
using HaDirector.Linux.Tests.VrrpProcess;

namespace HaDirector.Linux.Tests.Bfd;

/// <summary>
/// BFD with a real FRR at the other end, 10 ms times 3 as far as the machine bears it: a session that fell down under load comes up again,
/// so what is waited for is what must come in the end.
/// </summary>
public sealed class BfddTests
{
    private const string Ours = "192.0.2.11", OursV6 = "2001:db8::11", TheirsV6 = "2001:db8::12";
    private const string Session = $"peer {Ours} local-address 192.0.2.12 interface eth0";

    // A detection time of 2 s: who is lost is lost on purpose.
    private const string PatientHost = "bfd four eth0 192.0.2.12 10 200\n";
    private static readonly string PatientPeer = Peer(Ours, "interface eth0", multiplier: 200);

    [FrrFact]
    public void Both_families_come_up_agree_and_neither_allocates()
    {
        using Lan lan = Start();
        using Bfdd peer = new(lan.Name("b"), Peer(Ours, "interface eth0") + Peer(OursV6, "interface eth0", TheirsV6));
        using Host host = new(lan, "a", "bfd four eth0 192.0.2.12 10 3\nbfd six eth0 2001:db8::12 10 3\n");

        WaitFor(host, "four", "Up", "remote=Up", "transmit=10000 detection=30000");
        WaitFor(host, "six", "Up", "remote=Up", "transmit=10000 detection=30000");
        Network.Wait.Until(() => peer.Show("bfd peers brief").Split('\n').Count(line => line.TrimEnd().EndsWith("up", StringComparison.Ordinal)) == 2, () => peer.Show("bfd peers"));
        Assert.Equal(0, host.Number("Pulse", "allocated"));
        Assert.Equal(0, host.Number("Pulse", "collections"));
    }

    [FrrFact]
    public void A_killed_peer_is_lost_and_one_that_is_shut_down_is_not()
    {
        using Lan lan = Start();
        using Bfdd peer = new(lan.Name("b"), PatientPeer);
        using Host host = new(lan, "a", PatientHost);
        WaitFor(host, "four", "Up", "remote=Up", "detection=2000000");

        peer.Configure(Session, "shutdown");
        WaitFor(host, "four", "Down", "remote=AdminDown");
        Assert.Equal(0, host.Number("Session four", "lost"));
        peer.Configure(Session, "no shutdown");
        WaitFor(host, "four", "Up", "remote=Up");

        peer.Kill();
        WaitFor(host, "four", "Down", "why=DetectionTimeExpired");
        Assert.Equal(1, host.Number("Session four", "lost"));
    }

    [FrrFact]
    public void Either_end_changes_its_interval_by_a_poll()
    {
        using Lan lan = Start();
        using Bfdd peer = new(lan.Name("b"), PatientPeer);
        using Host host = new(lan, "a", PatientHost);
        WaitFor(host, "four", "Up", "remote=Up", "detection=2000000");

        peer.Configure(Session, "transmit-interval 50");
        WaitFor(host, "four", "Up", "detection=10000000");
        host.Plan = "bfd four eth0 192.0.2.12 40 200\n";
        WaitFor(host, "four", "Up", "transmit=40000");
        Network.Wait.Until(() => peer.Show("bfd peers").Split("Remote timers")[1].Contains("Transmission interval: 40ms", StringComparison.Ordinal), () => peer.Show("bfd peers"));
        Assert.Equal(1, host.Number("Session four", "up"));
    }

    [FrrFact]
    public void Several_hops_go_over_the_other_port()
    {
        using Lan lan = new("a", "router", "b");
        lan.Ip("router", "address add 198.51.100.1/24 dev eth0");
        lan.Ip("b", "address flush dev eth0");
        lan.Ip("b", "address add 198.51.100.13/24 dev eth0");
        lan.Ip("a", "route add 198.51.100.0/24 via 192.0.2.12");
        lan.Ip("b", "route add 192.0.2.0/24 via 198.51.100.1");
        Command.Run("ip", "netns", "exec", lan.Name("router"), "sysctl", "-q", "net.ipv4.ip_forward=1", "net.ipv4.conf.all.send_redirects=0", "net.ipv4.conf.eth0.send_redirects=0");
        using Bfdd peer = new(lan.Name("b"), Peer(Ours, "multihop", "198.51.100.13"));
        using Host host = new(lan, "a", "bfd far - 198.51.100.13 10 3\n");

        WaitFor(host, "far", "Up", "remote=Up");
        peer.Kill();
        WaitFor(host, "far", "Down", "why=DetectionTimeExpired");
    }

    internal static void WaitFor(Host host, string session, params string[] words)
    {
        string? Last() => host.Heard.LastOrDefault(line => line.StartsWith($"Session {session} ", StringComparison.Ordinal));
        Network.Wait.Until(
            () => Last() is { } last && words.All(word => last.Contains($" {word}", StringComparison.Ordinal)),
            () => $"not {string.Join(' ', words)}:\n{string.Join('\n', host.Heard.Where(line => !line.StartsWith("Pulse", StringComparison.Ordinal)))}\n{(host.Ended ? host.Error : "")}");
    }

    private static Lan Start()
    {
        Lan lan = new("a", "b");
        lan.Ip("a", $"address add {OursV6}/64 dev eth0 nodad");
        lan.Ip("b", $"address add {TheirsV6}/64 dev eth0 nodad");
        return lan;
    }

    private static string Peer(string address, string how, string local = "192.0.2.12", int multiplier = 3) => $"""
         peer {address} {(how == "multihop" ? how + " " : "")}local-address {local} {(how == "multihop" ? "" : how)}
          detect-multiplier {multiplier}
          receive-interval 10
          transmit-interval 10
         !

        """;
}
