using HaDirector.Link;
using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Wire;

namespace HaDirector.VrrpProcess;

/// <content>What the loop says about itself. Nothing in here allocates.</content>
internal sealed partial class RealTimeLoop
{
    private const int PulsesPerStatus = 10;

    private readonly long[] _dropsLogged = new long[DropReasons.Count];
    private Strangers _strangers = new();
    private DropCounters _drops = new();
    private LogWindow _dropLog;
    private Instant _pulseAt;
    private int _pulses;
    private long _turns, _latenessMax, _allocatedBefore;
    private int _collectionsBefore;
    private bool _realTime, _memoryLocked, _steady;

    private long AllocatedBytes => GC.GetAllocatedBytesForCurrentThread() - _allocatedBefore;

    // Whatever the dry run counted never happened.
    private void BeginSteadyState()
    {
        _steady = true;
        _strangers = new Strangers();
        _drops = new DropCounters();
        _dropLog = new LogWindow(DropReasons.Count, _world.Settings.LogWindow);
        Array.Clear(_dropsLogged);
        (_turns, _latenessMax, _pulses, _pulseAt) = (0, 0, 0, default);
        GC.Collect(); // what the start left behind would bring one on later
        _collectionsBefore = GC.CollectionCount(0);
        _allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
    }

    private void Pulse()
    {
        if (_world.Now < _pulseAt) return;
        Instant next = _pulseAt + _world.Settings.PulseEvery;
        _pulseAt = next > _world.Now ? next : _world.Now + _world.Settings.PulseEvery;

        LinkMessage message = _world.Reporter.Begin(LinkMessageKind.Pulse);
        message.At = _world.Now;
        message.Epoch = _world.Epoch;
        message.Count = (uint)_current.Routers.Length;
        message[PulseField.Turns] = _turns;
        message[PulseField.LatenessMaxNanoseconds] = _latenessMax;
        message[PulseField.AllocatedBytes] = AllocatedBytes;
        message[PulseField.Collections] = GC.CollectionCount(0) - _collectionsBefore;
        message[PulseField.LinkDrops] = _world.Reporter.Drops;
        message[PulseField.RealTime] = _realTime ? 1 : 0;
        message[PulseField.MemoryLocked] = _memoryLocked ? 1 : 0;
        message[PulseField.Nets] = _world.Nets.Word;
        _world.Reporter.Send();
        _latenessMax = 0;

        if (++_pulses < PulsesPerStatus) return;
        _pulses = 0;
        foreach (ref readonly RouterSlot slot in _current.Routers.AsSpan()) slot.Router.Report();
        for (int i = 0; i < _current.Parts.Length && !_ends; i++) _current.Parts[i].Report();
        _strangers.Report(_world.Reporter, _world.Now);
        for (int reason = 1; reason < DropReasons.Count; reason++) ReportDrops((DropReason)reason);
    }

    private void ReportDrops(DropReason reason)
    {
        if (_drops[reason] == 0) return;
        LinkMessage message = _world.Reporter.Begin(LinkMessageKind.Dropped);
        message.Code = (byte)reason;
        message[0] = _drops[reason];
        _world.Reporter.Send();
    }

    private void Drop(InterfacePort port, in Advert advert, DropReason reason)
    {
        _drops.Add(reason);
        if (reason == DropReason.UnknownRouter) _strangers.Note(port, advert, _world.Now);
        else port.RouterOf(advert.VirtualRouterId)?.Dropped(advert, reason, _world.Now);
        if (reason == DropReason.OwnPacket || !_dropLog.Opens((int)reason, _world.Now)) return;
        LinkMessage message = _world.Reporter.Begin(LinkMessageKind.Log);
        message.Code = (byte)VrrpLogCode.PacketDropped;
        message.Interface = port.Name;
        message.VirtualRouterId = advert.VirtualRouterId;
        message.Address = advert.Sender;
        message.At = _world.Now;
        message[0] = (long)reason;
        message[1] = _drops[reason] - _dropsLogged[(int)reason];
        _dropsLogged[(int)reason] = _drops[reason];
        _world.Reporter.Send();
    }
}
