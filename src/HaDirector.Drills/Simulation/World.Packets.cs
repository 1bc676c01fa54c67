using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Wire;

namespace HaDirector.Drills.Simulation;

/// <content>Adverts are written, carried and parsed as on a real wire.</content>
public sealed partial class World
{
    // 2026-01-01, in hosts whose wall clock is right.
    private static readonly TimeSpan Epoch = TimeSpan.FromDays(20_454);

    private readonly byte[] _buffer = new byte[VrrpPacket.MessageMax];
    private readonly PacketPool _packets = new();

    private TimeSpan WallTime(SimulatedDirector director) => Epoch + (Now - Begin) + director.WallOffset;

    private void Send(SimulatedDirector director, int index, byte priority)
    {
        SimulatedRouter router = director.Routers[index];
        if (_trace is not null && (_trace.EveryAdvert || priority == 0 || priority != router.AdvertisedPriority || router.TakenAt == Now))
            Note(director, router, $"sends {priority}");
        if (!director.LinkUp[router.Segment] || router.Writer is not { } writer) return;
        if (priority > 0)
        {
            (router.AdvertisedAt, router.AdvertisedPriority, router.AdvertisedInterval) = (Now, priority, router.Spec.AdvertInterval.ToTimeSpan());
            TimeSpan lease = _mutation?.Lease(director.Index, router.Lease) ?? router.Lease;
            (router.LapsesAt, router.Unfenced) = (Now + lease, director.Alone && router.Spec.Fence == FencePolicy.Auto);
        }

        if (router.Spec.Peers.Count == 0)
        {
            Send(director, index, writer, priority, VrrpPacket.MulticastGroup(router.Family), 0, _directors.Length);
            return;
        }

        for (int to = 0; to < _directors.Length; to++)
        {
            if (to != director.Index) Send(director, index, writer, priority, WorldNames.Address(router.Segment, to, router.Family), to, to + 1);
        }
    }

    private void Send(SimulatedDirector director, int index, VrrpInstance writer, byte priority, IpAddress destination, int first, int end)
    {
        int segment = director.Routers[index].Segment;
        IpAddress source = WorldNames.Address(segment, director.Index, destination.Family);
        int packet = _packets.Add(_buffer.AsSpan(0, writer.WriteAdvert(_buffer, priority, source, destination, WallTime(director))));
        _packets.Hold(packet);
        Carry(director, segment, index, packet, first, end);
        _packets.Release(packet);
    }

    private void Carry(SimulatedDirector director, int segment, int index, int packet, int first, int end)
    {
        Instant leaves = _network.ClogUntil[segment];
        if (leaves < Now) leaves = Now;
        for (int to = first; to < end; to++)
        {
            if (to == director.Index || !_network.Open(segment, director.Index, to)) continue;
            if (!_quiet && _random.Chance(_spec.Loss)) continue;
            for (int copies = !_quiet && _random.Chance(_spec.Duplicate) ? 2 : 1; copies > 0; copies--)
            {
                Instant at = leaves + _spec.DelayMin + _random.UpTo(_spec.DelayMax - _spec.DelayMin);
                if (leaves > Now) _network.Straggle(segment, to, at);
                _packets.Hold(packet);
                _events.Add(at, new(HappeningKind.Arrival, (byte)to, (byte)index, (byte)director.Index, packet));
            }
        }
    }

    private void Arrive(SimulatedDirector director, in Happening arrival)
    {
        SimulatedRouter router = director.Routers[arrival.Router];
        bool reaches = director.Running && director.LinkUp[router.Segment] && Now >= director.PausedUntil;
        if (reaches && !director.Awake && director.Keeps(arrival)) return;
        if (reaches && director.Awake) Hear(director, arrival);
        _packets.Release(arrival.Number);
    }

    private void Hear(SimulatedDirector director, in Happening arrival)
    {
        SimulatedRouter router = director.Routers[arrival.Router];
        if (router.Machine is not { } machine) return;
        IpAddress destination = router.Spec.Peers.Count == 0 ? VrrpPacket.MulticastGroup(router.Family) : WorldNames.Address(router.Segment, director.Index, router.Family);
        var received = new ReceivedPacket(
            _packets[arrival.Number], WorldNames.Address(router.Segment, arrival.From, router.Family), destination, VrrpPacket.HopLimit);
        if (!VrrpPacket.TryParse(received, out VrrpPacket packet, out DropReason reason) || !machine.Admits(packet, WallTime(director), out reason))
        {
            Remark(director, router, $"drops what {WorldNames.Director(arrival.From)} sends: {reason.Label()}");
            return;
        }

        if (_trace is not null)
        {
            AdvertRemarks remarks = machine.RemarksOn(packet);
            if (remarks != AdvertRemarks.None) Remark(director, router, $"remarks on {WorldNames.Director(arrival.From)}: {remarks}");
            if (_trace.EveryAdvert) Note(director, router, $"hears {packet.Advert.Priority} from {WorldNames.Director(arrival.From)}");
        }

        if (packet.Advert.Priority > 0 && router.IsListening) BeginAnew(director, arrival.Router);
        Step(director, arrival.Router, new(VrrpEventKind.Heard, packet.Advert));
    }

    // Once until it is something else, as the log would.
    private void Remark(SimulatedDirector director, SimulatedRouter router, string what)
    {
        if (_trace is null || router.Remarked == what) return;
        router.Remarked = what;
        Note(director, router, what);
    }
}
