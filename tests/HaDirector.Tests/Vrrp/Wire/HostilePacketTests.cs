using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Wire;

namespace HaDirector.Tests.Vrrp.Wire;

/// <summary>Random, truncated and mutated packets against the whole way in: parse, admit, remark, step.</summary>
public class HostilePacketTests
{
    private const int Million = 1_000_000;

    private readonly byte[][] _good =
        [Packets.Good(ChecksumForm.Rfc5798), Packets.Good(ChecksumForm.Rfc9568), Packets.Good(addresses: "192.0.2.80/24")];

    private readonly byte[] _buffer = new byte[VrrpPacket.PacketMax];
    private readonly DropCounters _drops = new();
    private readonly VrrpActions _actions = new();
    private readonly Random _random = new(20261122);
    private readonly VrrpInstance _router = StateMachine.Rig.Backup().Instance;
    private int _accepted, _nonsense, _moved;

    [Fact, Trait("row", "SE-05"), Trait("row", "RX-20")]
    public void A_million_packets_never_throw_never_allocate_and_move_nothing_when_dropped()
    {
        Receive(20_000);
        (int accepted, long dropped) = (_accepted, _drops.Total);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Receive(Million);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 0, Allocation.Noise);
        Assert.Equal(0, _nonsense);
        Assert.Equal(0, _moved);
        Assert.Equal(Million, _accepted - accepted + _drops.Total - dropped);

        // The mutations reach every check, and some packets pass all of them; otherwise this would prove little.
        Assert.True(_accepted > 10_000, $"{_accepted} were accepted");
        foreach (DropReason reason in Enum.GetValues<DropReason>())
        {
            if (reason is not (DropReason.None or DropReason.OwnPacket) && reason <= DropReason.OwnPacket) Assert.True(_drops[reason] > 1000, $"{reason} was met {_drops[reason]} times");
        }
    }

    private void Receive(int packets)
    {
        var now = new Instant(1_000_000_000_000);
        for (int i = 0; i < packets; i++)
        {
            int length = Mutate(_good[i % _good.Length], mend: i % 4 == 0);
            if (VrrpPacket.TryParse(_buffer.AsSpan(0, length), out VrrpPacket packet, out DropReason reason) && MakesNoSense(packet)) _nonsense++;
            if (reason == DropReason.None && _router.Admits(packet, default, out reason))
            {
                _accepted++;
                _router.RemarksOn(packet);
                _router.Step(new(VrrpEventKind.Heard, packet.Advert), now, _actions);
                continue;
            }

            _drops.Add(reason);
            Instant deadline = _router.NextDeadline;
            Advert followed = _router.MasterHeard;
            // What was dropped by the table of routers or as our own must not count even if a host forgets to ask.
            if (reason == DropReason.UnknownRouter) _router.Step(new(VrrpEventKind.Heard, packet.Advert), now, _actions);
            if (_router.NextDeadline != deadline || _router.MasterHeard != followed) _moved++;
        }
    }

    private static bool MakesNoSense(in VrrpPacket packet)
    {
        for (int i = 0; i < packet.AddressCount; i++)
        {
            if (!packet.AddressAt(i).IsV4) return true;
        }

        return packet.AddressCount < 1 || packet.Advert.Interval.Value is < Centiseconds.Smallest or > Centiseconds.Largest || !packet.Advert.Sender.IsV4;
    }

    private int Mutate(byte[] good, bool mend)
    {
        if (_random.Next(8) == 0)
        {
            int any = _random.Next(_buffer.Length);
            _random.NextBytes(_buffer.AsSpan(0, any));
            return any;
        }

        good.CopyTo(_buffer, 0);
        for (int changes = _random.Next(4); changes > 0; changes--)
        {
            int at = mend ? Packets.Header + _random.Next(8) : _random.Next(good.Length);
            if (_random.Next(2) == 0) _buffer[at] ^= (byte)(1 << _random.Next(8));
            else _buffer[at] = (byte)(_random.Next(4) == 0 ? 0 : _random.Next(256));
        }

        if (mend && _random.Next(8) == 0) _buffer[Packets.Header + 4] = _buffer[Packets.Header + 5] = 0;
        if (mend) Packets.Mend(_buffer.AsSpan(Packets.Header, good.Length - Packets.Header));
        return _random.Next(4) == 0 ? _random.Next(good.Length + 1) : good.Length;
    }
}
