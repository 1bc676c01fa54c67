using HaDirector.Drills.Simulation;
using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Wire;

namespace HaDirector.Fuzz;

/// <summary>VRRP: parse, admit, remark, step. IPv4 packets come with their header, IPv6 ones without, as from the sockets.</summary>
internal sealed class VrrpTarget : Target
{
    private const int HeaderV4 = 20;

    private readonly VirtualRouterSpec _spec;
    private readonly VrrpInstance _sender, _receiver;
    private readonly VrrpActions _actions = new();
    private readonly IpAddress _source, _destination;
    private Instant _now = new(1_000_000_000_000);

    public VrrpTarget(string name, VirtualRouterSpec spec)
    {
        (Name, _spec) = (name, spec);
        bool isV4 = spec.Family == IpFamily.V4;
        _source = IpAddress.Parse(isV4 ? "192.0.2.12" : "fe80::12");
        IpAddress own = IpAddress.Parse(isV4 ? "192.0.2.11" : "fe80::11");
        _destination = spec.Peers.Count > 0 ? own : VrrpPacket.MulticastGroup(spec.Family);
        (_sender, _receiver) = (new(spec), new(spec with { Priority = 100 }));
        _receiver.Step(new(VrrpEventKind.InterfaceUsable, new(0, 0, default, own)), _now, _actions);
        _receiver.Step(new(VrrpEventKind.Startup), _now, _actions);
    }

    public override string Name { get; }

    public override int HeadAt => _spec.Family == IpFamily.V4 ? HeaderV4 : 0;

    public override int Write(Span<byte> buffer, ref Prng random)
    {
        byte priority = random.Of<byte>(0, 50, 100, 150, 255);
        int length = _sender.WriteAdvert(buffer[HeadAt..], priority, _source, _destination, WallTime);
        if (HeadAt == 0) return length;
        Span<byte> header = buffer[..HeaderV4];
        header.Clear();
        int total = HeaderV4 + length;
        (header[0], header[2], header[3], header[8], header[9]) = (0x45, (byte)(total >> 8), (byte)total, VrrpPacket.HopLimit, VrrpPacket.Protocol);
        _source.Write(header[12..]);
        _destination.Write(header[16..]);
        return total;
    }

    public override bool Repair(Span<byte> packet)
    {
        int size = _spec.Family == IpFamily.V4 ? 4 : 16;
        if (packet.Length < HeadAt + VrrpPacket.FixedLength) return false;
        Span<byte> message = packet[HeadAt..];
        int length = VrrpPacket.FixedLength + (message[3] * size) + (_spec.Version == 2 ? VrrpPacket.AuthenticationLength : 0);
        message[6] = message[7] = 0;
        VrrpPacket.WriteChecksum(message, Math.Min(length, message.Length), _spec.Version, _source, _destination, _spec.Checksum);
        return true;
    }

    public override bool Hear(ReadOnlySpan<byte> packet, out bool believed)
    {
        _now += TimeSpan.FromMicroseconds(100);
        bool parsed;
        VrrpPacket heard;
        DropReason reason;
        if (HeadAt > 0) parsed = VrrpPacket.TryParse(packet, out heard, out reason);
        else parsed = VrrpPacket.TryParse(new ReceivedPacket(packet, _source, _destination, VrrpPacket.HopLimit), out heard, out reason);
        if (parsed && !MakesSense(heard))
        {
            believed = true;
            return false;
        }

        VrrpState state = _receiver.State;
        Instant deadline = _receiver.NextDeadline;
        IpAddress followed = _receiver.MasterHeard.Sender;
        byte master = _receiver.MasterHeard.Priority;
        believed = parsed && _receiver.Admits(heard, WallTime, out reason);
        if (!believed) return reason != DropReason.None && _receiver.State == state && _receiver.NextDeadline == deadline && _receiver.MasterHeard.Sender == followed && _receiver.MasterHeard.Priority == master;
        _receiver.RemarksOn(heard);
        _receiver.Step(new(VrrpEventKind.Heard, heard.Advert), _now, _actions);
        if (_receiver.NextDeadline <= _now) _receiver.Step(new(VrrpEventKind.TimeReached), _now, _actions);
        return reason == DropReason.None && _receiver.State is VrrpState.Backup or VrrpState.Master && _receiver.NextDeadline > _now;
    }

    private TimeSpan WallTime => new(_now.Nanoseconds / 100);

    private bool MakesSense(in VrrpPacket packet)
    {
        Advert advert = packet.Advert;
        if (packet.AddressCount < 1 || advert.Sender.Family != _spec.Family || packet.Version is not (2 or 3)) return false;
        if (advert.Interval.Value is < Centiseconds.Smallest or > 25_500) return false;
        for (int i = 0; i < packet.AddressCount; i++)
        {
            if (packet.AddressAt(i).Family != _spec.Family) return false;
        }

        return true;
    }
}
