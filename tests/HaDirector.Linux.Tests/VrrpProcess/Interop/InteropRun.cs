using HaDirector.Linux.Tests.Network;

namespace HaDirector.Linux.Tests.VrrpProcess.Interop;

/// <summary>Everything that two directors can do to each other, with one of another maker: election, failback, graceful leave and failover, in both roles.</summary>
internal static class InteropRun
{
    private const int PeerPriority = 100;

    public static void Do(InteropCase how)
    {
        using Lan lan = new("a", "b");
        if (how.Unicast && !how.IsV4)
        {
            lan.Ip("a", $"address add {how.HostAddress(0)}/64 dev eth0 nodad");
            lan.Ip("b", $"address add {how.HostAddress(1)}/64 dev eth0 nodad");
        }

        using IPeer peer = how.Peer == "frr" ? new FrrPeer(lan, how) : new KeepalivedPeer(lan, how);
        peer.Start(PeerPriority);
        Until(() => peer.IsMaster, peer, "alone, the peer does not become master");

        using (Host we = new(lan, "a", how.Plan(150)))
        {
            we.WaitForState("Master");
            Until(() => !peer.IsMaster, peer, "it does not yield to our higher priority");
            Assert.True(Holds(lan, how));
            we.Stop();
            Until(() => peer.IsMaster, peer, "it does not take over when we resign");
            Assert.False(Holds(lan, how));
        }

        using (Host we = new(lan, "a", how.Plan(50)))
        {
            we.WaitForState("Backup");
            long received = we.Number("Status web Backup", "received");
            Wait.Until(() => we.Number("Status web Backup", "received") > received + 1, () => "its adverts are not believed: " + string.Join('\n', we.Heard));
            peer.Stop();
            we.WaitFor("Log StateChanged web Master 4 "); // it resigned
            Wait.Until(() => Holds(lan, how), () => "we do not hold the addresses");

            peer.Start(PeerPriority);
            Until(() => peer.IsMaster, peer, "it does not take its role back");
            we.WaitForState("Backup");
            Assert.False(Holds(lan, how));
            peer.Kill();
            we.WaitFor("Log StateChanged web Master 3 "); // it fell silent

            peer.Start(PeerPriority);
            Until(() => we.LastStatus?.StartsWith("Status web Backup ", StringComparison.Ordinal) == true, peer, "it does not come back after its death");
            Until(() => peer.IsMaster, peer, "it does not become master after its death");
            we.Plan = how.Plan(150);
            we.WaitForState("Master");
            Until(() => !peer.IsMaster, peer, "it does not yield to our new priority");
            we.KillAll();
            Until(() => peer.IsMaster, peer, "it does not notice that we died");
        }
    }

    private static bool Holds(Lan lan, InteropCase how) =>
        lan.Ip("a", "-o address show").Split('\n').Any(line => line.Contains($" {how.Holder} ", StringComparison.Ordinal) && line.Contains($" {how.Wanted.Split('/')[0]}/", StringComparison.Ordinal));

    // Asking a peer starts a program each time.
    private static void Until(Func<bool> condition, IPeer peer, string otherwise) => Wait.Until(
        () =>
        {
            if (condition()) return true;
            Thread.Sleep(100);
            return false;
        },
        () => $"{otherwise}: {peer.Described}");
}
