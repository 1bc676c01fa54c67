using System.Diagnostics;
using HaDirector.Engine;
using HaDirector.Link.Record;
using HaDirector.Linux.Processes;
using HaDirector.Linux.Route;
using HaDirector.Linux.Vrrp;
using HaDirector.Model;
using HaDirector.Netlink.Route;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Wire;
using Serilog;

namespace HaDirector.Daemon.Link;

/// <summary>
/// What the director process does when the VRRP process died or stalled: end it for good, take the addresses off, resign. After this a
/// crash looks to the peer like a graceful stop.
/// </summary>
internal sealed class LastResort(int vrrpProcess, string runDirectory, VrrpView view, ILogger log)
{
    // Three times is harmless, and one packet may be lost.
    private const int Resignations = 3;
    private const int AddressesMax = 1024; // of one interface; its primary one is among the first, its link-local one the last

    /// <summary>Does everything but the deed, so that in the moment itself no code is met for the first time (a third of its time, measured).</summary>
    public void Rehearse(Plan plan)
    {
        Try(() => VirtualAddresses.List().Count);
        foreach (VirtualRouterSpec router in plan.VirtualRouters) Try(() => Resign(router, send: false));
        _ = view.Masters;
    }

    /// <summary>Does it. Each step is tried whatever became of the one before.</summary>
    public void Run(Plan? plan, string why)
    {
        long begun = Stopwatch.GetTimestamp();
        bool killed = ParentProcess.Kill(vrrpProcess);
        int removed = Try(VirtualAddresses.RemoveAll);
        IReadOnlyList<RouterStatus> masters = view.Masters;
        int resigned = 0;
        foreach (VirtualRouterSpec router in plan?.VirtualRouters ?? [])
            if (masters.Any(m => m.Name == router.Name)) resigned += Try(() => Resign(router, send: true));
        Try(() => Leftovers.Remove().Others);
        Try(ForgetRoles);
        log.Fatal(
            "{Why}: {Killed}{Removed} virtual addresses removed, {Resigned} of {Masters} routers resigned, in {Milliseconds} ms",
            why, killed ? "killed it, " : "", removed, resigned, masters.Count, Stopwatch.GetElapsedTime(begun).TotalMilliseconds.ToString("F1"));
    }

    // The next VRRP process must not go on with roles that were given up for it.
    private int ForgetRoles()
    {
        File.WriteAllBytes(Path.Combine(runDirectory, RoleRecord.FileName), [0]);
        return 1;
    }

    private static int Resign(VirtualRouterSpec router, bool send)
    {
        using RouteSocket route = new();
        if (!route.TryFindLink(router.Interface, out LinkRecord link)) return 0;
        AddressRecord[] found = new AddressRecord[AddressesMax];
        int count = route.ListAddresses(router.Family, link.Index, found);
        IpAddress source = router.Source.IsSet ? router.Source : VirtualAddresses.SourceAmong(found.AsSpan(0, Math.Max(count, 0)));
        if (!source.IsSet) return 0;

        using VrrpSocket socket = VrrpSocket.Open(router.Interface, link.Index, router.Family);
        VrrpInstance instance = new(router);
        Span<byte> message = stackalloc byte[VrrpPacket.MessageMax];
        IEnumerable<IpAddress> destinations = router.Peers.Count == 0 ? [VrrpPacket.MulticastGroup(router.Family)] : router.Peers.Select(peer => peer.Address);
        bool sent = false;
        foreach (IpAddress destination in destinations)
        {
            int length = instance.WriteAdvert(message, priority: 0, source, destination, DateTime.UtcNow - DateTime.UnixEpoch);
            for (int i = 0; send && i < Resignations; i++) sent |= socket.Send(message[..length], source, destination) == 0;
        }

        return sent ? 1 : 0;
    }

    private int Try(Func<int> step)
    {
        try
        {
            return step();
        }
        catch (Exception e)
        {
            log.Error("in the last resort: {Reason}", e.Message);
            return 0;
        }
    }
}
