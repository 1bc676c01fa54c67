using HaDirector.Bfd;
using HaDirector.Bfd.Wire;
using HaDirector.Linux.Datagrams;
using HaDirector.Model;

namespace HaDirector.VrrpProcess.Bfd;

/// <content>Once through every path before the first session starts.</content>
internal sealed partial class BfdPart
{
    private const string Loopback = "lo"; // always there

    /// <summary>A part with one session whose sockets are closed.</summary>
    public static BfdPart Pretend(IpAddress peer, RouterRuntime follower, RealTimeWorld world)
    {
        BfdSpec spec = new("dry-run", peer, default, Loopback, TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(10), 3);
        SessionRuntime session = new(spec, 1, DatagramSocket.Closed, world);
        return new BfdPart([spec], [session], [[follower]], [new BfdListener(peer.Family, multiHop: false, DatagramSocket.Closed)], [0], null, world);
    }

    /// <summary>The session.</summary>
    public BfdSpec FirstSpec => _specs[0];

    /// <summary>Up, polled, refused, changed, lost, and up and down once more.</summary>
    public void Warm(Instant now)
    {
        DatagramOrigin origin = DatagramOrigin.Pretend(_specs[0].Peer, _sessions[0].InterfaceIndex);
        BfdSpec slower = _specs[0] with { TransmitInterval = TimeSpan.FromMilliseconds(20), ReceiveInterval = TimeSpan.FromMilliseconds(20) };
        _packet.AsSpan().Clear();
        Hear(_packet, origin, multiHop: false, now);
        HearFrom(BfdState.Down, poll: false, yours: 0, origin, now);
        HearFrom(BfdState.Init, poll: false, yours: 1, origin, now);
        HearFrom(BfdState.Up, poll: true, yours: 1, origin, now);
        HearFrom(BfdState.Up, poll: true, yours: 2, origin, now);
        _sessions[0].Adopt(slower, now);
        for (int i = 0; i < 4; i++) Judge(NextDeadline);
        Woke(now + TimeSpan.FromSeconds(10));
        Judge(now + TimeSpan.FromSeconds(10)); // so late that it listens once more
        while (IsUp(0)) Judge(NextDeadline);
        HearFrom(BfdState.Init, poll: false, yours: 1, origin, now);
        HearFrom(BfdState.AdminDown, poll: false, yours: 1, origin, now);
        _sessions[0].Adopt(_specs[0], now);
        Report();
    }

    private void HearFrom(BfdState state, bool poll, uint yours, in DatagramOrigin origin, Instant now)
    {
        BfdPacket packet = new()
        {
            State = state,
            Poll = poll,
            Final = !poll,
            Multiplier = 3,
            MyDiscriminator = 2,
            YourDiscriminator = yours,
            DesiredTransmit = 10_000,
            RequiredReceive = 10_000,
        };
        packet.Write(_packet);
        Hear(_packet.AsSpan(0, BfdPacket.Size), origin, multiHop: false, now);
    }
}
