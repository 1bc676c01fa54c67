using HaDirector.Linux.Tests.Network;
using HaDirector.Linux.Tests.VrrpProcess;
using HaDirector.Vrrp;

namespace HaDirector.Linux.Tests.Bfd;

/// <summary>The fast detector: adverts once in 40 s, so that whatever happens in a test is BFD's doing.</summary>
public sealed class PeerLostTests
{
    [NamespaceFact]
    public void A_backup_takes_over_from_a_master_that_bfd_declares_dead()
    {
        using Lan lan = new("a", "b");
        using Host backup = Start(lan, "b", 100);
        backup.WaitForState("Backup");
        using Host master = Start(lan, "a", 255);
        WaitForBoth(master, backup);

        master.KillAll();

        backup.WaitFor(LostPeer);
        Assert.True(lan.Holds("b", "192.0.2.80"));
    }

    [NamespaceFact]
    public void A_session_taken_down_on_purpose_or_by_a_peer_that_lives_moves_no_role()
    {
        using Lan lan = new("a", "b");
        using Host backup = Start(lan, "b", 100);
        backup.WaitForState("Backup");
        using Host master = Start(lan, "a", 255);
        WaitForBoth(master, backup);

        // The master does not hear the backup any more and says so; that shows that it lives.
        Command.Run("ip", "netns", "exec", lan.Name("a"), "nft", "add table ip cut; add chain ip cut in { type filter hook input priority 0; }; add rule ip cut in udp dport 3784 drop");
        BfddTests.WaitFor(backup, "peer", "Down", "why=NeighborSignaledDown");
        Command.Run("ip", "netns", "exec", lan.Name("a"), "nft", "delete table ip cut");
        BfddTests.WaitFor(backup, "peer", "Up");
        master.Plan = Plan("a", 255).Split('\n')[0].Replace(" peer=peer", "", StringComparison.Ordinal) + "\n";
        BfddTests.WaitFor(backup, "peer", "Down", "remote=AdminDown");

        backup.WaitForState("Backup");
        Assert.False(backup.Has(LostPeer), string.Join('\n', backup.Heard));
    }

    [NamespaceFact]
    public void The_lease_lasts_as_long_as_the_other_end_waits_though_that_wants_fewer_packets_than_we_would_send()
    {
        using Lan lan = new("a", "b");
        using Host backup = new(lan, "b", Plan("b", 100, milliseconds: 500));
        using Host fenced = new(lan, "a", Plan("a", 200, milliseconds: 10));
        BfddTests.WaitFor(fenced, "peer", "Up", "remote=Up");
        string Fence() => Command.Run("ip", "netns", "exec", lan.Name("a"), "nft", "list", "table", "netdev", "hadirector-fence");

        // 20 of their 500 ms and not of our 10 ms, less a jiffy or two.
        Network.Wait.Until(() => Fence() is var rules && rules.Contains("timeout 9s9", StringComparison.Ordinal) && !rules.Contains("timeout 19", StringComparison.Ordinal), Fence);
        backup.Plan = Plan("b", 100, milliseconds: 20);
        Network.Wait.Until(() => Fence().Contains("timeout 39", StringComparison.Ordinal), Fence);
    }

    private static string LostPeer => $"Log StateChanged web Master {(int)TransitionReason.PeerLost} ";

    private static void WaitForBoth(Host master, Host backup)
    {
        master.WaitForState("Master");
        BfddTests.WaitFor(backup, "peer", "Up", "remote=Up");
        Network.Wait.Until(() => backup.Number("Status web", "received") > 0, () => backup.LastStatus ?? "");
    }

    private static Host Start(Lan lan, string host, int priority) => new(lan, host, Plan(host, priority));

    private static string Plan(string host, int priority, int milliseconds = 100) =>
        $"web eth0 51 {priority} 4000 preempt peer=peer 192.0.2.80/24\nbfd peer eth0 {(host == "a" ? "192.0.2.12" : "192.0.2.11")} {milliseconds} 20\n";
}
