using HaDirector.Link;
using HaDirector.Linux.Capture;
using HaDirector.Linux.Vrrp;
using HaDirector.Model;
using HaDirector.Netlink.Route;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Presence;
using HaDirector.Vrrp.Tracking;
using HaDirector.Vrrp.Wire;
using HaDirector.VrrpProcess.Bfd;
using HaDirector.VrrpProcess.Presence;

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
    private static readonly IpAddress DrySourceV6 = IpAddress.Parse("fe80::1");
    private static readonly IpAddress DryPeerV6 = IpAddress.Parse("fe80::2");

    // Both families and versions; between them everything that writes or reads an advert another way.
    // Its routes and rules are refused, so that the host does not notice.
    private static readonly VirtualRouterSpec[] DrySpecs =
    [
        DrySpec(DryAddress("192.0.2.3")) with
        {
            VirtualMac = new VirtualMacSpec("dry-run"),
            Routes = [new VirtualRoute(new IpPrefix(DryPeer, 32)) { Gateway = DrySource }],
            Rules = [new VirtualRule((IpFamily)0, 1)],
        },
        DrySpec(DryAddress("192.0.2.3"), DryAddress("192.0.2.4")) with { Excluded = [DryAddress("2001:db8::3")] },
        DrySpec(DryAddress("fe80::3"), DryAddress("2001:db8::3")) with { Announce = new AnnounceSpec { Pace = TimeSpan.FromMilliseconds(1) } },
        DrySpec(DryAddress("192.0.2.3")) with { Version = 2, Password = "dry-run", Peers = [new UnicastPeer(DryPeer)], Source = DrySource },
        DrySpec(DryAddress("192.0.2.3")) with { Hmac = new HmacSpec(HmacMode.Enforce, [new HmacKey(1, new byte[32])], 1, TimeSpan.FromMinutes(1)) },
    ];

    private void DryRun()
    {
        _world.Reporter.Muted = true;
        for (int round = 0; round < Rounds; round++)
        {
            foreach (VirtualRouterSpec spec in DrySpecs) DryRound(spec);
        }

        _world.Reporter.Muted = false;
        (_world.Nets.PeerPresent, _world.Nets.DirectorsSeen) = (false, 0);
        _world.Nets.TakeHurry();
        _current = RouterSet.Empty;
    }

    private void DryRound(VirtualRouterSpec spec)
    {
        HardwareAddress.TryRead([2, 0, 0, 0, 0, 1], out HardwareAddress hardware);
        IpAddress source = spec.Family == IpFamily.V4 ? DrySource : DrySourceV6;
        InterfacePort port = InterfacePort.Pretend(new PortResources(int.MaxValue, VrrpSocket.Closed(spec.Family), new NoFrames()), hardware, source);
        InterfacePort[] holders = [.. spec.Addresses.Concat(spec.Excluded).Select(_ => port)];
        RouterRuntime router = new(spec, port, holders, _world);
        VirtualRouterSpec companion = spec with { Name = "companion", VirtualRouterId = DryRouter + 2 };
        RouterRuntime other = new(companion, port, holders, _world);
        using BfdPart sessions = BfdPart.Pretend(DryPeer, router, _world);
        using TrackPart before = DryTracks([companion, spec], [other, router], sessions, null);
        using TrackPart tracks = DryTracks([companion, spec], [other, router], sessions, before);

        RealTimePlan plan = new(0, [companion, spec with { PeerSession = sessions.FirstSpec.Name }]) { Sessions = [sessions.FirstSpec] };
        HelloLine line = HelloLine.Pretend(new PeerSpec([DryPeer], default, 1, new byte[PeerSpec.KeyBytes]));
        PresencePart presence = new(plan, line, [other, router], sessions, _world);

        Adopt(new RouterSet(0, [new RouterSlot(router, spec, holders), new RouterSlot(other, companion, holders)], [port], [], [], [sessions, tracks, presence]));
        DryHellos(presence);
        tracks.Inbox.Put(DryScript, new TrackValue(true, true));
        router.WarmAddresses(_world.Now);
        router.WarmRole(_world.Now);
        Preempted(router, port, spec);
        Hear(port, spec, priority: 0);
        for (int i = 0; i < DisagreementLog.Needed; i++)
        {
            Hear(port, spec with { VirtualRouterId = 2 }, priority: 100);
            Hear(port, spec, priority: 1); // another interval, or dropped for it
            router.Dropped(new Advert(DryRouter, 1, default, DryPeer), DropReason.Version, _world.Now);
        }

        Hear(port, new ReceivedPacket([1, 2, 3], source, source, 255));
        port.TryReceive(_packet, out _);
        VirtualRouterSpec next = spec with { Priority = 120, Addresses = [.. spec.Addresses.Reverse()] };
        Adopt(new RouterSet(0, [new RouterSlot(router, next, holders), new RouterSlot(other, companion, holders)], [port], [], [], [sessions, tracks]));
        Refresh(port);
        _wake.Set();
        for (int turn = 0; turn <= PulsesPerStatus; turn++)
        {
            _pulseAt = default;
            Turn();
        }

        Hear(port, spec, priority: 200); // a backup again, whose master is lost
        sessions.Warm(_world.Now);
        sessions.Stop(_world.Now);
        Adopt(new RouterSet(0, [], [], [router, other], [], []));
    }

    // One of each kind that the real-time thread looks at, one that it is told of, and a group.
    private TrackPart DryTracks(VirtualRouterSpec[] specs, RouterRuntime[] routers, BfdPart sessions, TrackPart? before)
    {
        TrackUse[] uses = [new(0, 5, false), new(1, 0, true), new(2, -5, false), new(DryScript, 5, true)];
        RealTimePlan plan = new(0, [.. specs.Select(spec => spec with { Tracks = uses })])
        {
            Tracks =
            [
                new InterfaceTrack("interface", "lo"), new SourceAddressTrack("source", DrySource), new RouterTrack("router", specs[0].Name),
                new ScriptTrack("script", [], default, default), new BfdTrack("bfd", sessions.FirstSpec.Name),
            ],
            Groups = [new SyncGroupSpec("dry-run", [0, 1])],
            Sessions = [sessions.FirstSpec],
        };
        return new TrackPart(plan, routers, sessions, _world, before);
    }

    // A peer that comes and says it resigned, a stranger, and what nobody can read.
    private void DryHellos(PresencePart presence)
    {
        byte[] packet = new byte[HelloPacket.SizeMax], key = new byte[PeerSpec.KeyBytes];
        HelloRouter said = new(HelloRouter.Hash("dry-run"), HelloRouter.Hash(DryPeer), DryRouter, IpFamily.V4, VrrpState.Fault, 100, Resigned: true);
        Hello hello = new(1, (ulong)_world.Now.Nanoseconds, RealTimeWorld.UnixTime.Ticks / TimeSpan.TicksPerSecond);
        int length = HelloPacket.Write(packet, hello, [said], key);
        presence.Take(packet.AsSpan(0, length), DryPeer, _world.Now);
        presence.Take(packet.AsSpan(0, length), DrySource, _world.Now);
        presence.Take(packet.AsSpan(0, 3), DryPeer, _world.Now);
        presence.Hear(_world.Now);
        presence.Judge(_world.Now);
    }

    // Backup, master, advert, repeated announcement, and down again.
    private void Preempted(RouterRuntime router, InterfacePort port, VirtualRouterSpec spec)
    {
        for (int i = 0; i < 6; i++)
        {
            Instant due = router.NextDeadline;
            if (due != Instant.Never) router.Judge(due + TimeSpan.FromSeconds(0.6)); // late, so that lateness is said
        }

        Hear(port, spec, priority: 200);
    }

    private void Hear(InterfacePort port, VirtualRouterSpec spec, byte priority)
    {
        byte[] message = new byte[VrrpPacket.MessageMax];
        IpAddress sender = spec.Family == IpFamily.V4 ? DryPeer : DryPeerV6;
        IpAddress destination = spec.Peers.Count > 0 ? DrySource : VrrpPacket.MulticastGroup(spec.Family);
        VrrpInstance peer = new(spec.Version == 3 ? spec with { AdvertInterval = new Centiseconds(50) } : spec);
        int length = peer.WriteAdvert(message, priority, sender, destination, RealTimeWorld.UnixTime);
        Hear(port, new ReceivedPacket(message.AsSpan(0, length), sender, destination, VrrpPacket.HopLimit));
    }

    private static VirtualRouterSpec DrySpec(params VirtualAddress[] addresses) =>
        new("dry-run", "lo", DryRouter, 100, new Centiseconds(100), Preempt: true, ChecksumForm.Rfc5798, addresses);

    private static VirtualAddress DryAddress(string text)
    {
        IpAddress address = IpAddress.Parse(text);
        return new IpPrefix(address, (byte)address.BitCount);
    }

    private sealed class NoFrames : IFrameSender
    {
        public bool Send(ReadOnlySpan<byte> frame) => true;

        public void Dispose()
        {
        }
    }
}
