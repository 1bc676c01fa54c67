using System.Buffers.Binary;
using HaDirector.Linux.Capture;
using HaDirector.Linux.Vrrp;
using HaDirector.Link;
using HaDirector.Model;
using HaDirector.Netlink.Route;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Tracking;
using HaDirector.Vrrp.Wire;

namespace HaDirector.VrrpProcess;

/// <content>
/// Once through every path before the first router starts, so that no failover waits for the compiler or the loader.
/// The router of the dry run has closed sockets, an interface that is not there, and nobody hears of it.
/// </content>
internal sealed partial class RealTimeLoop
{
    private const byte DryRouter = 1;
    private const int DryScript = 3;
    private const int Rounds = 3; // the first call of some paths is another one than the second

    private static readonly IpAddress DrySource = IpAddress.FromV4(0xC000_0201); // 192.0.2.1
    private static readonly IpAddress DryPeer = IpAddress.FromV4(0xC000_0202);

    private void DryRun()
    {
        _world.Reporter.Muted = true;
        for (int round = 0; round < Rounds; round++) DryRound();
        _world.Reporter.Muted = false;
        _current = RouterSet.Empty;
    }

    private void DryRound()
    {
        VirtualRouterSpec spec = new(
            "dry-run", "lo", DryRouter, 100, new Centiseconds(100), Preempt: true, ChecksumForm.Rfc5798, [new IpPrefix(IpAddress.FromV4(0xC000_0203), 32)]);
        HardwareAddress.TryRead([2, 0, 0, 0, 0, 1], out HardwareAddress hardware);
        InterfacePort port = InterfacePort.Pretend(new PortResources(int.MaxValue, VrrpSocket.Closed, new NoFrames()), hardware, DrySource);
        RouterRuntime router = new(spec, port, _world);
        VirtualRouterSpec companion = spec with { Name = "companion", VirtualRouterId = DryRouter + 2 };
        RouterRuntime other = new(companion, port, _world);
        using TrackPart before = DryTracks([companion, spec], [other, router], null);
        using TrackPart tracks = DryTracks([companion, spec], [other, router], before);

        Adopt(new RouterSet(0, [new RouterSlot(router, spec), new RouterSlot(other, companion)], [port], [], [], [tracks]));
        tracks.Inbox.Put(DryScript, new TrackValue(true, true));
        router.WarmAddresses(_world.Now);
        Preempted(router, port, spec);
        Hear(port, DryPacket(spec, priority: 0));
        Hear(port, DryPacket(spec with { VirtualRouterId = 2 }, priority: 100));
        Hear(port, [1, 2, 3]);
        router.Adopt(spec with { Priority = 120, Addresses = [new IpPrefix(DryPeer, 32), spec.Addresses[0]] }, default, _world.Now);
        Refresh(port);
        _wake.Set();
        for (int turn = 0; turn <= PulsesPerStatus; turn++)
        {
            _pulseAt = default;
            Turn();
        }

        Adopt(new RouterSet(0, [], [], [router, other], [], []));
    }

    // One of each kind that the real-time thread looks at, one that it is told of, and a group.
    private TrackPart DryTracks(VirtualRouterSpec[] specs, RouterRuntime[] routers, TrackPart? before)
    {
        TrackUse[] uses = [new(0, 5, false), new(1, 0, true), new(2, -5, false), new(DryScript, 5, true)];
        RealTimePlan plan = new(0, [.. specs.Select(spec => spec with { Tracks = uses })])
        {
            Tracks =
            [
                new InterfaceTrack("interface", "lo"), new SourceAddressTrack("source", DrySource), new RouterTrack("router", specs[0].Name),
                new ScriptTrack("script", [], default, default),
            ],
            Groups = [new SyncGroupSpec("dry-run", [0, 1])],
        };
        return new TrackPart(plan, routers, null, _world, before);
    }

    // Backup, master, advert, repeated announcement, and down again.
    private void Preempted(RouterRuntime router, InterfacePort port, VirtualRouterSpec spec)
    {
        for (int i = 0; i < 6; i++)
        {
            Instant due = router.NextDeadline;
            if (due != Instant.Never) router.Judge(due + TimeSpan.FromSeconds(0.6)); // late, so that lateness is said
        }

        Hear(port, DryPacket(spec with { AdvertInterval = new Centiseconds(50) }, priority: 200));
    }

    private static byte[] DryPacket(VirtualRouterSpec spec, byte priority)
    {
        const int header = 20;
        byte[] packet = new byte[header + VrrpPacket.MessageMax];
        int length = header + VrrpPacket.Write(packet.AsSpan(header), spec, priority, DryPeer);
        packet[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)length);
        packet[8] = VrrpPacket.HopLimit;
        packet[9] = VrrpPacket.Protocol;
        DryPeer.Write(packet.AsSpan(12));
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(16), VrrpPacket.MulticastGroupBits);
        return packet[..length];
    }

    private sealed class NoFrames : IFrameSender
    {
        public bool Send(ReadOnlySpan<byte> frame) => true;

        public void Dispose()
        {
        }
    }
}
