using HaDirector.Bfd;
using HaDirector.Bfd.Wire;
using HaDirector.Model;

namespace HaDirector.Tests.Bfd;

/// <summary>Random, truncated and mutated packets against the whole way in: parse, hear, judge, write.</summary>
public class HostilePacketTests
{
    private const int Packets = 500_000;

    private readonly byte[] _good = new byte[BfdPacket.Size];
    private readonly byte[] _bytes = new byte[64];
    private readonly long[] _drops = new long[BfdDropReasons.Count];
    private readonly Random _random = new(20261122);
    private readonly BfdSession _session = new(Rig.Spec(), Rig.Mine, seed: 1);
    private readonly BfdSpec[] _specs = [Rig.Spec(), Rig.Spec(transmit: 50, receive: 5, multiplier: 1)];
    private readonly int[] _entered = new int[4];
    private Instant _now = new(1_000_000_000);
    private long _tooFast;

    [Fact]
    public void Half_a_million_packets_never_throw_never_allocate_and_never_make_a_storm()
    {
        new BfdPacket { State = BfdState.Up, Multiplier = 3, MyDiscriminator = Rig.Theirs, YourDiscriminator = Rig.Mine, DesiredTransmit = 10_000, RequiredReceive = 10_000 }
            .Write(_good);
        _session.Start(_now);
        Receive(20_000);
        Array.Clear(_drops);
        Array.Clear(_entered);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Receive(Packets);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 0, Allocation.Noise);
        Assert.Equal(0, _tooFast);
        // The mutations reach every check of the parser, and every state.
        for (BfdDropReason reason = BfdDropReason.Version; reason <= BfdDropReason.Authenticated; reason++)
        {
            bool isParsers = reason is not (BfdDropReason.YourDiscriminatorUnknown or BfdDropReason.UnknownPeer or BfdDropReason.WrongSender or BfdDropReason.HopLimit);
            Assert.True(!isParsers || _drops[(int)reason] > 100, $"{reason} was met {_drops[(int)reason]} times");
        }

        foreach (BfdState state in (BfdState[])[BfdState.Down, BfdState.Init, BfdState.Up]) Assert.True(_entered[(int)state] > 1000, $"{state}: {_entered[(int)state]}");
    }

    private void Receive(int packets)
    {
        for (int i = 0; i < packets; i++)
        {
            _now += TimeSpan.FromTicks(_random.Next(200_000));
            Do(_session.Judge(_now));
            // Whatever was said, no timer is due again at once.
            if (_session.NextDeadline <= _now) _tooFast++;
            int length = Mutate();
            if (BfdPacket.TryParse(_bytes.AsSpan(0, length), out BfdPacket packet, out BfdDropReason reason)) Do(_session.Hear(packet, _now));
            else _drops[(int)reason]++;
            if (i % 1000 == 0) Do(_session.Adopt(_specs[i / 1000 % 2], _now));
        }
    }

    private int Mutate()
    {
        _random.NextBytes(_bytes);
        _good.CopyTo(_bytes, 0);
        if (_random.Next(10) == 0) return _random.Next(_bytes.Length);
        _bytes[1] = (byte)((_random.Next(4) << 6) | (_random.Next(4) << 4));
        int bits = _random.Next(3);
        for (int i = 0; i < bits; i++) _bytes[_random.Next(BfdPacket.Size)] ^= (byte)(1 << _random.Next(8));
        if (_random.Next(20) == 0) _bytes[_random.Next(BfdPacket.Size)] = 0;
        if (_random.Next(50) == 0) _bytes.AsSpan(4, 8).Clear();
        return BfdPacket.Size + _random.Next(4);
    }

    private void Do(BfdActions actions)
    {
        if ((actions & BfdActions.Changed) != 0) _entered[(int)_session.State]++;
        if ((actions & BfdActions.Send) != 0) _session.Write(_bytes);
    }
}
