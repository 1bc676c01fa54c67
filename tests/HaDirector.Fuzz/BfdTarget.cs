using HaDirector.Bfd;
using HaDirector.Bfd.Wire;
using HaDirector.Drills.Simulation;
using HaDirector.Model;

namespace HaDirector.Fuzz;

/// <summary>BFD: parse, hear. It has no checksum of its own: every packet is as good as repaired.</summary>
internal sealed class BfdTarget : Target
{
    private readonly byte[] _answer = new byte[BfdPacket.Size];
    private readonly BfdSession _session;
    private Instant _now = new(1_000_000_000_000);

    public BfdTarget()
    {
        var interval = TimeSpan.FromMilliseconds(10);
        _session = new(new BfdSpec("peer", IpAddress.Parse("192.0.2.12"), default, "eth0", interval, interval, 3), discriminator: 7, seed: 1);
        _session.Start(_now);
    }

    public override string Name => "bfd";

    public override int Write(Span<byte> buffer, ref Prng random)
    {
        var packet = new BfdPacket
        {
            State = (BfdState)random.Below(4),
            Poll = random.Below(8) == 0,
            Multiplier = 3,
            MyDiscriminator = 9,
            YourDiscriminator = random.Of<uint>(7, 7, 7, 0),
            DesiredTransmit = 10_000,
            RequiredReceive = 10_000,
        };
        packet.Write(buffer);
        return BfdPacket.Size;
    }

    public override bool Repair(Span<byte> packet) => true;

    public override bool Hear(ReadOnlySpan<byte> packet, out bool believed)
    {
        _now += TimeSpan.FromMicroseconds(100);
        BfdState state = _session.State;
        Instant deadline = _session.NextDeadline;
        believed = BfdPacket.TryParse(packet, out BfdPacket heard, out BfdDropReason reason);
        if (!believed) return reason != BfdDropReason.None && _session.State == state && _session.NextDeadline == deadline;
        _session.Hear(heard, _now);
        if (_session.NextDeadline <= _now) _session.Judge(_now);
        _session.Write(_answer);
        return reason == BfdDropReason.None && BfdPacket.TryParse(_answer, out _, out _);
    }
}
