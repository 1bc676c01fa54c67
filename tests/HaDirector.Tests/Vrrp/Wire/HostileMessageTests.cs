using HaDirector.Model;
using HaDirector.Tests.Vrrp.StateMachine;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Wire;

namespace HaDirector.Tests.Vrrp.Wire;

/// <summary>Mutated messages of every kind of router, half of them with a checksum made right again, against the whole way in.</summary>
public class HostileMessageTests
{
    private const int Packets = 400_000;

    private static readonly HmacSpec Key = new(HmacMode.Enforce, [new HmacKey(1, new byte[32])], 1, TimeSpan.FromSeconds(5));

    private readonly Kind[] _kinds =
    [
        new(Rig.Spec(addresses: "192.0.2.80/24 192.0.2.81/24") with { Version = 2 }, "192.0.2.12", "192.0.2.11"),
        new(Rig.Spec() with { Version = 2, Password = "secret" }, "192.0.2.12", "192.0.2.11"),
        new(Rig.Spec(255) with { Version = 2, Profile = VrrpProfile.Strict }, "192.0.2.12", "192.0.2.11"),
        new(Rig.Spec(addresses: "fe80::100/64 2001:db8::80/64"), "fe80::12", "fe80::11"),
        new(Rig.Spec() with { Peers = [new UnicastPeer(IpAddress.Parse("192.0.2.12"))] }, "192.0.2.12", "192.0.2.11", "192.0.2.11"),
        new(Rig.Spec(checksum: ChecksumForm.Rfc9568) with { Profile = VrrpProfile.Strict }, "192.0.2.12", "192.0.2.11"),
        new(Rig.Spec() with { Hmac = Key }, "192.0.2.12", "192.0.2.11"),
        new(Rig.Spec(addresses: "fe80::100/64") with { Hmac = Key }, "fe80::12", "fe80::11"),
    ];

    private readonly byte[] _buffer = new byte[VrrpPacket.MessageMax];
    private readonly DropCounters _drops = new();
    private readonly VrrpActions _actions = new();
    private readonly Random _random = new(20261122);
    private int _admitted, _moved;

    [Fact, Trait("row", "SE-05"), Trait("row", "RX-20"), Trait("row", "CM-05")]
    public void They_never_throw_never_allocate_and_move_nothing_when_dropped()
    {
        Receive(20_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Receive(Packets);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allocation.Noise);

        Assert.Equal(0, _moved);
        Assert.Equal(Packets + 20_000, _admitted + _drops.Total);
        Assert.True(_admitted > 10_000, $"{_admitted} were admitted");
        // NotVrrp is said of an IPv4 header only, and nobody makes an HMAC that is right for another time.
        foreach (DropReason reason in Enum.GetValues<DropReason>().Where(r => r is not (DropReason.None or DropReason.NotVrrp)))
            Assert.True(_drops[reason] > 20, $"{reason} was met {_drops[reason]} times");
    }

    private void Receive(int packets)
    {
        var now = new Instant(1_000_000_000_000);
        for (int i = 0; i < packets; i++)
        {
            Kind kind = _kinds[i % _kinds.Length];
            ReceivedPacket received = Mutate(kind, mend: _random.Next(2) == 0);
            (Instant Deadline, VrrpState State, TimeSpan Down, IpAddress Followed) before = kind.All;
            DropReason reason = DropReason.None;
            if (VrrpPacket.TryParse(received, out VrrpPacket packet, out reason) && kind.Router.Admits(packet, Sent.Now, out reason))
            {
                _admitted++;
                kind.Router.RemarksOn(packet);
                kind.Router.Step(new(VrrpEventKind.Heard, packet.Advert), now, _actions);
                continue;
            }

            _drops.Add(reason);
            if (kind.Moved(before)) _moved++;
        }
    }

    private ReceivedPacket Mutate(Kind kind, bool mend)
    {
        int length = kind.Peer.WriteAdvert(_buffer, (byte)(_random.Next(4) == 0 ? 255 : 90), kind.Source, kind.To, Sent.Now);
        if (_random.Next(16) == 0) length = kind.Stale.WriteAdvert(_buffer, 90, kind.Source, kind.To, Sent.Now - TimeSpan.FromSeconds(_random.Next(10)));
        for (int changes = _random.Next(3); changes > 0; changes--)
        {
            int at = _random.Next(3) switch { 0 => _random.Next(length), 1 => length - 1 - _random.Next(8), _ => _random.Next(8) };
            _buffer[at] = (byte)(_random.Next(4) switch { 0 => 0, 1 => _buffer[at] ^ (1 << _random.Next(8)), _ => _random.Next(256) });
        }

        if (_random.Next(8) == 0) length = _random.Next(length + 1);
        if (mend && length >= 8) Mend(kind, length);
        IpAddress source = _random.Next(32) switch { 0 => kind.Own, 1 => kind.Stranger, _ => kind.Source };
        IpAddress to = _random.Next(32) switch { 0 => kind.Own, 1 => VrrpPacket.MulticastGroup(source.Family), 2 => kind.OtherGroup, _ => kind.To };
        return new(_buffer.AsSpan(0, length), source, to, _random.Next(32) == 0 ? (byte)_random.Next(255) : (byte)255);
    }

    // Over as much as the message claims to be.
    private void Mend(Kind kind, int length)
    {
        int version = _buffer[0] >> 4;
        int message = Math.Min(length, 8 + (_buffer[3] * kind.Source.ByteCount) + (version == 2 ? 8 : 0));
        _buffer[6] = _buffer[7] = 0;
        VrrpPacket.WriteChecksum(_buffer.AsSpan(0, length), message, version == 2 ? (byte)2 : (byte)3, kind.Source, kind.To,
            _random.Next(2) == 0 ? ChecksumForm.Rfc5798 : ChecksumForm.Rfc9568);
    }

    private sealed class Kind
    {
        public Kind(VirtualRouterSpec spec, string peer, string own, string? to = null)
        {
            (Source, Own) = (IpAddress.Parse(peer), IpAddress.Parse(own));
            To = to is null ? VrrpPacket.MulticastGroup(Source.Family) : IpAddress.Parse(to);
            (Stranger, OtherGroup) = Source.IsV4 ? (IpAddress.Parse("192.0.2.66"), IpAddress.Parse("224.0.0.5")) : (IpAddress.Parse("fe80::66"), IpAddress.Parse("ff02::5"));
            Rig rig = new(spec);
            rig.UsableAs(Own);
            rig.Startup();
            (Router, Peer, Stale) = (rig.Instance, new(spec), new(spec));
        }

        public VrrpInstance Router { get; }

        public VrrpInstance Peer { get; }

        /// <summary>Writes with a clock that is behind, so that its sequence does not grow.</summary>
        public VrrpInstance Stale { get; }

        public IpAddress Source { get; }

        public IpAddress Own { get; }

        public IpAddress To { get; }

        public IpAddress Stranger { get; }

        public IpAddress OtherGroup { get; }

        public (Instant Deadline, VrrpState State, TimeSpan Down, IpAddress Followed) All =>
            (Router.NextDeadline, Router.State, Router.MasterDownInterval, Router.MasterHeard.Sender);

        public bool Moved((Instant Deadline, VrrpState State, TimeSpan Down, IpAddress Followed) before) =>
            before.Deadline != Router.NextDeadline || before.State != Router.State || before.Down != Router.MasterDownInterval
            || before.Followed != Router.MasterHeard.Sender;
    }
}
