using HaDirector.Linux;
using HaDirector.Linux.Route;
using HaDirector.Linux.Vrrp;
using HaDirector.Model;
using HaDirector.Netlink.Route;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Wire;

namespace HaDirector.VrrpProcess;

/// <content>One turn: wait, hear, judge, say. Nothing in here allocates.</content>
internal sealed partial class RealTimeLoop
{
    // Bounds of one turn: a flood delays the clock's turn by so much and no more.
    private const int PacketsMax = 256;
    private const int ChangesMax = 64;
    private const int FramesMax = 512;

    private readonly byte[] _packet = GC.AllocateUninitializedArray<byte>(VrrpPacket.PacketMax, pinned: true);
    private readonly int[] _changed = new int[ChangesMax];
    private readonly AddressRecord[] _addresses = new AddressRecord[4096];
    private int _netsSeen;

    private void Turn()
    {
        Wait();
        (_world.Now, _world.FramesLeft) = (Clock.Now, FramesMax);
        // A plan that comes during the dry run waits for its end, or it would be forgotten with what was tried there.
        if (_steady && Interlocked.Exchange(ref _offered, null) is { } offered) Adopt(offered);
        foreach (RealTimePart part in _current.Parts) part.Woke(_world.Now);
        HearInterfaces();
        HearPackets(); // ears before clocks: a late turn must hear the peer before it may presume it dead
        foreach (RealTimePart part in _current.Parts) part.Hear(_world.Now);
        JudgeTimers();
        Pulse();
        _turns++;
        Volatile.Write(ref _progress, _world.Now.Nanoseconds);
    }

    private void Wait()
    {
        RouterSet set = _current;
        Instant deadline = _pulseAt;
        foreach (ref readonly RouterSlot slot in set.Routers.AsSpan())
        {
            Instant next = slot.Router.NextDeadline;
            if (next < deadline) deadline = next;
        }

        foreach (RealTimePart part in set.Parts)
        {
            if (part.NextDeadline < deadline) deadline = part.NextDeadline;
        }

        Span<PollEntry> entries = set.PollEntries;
        entries[0] = new PollEntry { Descriptor = _wake.Number, Wanted = PollEntry.Readable };
        entries[1] = new PollEntry { Descriptor = _monitor.Number, Wanted = PollEntry.Readable };
        for (int i = 0; i < set.Ports.Length; i++)
        {
            int descriptor = set.Ports[i].Resources?.Socket?.Number ?? -1;
            entries[RouterSet.FixedEntries + i] = new PollEntry { Descriptor = descriptor, Wanted = PollEntry.Readable };
        }

        int used = RouterSet.FixedEntries + set.Ports.Length;
        foreach (RealTimePart part in set.Parts)
        {
            part.Listen(entries.Slice(used, part.Descriptors));
            used += part.Descriptors;
        }

        Poll.Wait(entries, Math.Max(deadline.Nanoseconds - Clock.Now.Nanoseconds, 0));
        if (entries[0].Happened != 0) _wake.Clear();
    }

    private void Adopt(RouterSet set)
    {
        for (int i = 0; i < set.Opened.Length; i++)
        {
            set.Retired[i] = set.Opened[i].Port.Resources;
            set.Opened[i].Port.Resources = set.Opened[i].Resources;
        }

        foreach (RouterRuntime removed in set.Removed) removed.Stop(_world.Now);
        (_current, _world.Epoch) = (set, set.Epoch);
        for (int i = 0; i < set.Routers.Length; i++)
        {
            set.Routers[i].Router.Index = (uint)i;
            set.Routers[i].Router.Rehouse(set.Routers[i].Holders);
        }

        set.Tracks?.Join(_world.Now);
        foreach (InterfacePort port in set.Ports)
        {
            port.Carry(set.Routers);
            Look(port);
        }

        foreach (ref readonly RouterSlot slot in set.Routers.AsSpan()) slot.Router.Adopt(slot.Spec, _world.Now);
        foreach (InterfacePort port in set.Ports) port.CameUp = false;
        set.Tracks?.Begin(_world.Now); // before the new ones start: a track may fault them
        foreach (ref readonly RouterSlot slot in set.Routers.AsSpan())
        {
            if (slot.Router.Instance.State == VrrpState.Initialize) slot.Router.Start(_world.Now);
            slot.Router.Report();
        }

        foreach (RealTimePart part in set.Parts) part.Adopted(_world.Now);
        Volatile.Write(ref _adopted, set);
        _news.Set();
    }

    private void HearInterfaces()
    {
        for (int datagrams = 0; datagrams < ChangesMax; datagrams++)
        {
            int count = _monitor.Receive(_changed);
            if (count < 0) break;
            for (int i = 0; i < count; i++) MarkStale(_changed[i]);
        }

        foreach (InterfacePort port in _current.Ports)
        {
            if (port.IsStale) Refresh(port);
        }
    }

    // A port whose interface is missing may be meant by any change: the new interface has another index.
    private void MarkStale(int index)
    {
        foreach (InterfacePort port in _current.Ports) port.IsStale |= index == RouteMonitor.Everything || port.Index == index || port.Index == 0;
    }

    private void Refresh(InterfacePort port)
    {
        Look(port);
        foreach (ref readonly RouterSlot slot in _current.Routers.AsSpan())
        {
            if (!slot.Router.Uses(port)) continue;
            slot.Router.TellPorts(_world.Now);
            slot.Router.Suspect(port);
        }

        port.CameUp = false;
    }

    private void Look(InterfacePort port)
    {
        port.IsStale = false;
        ReadOnlySpan<AddressRecord> addresses = _addresses.AsSpan(0, port.Refresh(_route, _addresses));
        foreach (ref readonly RouterSlot slot in _current.Routers.AsSpan())
        {
            if (slot.Router.Uses(port)) slot.Router.Look(port, addresses, slot.Spec);
        }

        if (port.Condition == PortCondition.NotOpen) WantPorts();
    }

    private void WantPorts()
    {
        Volatile.Write(ref _portsWanted, true);
        _news.Set();
    }

    private void HearPackets()
    {
        foreach (InterfacePort port in _current.Ports)
        {
            for (int packets = 0; packets < PacketsMax && port.TryReceive(_packet, out VrrpDatagram datagram); packets++)
                Hear(port, new ReceivedPacket(_packet.AsSpan(datagram.Offset, datagram.Length), datagram.Source, datagram.Destination, datagram.HopLimit));
        }
    }

    private void Hear(InterfacePort port, in ReceivedPacket received)
    {
        if (!VrrpPacket.TryParse(received, out VrrpPacket packet, out DropReason reason))
        {
            Drop(port, packet.Advert, reason);
            return;
        }

        reason = DropReason.UnknownRouter;
        if (port.RouterOf(packet.Advert.VirtualRouterId) is { } router && router.Instance.Admits(packet, RealTimeWorld.UnixTime, out reason))
            router.Hear(packet, _world.Now);
        if (reason != DropReason.None) Drop(port, packet.Advert, reason);
    }

    private void JudgeTimers()
    {
        _world.Now = Clock.Now;
        foreach (ref readonly RouterSlot slot in _current.Routers.AsSpan())
        {
            long late = slot.Router.Judge(_world.Now).Ticks * 100;
            if (late > _latenessMax) _latenessMax = late;
        }

        foreach (RealTimePart part in _current.Parts) part.Judge(_world.Now);
        FollowNets();
    }

    // The fence came or went, or the peer did: the addresses get or lose their kernel lifetime.
    private void FollowNets()
    {
        if (_netsSeen == _world.Nets.Changes) return;
        _netsSeen = _world.Nets.Changes;
        foreach (ref readonly RouterSlot slot in _current.Routers.AsSpan()) slot.Router.KeepAddresses(_world.Now);
    }
}
